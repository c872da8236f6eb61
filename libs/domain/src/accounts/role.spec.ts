import { isDefaultRole, parseRoleId, roleKey } from './role';

test.each(['admin', 'Admin', ' ADMIN ', 'ａｄｍｉｎ'])('%j is the name of one role', (name) => {
  expect(roleKey(name)).toBe('admin');
});

test('the defaults are two', () => {
  expect(['admin', 'user', 'editor', 'Admin'].map((name) => isDefaultRole({ name }))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test.each([
  ['1', 1],
  ['999999999', 999_999_999],
  ['0', null],
  ['01', null],
  ['1.0', null],
  ['-1', null],
  ['1e3', null],
  ['9999999999', null],
  ['', null],
  ['1 ', null],
  ['١', null],
])('the id %j is read as %j', (text, id) => {
  expect(parseRoleId(text)).toBe(id);
});
