import fc from 'fast-check';
import { normaliseSlug, slugCandidates, slugFromName, slugProblems } from './account-slug';

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
      const codes = slugProblems(slugFromName(name), 'slug').map(({ code }) => code);
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
  expect(slugProblems(slug, 'slug').map(({ code }) => code)).toEqual(codes);
});

test('T-2: candidates for a name are well formed, never reserved, at most 32 characters, and do not repeat', () => {
  const names = fc.oneof(fc.string({ unit: 'binary', maxLength: 80 }), fc.constantFrom('System', 'AB 1234', 'AB1234'));
  fc.assert(
    fc.property(names, (name) => {
      const candidates = slugCandidates(name);
      const slugs = Array.from({ length: 12 }, () => candidates.next().value);
      expect(slugs.flatMap((slug) => slugProblems(slug, 'slug'))).toEqual([]);
      expect(new Set(slugs).size).toBe(slugs.length);
    }),
  );
});

test.each([
  ['Acme', ['acme', 'acme-2', 'acme-3']],
  ['System', ['system-2', 'system-3', 'system-4']],
  ['AB1234', ['ab1234-2', 'ab1234-3', 'ab1234-4']],
  [`a${'b'.repeat(28)} cd`, [`a${'b'.repeat(28)}-cd`, `a${'b'.repeat(28)}-2`, `a${'b'.repeat(28)}-3`]],
])('the candidates for %j begin with %j', (name, first) => {
  const candidates = slugCandidates(name);
  expect(first.map(() => candidates.next().value)).toEqual(first);
});
