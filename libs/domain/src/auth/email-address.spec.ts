import { emailKeyOf, findableKey, parseEmailAddress } from './email-address';

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
  ['bob@münchen.example', 'bob@münchen.example'],
  ['bob@MÜNCHEN.example', 'bob@münchen.example'],
  ['bob@xn--mnchen-3ya.example', 'bob@xn--mnchen-3ya.example'],
  ['Bob@XN--Mnchen-3ya.example', 'Bob@XN--Mnchen-3ya.example'],
  ['bob@mu\u0308nchen.example', 'bob@münchen.example'],
  ['bob@ｍünchen.example', 'bob@münchen.example'],
])('%s is the one user of an internationalised domain', (text, email) => {
  expect(parseEmailAddress(text)).toEqual({ email, key: 'bob@xn--mnchen-3ya.example' });
});

test.each(['a..b@x.example', 'a@b_c.example', `a@${'x'.repeat(64)}.example`])(
  'a user of earlier versions is found by %s, which nobody can register any more',
  (text) => {
    expect(parseEmailAddress(text)).toBeNull();
    expect(findableKey(text.toUpperCase())).toBe(text);
    expect(emailKeyOf(text.toUpperCase())).toBe(text);
  },
);

test.each([
  'a.b+c@sub.x.example',
  `${'a'.repeat(64)}@x.example`,
  `a@${'x'.repeat(63)}.example`,
  "o'hara@x.example",
  '用户@例え.テスト',
])('%s is an address', (text) => expect(parseEmailAddress(text)?.email).toBe(text));

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
  'a..b@example.org',
  '.a@example.org',
  'a.@example.org',
  'bob@-a.org',
  'bob@a-.org',
  'bob@a_b.org',
  'bob@127.0.0.1',
  'bob@１２７.0.0.1',
  'bob@ex%41mple.org',
  'bob@exämple/.org',
  `bob@${'x'.repeat(64)}.org`,
  `bob@${'ü'.repeat(60)}.org`,
  `bob@${'x.'.repeat(123)}x.example`,
  `${'a'.repeat(65)}@example.org`,
  `${'ü'.repeat(33)}@example.org`,
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
