import { parseEmailAddress } from './email-address';

test('the key forgives case and surrounding space, the address keeps its spelling', () => {
  expect(parseEmailAddress('  Bob.Smith@Example.ORG ')).toEqual({
    email: 'Bob.Smith@Example.ORG',
    key: 'bob.smith@example.org',
  });
});

test('two ways to write the same letter are one address', () => {
  expect(parseEmailAddress('re\u0301my@example.org')?.key).toBe(parseEmailAddress('rémy@example.org')?.key);
});

test('mail goes to the address that the key names, not to a look-alike of it', () => {
  const kelvinSign = '\u212a';
  expect(parseEmailAddress(`${kelvinSign}evin@example.org`)).toEqual({
    email: 'Kevin@example.org',
    key: 'kevin@example.org',
  });
});

test.each([
  '',
  'bob',
  'bob@',
  '@example.org',
  'bob@example',
  'bob@@example.org',
  'a b@example.org',
  'bob@exa mple.org',
  'bob@example..org',
  'bob@example.org\r\nBcc: eve@example.org',
  'bob\0@example.org',
  'bob\ud800@example.org',
  'bob\u200b@example.org',
  'bob@\u202eexample.org',
  '<bob@example.org>',
  `${'a'.repeat(250)}@example.org`,
])('%j is no address', (text) => {
  expect(parseEmailAddress(text)).toBeNull();
});
