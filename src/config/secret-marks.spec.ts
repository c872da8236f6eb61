import { AppConfig } from './app-config';
import { missingSecrets, secretMarks } from './secret-marks';

const ONE = 'the-first-secret-of-these-tests-0123456789';
const OTHER = 'another-secret-of-these-tests-0123456789';

const marks = (settings: Partial<AppConfig>) =>
  secretMarks(Object.assign(new AppConfig(), { secretKey: ONE }, settings));
const ENCRYPTED = { encryptionKey: OTHER, encryptionKeyPrevious: [ONE] };

test('marks show nothing of the secrets', () => {
  const text = JSON.stringify(marks({ secretKeyPrevious: [OTHER], encryptionKey: OTHER, smtpPassword: 'hunter2' }));
  for (const secret of [ONE, OTHER, 'hunter2']) expect(text).not.toContain(secret);
});

test.each([
  ['nothing, where all are the same', {}, {}, true, []],
  ['no key at all', {}, {}, false, ['SNACKBASE_SECRET_KEY is missing']],
  ['another key', {}, { secretKey: OTHER }, true, ['SNACKBASE_SECRET_KEY differs']],
  ['nothing, where the key is an earlier one here', {}, { secretKey: OTHER, secretKeyPrevious: [ONE] }, true, []],
  ['earlier keys', { secretKeyPrevious: [OTHER] }, {}, true, ['SNACKBASE_SECRET_KEY_PREVIOUS is missing']],
  ['a key of encrypted fields', ENCRYPTED, {}, true, ['SNACKBASE_ENCRYPTION_KEY is missing']],
  ['an earlier one', ENCRYPTED, { encryptionKey: OTHER }, true, ['SNACKBASE_ENCRYPTION_KEY differs']],
  [
    'nothing, where they are in another order',
    ENCRYPTED,
    { encryptionKey: ONE, encryptionKeyPrevious: [OTHER] },
    true,
    [],
  ],
  ['a password', { smtpPassword: 'x' }, {}, true, ['SNACKBASE_SMTP_PASSWORD is missing']],
])('tells that %s', (_what, backup, here, hasKey, missing) => {
  expect(missingSecrets(marks(backup), marks(here), hasKey)).toEqual(missing);
});
