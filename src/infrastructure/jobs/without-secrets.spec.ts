import { withoutSecrets } from './without-secrets';

test('secrets are removed wherever they occur, the longest first', () => {
  const secrets = { token: 'abcdefgh', link: 'https://x.example/?token=abcdefgh' };
  const text = '554 spam: https://x.example/?token=abcdefgh and abcdefgh, abcdefgh';
  expect(withoutSecrets(text, secrets)).toBe('554 spam: [secret] and [secret], [secret]');
});

test('short and empty values are no secrets', () => {
  expect(withoutSecrets('a b c', { empty: '', short: 'b' })).toBe('a b c');
});
