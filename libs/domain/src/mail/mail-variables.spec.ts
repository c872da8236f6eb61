import { isSecretVariable, safeVariables } from './mail-variables';

const shown = (name: string, value: string): string | undefined => safeVariables({ [name]: value })[name];

test.each([
  'https://evil.example/login',
  'www.evil.example',
  'evil.example/path',
  'HTTP://evil.example',
  'evil．example/path',
  'evil。example',
  'mailto:a@evil.example',
  'Click javascript:alert(1)',
  'ev\u200Bil.example',
  'tel:+43123456',
])('M-3: free text that holds %j shows no link', (text) => {
  for (const name of ['account_name', 'user_agent', 'invited_by', 'anything_else']) {
    expect(shown(name, text)).not.toMatch(/[.:。．｡]\S/u);
  }
});

test('free text is one short line', () => {
  expect(shown('account_name', 'Acme\r\nBcc: x@evil.example\u2028\u202Eabc')).toBe('Acme Bcc: x@evil. example abc');
  const long = shown('account_name', '𝒳'.repeat(300))!;
  expect(Array.from(long)).toHaveLength(80);
  expect(long.endsWith('…')).toBe(true);
});

test('what the server made stays whole', () => {
  const own = {
    reset_url: 'https://app.example/reset-password?token=abc',
    email: "o'neil+tag@sub.example.org",
    invited_by: 'grace@example.com',
    expires_at: '2030-01-31T12:00:00.000Z',
    ip: '2001:db8::1',
  };
  expect(safeVariables(own)).toEqual(own);
});

test('an address that looks like a page is no address to show', () => {
  expect(shown('invited_by', 'www.evil.example/login@evil.example')).toBe('www. evil. example/login@evil. example');
});

test('empty values are absent', () => {
  expect(safeVariables({ support_email: '', ip: ' \n' })).toEqual({});
});

test('tokens and links are secrets, the address of the application is not', () => {
  expect(['token', 'reset_url', 'invitation_url', 'app_url', 'email', 'urls'].filter(isSecretVariable)).toEqual([
    'token',
    'reset_url',
    'invitation_url',
  ]);
});
