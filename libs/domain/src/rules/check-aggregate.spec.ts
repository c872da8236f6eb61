import { Catalog } from '#domain/schema/catalog';
import type { Field } from '#domain/schema/collection';
import { EVERY_COLUMN } from './column-resolver';
import { compileFilter } from './compile-filter';
import { compileRule } from './compile-rule';
import { evaluateCondition } from './evaluate';
import { caller, catalog as others, posts } from './testing/rule-world';

const like = posts.fields.find(({ name }) => name === 'author')!;
const field = (name: string, more: Partial<Field>): Field => ({ ...like, id: name, name, column: name, ...more });

const comments = {
  ...posts,
  id: 'comments',
  name: 'comments',
  table: 'col_comments',
  fields: [
    field('post', { collection: 'Posts' }),
    field('also', { collection: 'posts', options: { multiple: true } }),
    field('text', { type: 'text', collection: null }),
    field('length', { type: 'number', collection: null }),
    field('meta', { type: 'json', collection: null }),
    field('via_post', { collection: 'posts' }),
  ],
};
/** The name of one collection in that of another. */
const longer = { ...comments, id: 'longer', name: 'comments_via', table: 'col_longer' };
const catalog = new Catalog(1, [...others.collections, comments, longer]);

const rule = (text: string) => compileRule(text, { collection: posts, catalog, operation: 'list' });

it.each([
  'comments_via_post.length > 1',
  'Comments_via_post.length > 1',
  'length(comments_via_post) > 1 && count(comments_via_post) > 1 && count(comments_via_post.text) > 1',
  'author.posts_via_author.comments_via_post.text = "a"',
  'comments_via_also.post.author.name ~ "a" && comments_via_post != null && comments_via_post = "id"',
  'max(author.posts_via_author.created_at) > "2026-01-01" && min(comments_via_post.post.title) = "a"',
  'sum(comments_via_post.length) > 1 && AVG(comments_via_post.length) / 2 > 1',
  'comments_via_via_post.length = comments_via_via_post.length + 1',
])('takes %s', (text) => {
  expect(() => rule(text)).not.toThrow();
});

it.each([
  ['comments_via_text.length = 0', "Unknown field 'comments_via_text'"],
  ['comments_via_nothing = null', "Unknown field 'comments_via_nothing'"],
  ['nothing_via_post = null', "Unknown field 'nothing_via_post'"],
  ['people_via_author = null', "Unknown field 'people_via_author'"],
  ['comments_via_post.nothing = 1', "Unknown field 'nothing' of 'comments'"],
  ['sum(price) > 0', 'sum(price) has to cross one back-relation'],
  ['sum(author.age) > 0', 'has to cross one back-relation'],
  ['sum(reviewers.age) > 0', 'has to cross one back-relation'],
  ['sum(author.posts_via_author.comments_via_post.length) > 0', 'and no other list'],
  ['author.posts_via_author.comments_via_post.length > 0', 'and no other list'],
  ['count(comments_via_post.also) > 0', 'and no other list'],
  ['sum(comments_via_post.text) > 0', "sum(…) takes number, and 'comments_via_post.text' is text"],
  ['max(comments_via_post.meta) = 1', 'is json'],
  ['sum(comments_via_post.length + 1) > 0', 'sum(…) takes a field behind a back-relation'],
  ['sum(comments_via_post.length, 1) > 0', 'sum(…) takes a field behind a back-relation'],
  ['upper(comments_via_post.text) = "A"', 'several'],
  ['length(comments_via_post.text) = 1', 'length(…) takes'],
  ['comments_via_post.text = comments_via_post.text', 'Only one side'],
  ['comments_via_post.length = "a"', 'Expected a number'],
])('refuses %s', (text, message) => {
  expect(() => rule(text)).toThrow(expect.objectContaining({ message: expect.stringContaining(message) }));
});

describe('a filter', () => {
  const filter = (text: string, isOpen: boolean) =>
    compileFilter(text, {
      collection: posts,
      catalog,
      columns: EVERY_COLUMN,
      showsUserDetails: () => true,
      visibilityOf: () => ({ kind: 'constant', value: isOpen }),
      computedOf: () => undefined,
    });
  const holds = (text: string): boolean | null =>
    evaluateCondition(filter(text, false), {
      row: { id: 'p' },
      values: { ...caller, given: [0, 0] },
      relations: { find: () => undefined },
    });

  it.each([
    ['comments_via_post.length = 0', true],
    ['count(comments_via_anything.at.all) = 0', true],
    ['comments_via_post.nothing = 0', false],
    ['comments_via_nothing = null', true],
    ['sum(comments_via_post.text) = null', true],
    ['min(comments_via_post.nothing) = 0', null],
  ])('finds nothing behind what the caller may not view at all: %s', (text, truth) => {
    expect(holds(text)).toBe(truth);
  });

  it('does not know what cannot be looked for in memory', () => {
    for (const text of [
      'comments_via_post.length = 0',
      'comments_via_post = null',
      'max(comments_via_post.text) = null',
    ]) {
      const relations = { find: () => undefined };
      expect(
        evaluateCondition(filter(text, true), { row: { id: 'p' }, values: { ...caller, given: [0] }, relations }),
      ).toBe(null);
    }
  });
});
