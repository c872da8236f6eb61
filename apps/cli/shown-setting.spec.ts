import { shownSetting } from './shown-setting';

test.each([
  ['port', 8000, '8000'],
  ['corsOrigins', ['http://a.example', 'http://b.example'], '["http://a.example","http://b.example"]'],
  ['registrationEmailDomains', [], 'none'],
  ['rateLimitEndpoints', { '/api/v1/auth/login': 20 }, '{"/api/v1/auth/login":20}'],
  ['supportEmail', 'help@acme.example', 'help@acme.example'],
  ['appUrl', undefined, 'none'],
  ['secretKey', 'hunter2', 'set, not shown'],
  ['secretKeyPrevious', ['hunter2'], 'set, not shown'],
  ['smtpPassword', 'hunter2', 'set, not shown'],
  ['superadminPassword', undefined, 'none'],
  ['databaseUrl', 'postgres://ann:hunter2@db.example/snack?password=hunter2', 'postgres://ann:***@db.example/snack'],
  ['platformJwksUrl', 'https://ann:hunter2@id.example/keys', 'https://***@id.example/keys'],
])('%s is shown without what is secret', (property, value, shown) => {
  expect(shownSetting(property, value)).toBe(shown);
});
