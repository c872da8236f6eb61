import fc from 'fast-check';
import { normaliseSlug, slugFromName, slugProblems } from './account-slug';

test.each([
  ['Acme Corp', 'acme-corp'],
  ['Test_Account 123', 'test-account-123'],
  ['  Crème   Brûlée!! ', 'creme-brulee'],
  ['42 Ways', 'ways'],
  ['日本', 'account'],
  ['ab', 'account'],
  ['', 'account'],
  [`a${'b'.repeat(30)} tail`, `a${'b'.repeat(30)}`],
])('the name %j becomes %j', (name, slug) => {
  expect(slugFromName(name)).toBe(slug);
});

test('a slug made of any name is well formed, unless reserved', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (name) => {
      const codes = slugProblems(slugFromName(name)).map(({ code }) => code);
      expect(codes.filter((code) => code !== 'slug_reserved')).toEqual([]);
    }),
  );
});

test('a given slug is forgiven case, spaces and underscores', () => {
  expect(normaliseSlug(' My_Company Name ')).toBe('my-company-name');
});

test.each([
  ['ab', ['slug_too_short']],
  ['a'.repeat(33), ['slug_too_long']],
  ['1abc', ['slug_invalid_start']],
  ['-abc', ['slug_invalid_start']],
  ['ab.c', ['slug_invalid_chars']],
  ['abc\n', ['slug_invalid_chars']],
  ['', ['slug_too_short', 'slug_invalid_start']],
  ['system', ['slug_reserved']],
  ['ab1234', ['slug_reserved']],
  ['ab-1234', []],
  ['systems', []],
])('%j has the problems %j', (slug, codes) => {
  expect(slugProblems(slug).map(({ code }) => code)).toEqual(codes);
});
