import { passwordProblems } from './password-policy';

const codesOf = (password: string): string[] => passwordProblems(password).map(({ code }) => code);

test.each([
  ['TestPass123!', []],
  ['Correct-Horse-7', []],
  ['Admin@123456', ['password_common']],
  ['Ünïcode-Pass-1', []],
  [
    '',
    [
      'password_too_short',
      'password_no_uppercase',
      'password_no_lowercase',
      'password_no_digit',
      'password_no_special',
    ],
  ],
  ['Short1!', ['password_too_short']],
  ['testpass1234!', ['password_no_uppercase']],
  ['TESTPASS1234!', ['password_no_lowercase']],
  ['TestPassword!', ['password_no_digit']],
  ['TestPassword1', ['password_no_special']],
  ['TestPass123!\0tail', ['password_invalid_chars']],
  ['TestPass123!\ud800', ['password_invalid_chars']],
])('%j has the problems %j', (password, codes) => {
  expect(codesOf(password)).toEqual(codes);
});

test('72 bytes is the longest, counted as UTF-8', () => {
  const base = 'TestPass123!';
  expect(codesOf(base + 'x'.repeat(60))).toEqual([]);
  expect(codesOf(base + 'x'.repeat(61))).toEqual(['password_too_long']);
  expect(codesOf(base + 'é'.repeat(30))).toEqual([]);
  expect(codesOf(base + 'é'.repeat(31))).toEqual(['password_too_long']);
});

test('characters are counted, not code units', () => {
  expect(codesOf('Ab1!😀😀😀😀')).toEqual(['password_too_short']);
});

test('what is known of the owner must not be all of it', () => {
  const owner = { email: 'bob@example.com', names: ['Example Ltd'] };
  expect(passwordProblems('Example-Bob-1', 'new_password', owner)).toEqual([
    { field: 'new_password', code: 'password_common', message: expect.any(String) },
  ]);
  expect(passwordProblems('Example-Bob-1')).toEqual([]);
});

test('no message repeats the password', () => {
  expect(JSON.stringify(passwordProblems('hunter2'))).not.toContain('hunter2');
});
