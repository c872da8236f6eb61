/** The texts that come with the server, rendered as they are sent. */
import { BUILT_IN_TEMPLATES, builtInTemplate } from '#domain/mail/built-in-templates';
import { isId } from '#domain/kernel/ids';
import { MAIL_TYPES, type MailType } from '#domain/mail/mail-type';
import { sampleVariables } from '#domain/mail/sample-variables';
import { LiquidTemplateRenderer } from './liquid-template-renderer.service';
import { ComposeMail } from '#application/mail/compose-mail';

const APP_URL = 'https://app.example';
const compose = new ComposeMail(new LiquidTemplateRenderer(), {
  appName: 'Acme & Co',
  appUrl: APP_URL,
  supportEmail: '',
});

const LINKS: Partial<Record<MailType, string>> = {
  email_verification: '/verify-email',
  password_reset: '/reset-password',
  invitation: '/accept-invitation',
  email_change: '/confirm-email-change',
  already_registered: '/reset-password',
};

test('each type has one, with an id of its own that never changes', () => {
  expect(BUILT_IN_TEMPLATES.map(({ type }) => type)).toEqual(MAIL_TYPES);
  const ids = BUILT_IN_TEMPLATES.map(({ id }) => id);
  expect(new Set(ids).size).toBe(MAIL_TYPES.length);
  expect(ids.every(isId)).toBe(true);
  expect(builtInTemplate('password_reset').id).toBe('5b000000-0000-4000-8000-000000000002');
});

test.each(MAIL_TYPES)('%s reads well with its variables and without', (type) => {
  for (const variables of [sampleVariables(APP_URL), {}]) {
    const { subject, html, text } = compose.execute(builtInTemplate(type), variables);
    for (const part of [subject, html, text]) {
      expect(part).not.toMatch(/[{}]|undefined|null|Invalid Date|\( *\)|“”/);
    }
    expect(subject).toContain('Acme & Co');
    expect(text).toContain('Acme & Co');
    expect(html).toContain('Acme &amp; Co');
    expect(text).not.toMatch(/&(amp|#|lt|quot)/);
  }
});

test.each(MAIL_TYPES)('%s links to where it leads, and nowhere else', (type) => {
  const { html, text } = compose.execute(builtInTemplate(type), sampleVariables(APP_URL));
  const link = LINKS[type] && `${APP_URL}${LINKS[type]}?token=sample-token`;
  expect([...html.matchAll(/href="([^"]*)"/g)].map((match) => match[1])).toEqual(link ? [link] : []);
  expect(text.match(/https?:\S+/g) ?? []).toEqual(link ? [link] : []);
});

test('M-3: a name of an account is no way to send links and texts to strangers', () => {
  const name = `<a href="https://evil.example">You won</a> https://evil.example ${'x'.repeat(500)}`;
  const variables = { ...sampleVariables(APP_URL), account_name: name };
  const { subject, html, text } = compose.execute(builtInTemplate('invitation'), variables);
  expect(subject).not.toContain('evil');
  for (const part of [html, text]) expect(part).not.toMatch(/evil\.example|https?:\/\/(?!app\.example)/);
  expect(html).not.toContain('<a href="https: ');
  expect(text.length).toBeLessThan(800);
});

test('M-1: secrets are left out of subjects', () => {
  const template = {
    subject: 'Code {{ token }} {{ reset_url }} for {{ email }}',
    htmlBody: '',
    textBody: '{{ token }}',
  };
  const mail = compose.execute(template, sampleVariables(APP_URL));
  expect(mail).toMatchObject({ subject: 'Code for ada@example.com', text: 'sample-token' });
});

test('C6: a subject is one line, whatever the template and its variables hold', () => {
  const template = { subject: 'A\r\nBcc: x@evil.example\n{{ email }}', htmlBody: '', textBody: '' };
  const { subject } = compose.execute(template, { email: 'a@b.example\r\nBcc: y@evil.example' });
  expect(subject).not.toMatch(/[\r\n]/);
});
