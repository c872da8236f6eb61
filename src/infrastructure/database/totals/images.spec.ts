import { posts } from '#domain/rules/testing/rule-world';
import { AlikeChange } from '../records/alike-change';
import { KeptBodies } from '../records/kept-bodies';
import { imagesOf } from './images';

const alike = { accountId: 'a', collection: posts, set: { title: 'new', updated_at: 'now' } };
const carried = (...names: string[]) => ({ names: new Set(names), related: false });

test('a change of many records is read where it sets what decides, and not otherwise', () => {
  const unreadable = new AlikeChange(alike, 'x', new KeptBodies(['no JSON']), 0, 0);
  expect(imagesOf(unreadable, carried('views', 'author'))).toEqual([]);
  expect(() => imagesOf(unreadable, carried('views', 'title'))).toThrow(SyntaxError);
});

test('what it leaves as it is, is the same object', () => {
  const bodies = new KeptBodies([
    '{"title":"früher 🍪"}',
    '{"id":"x","title":"álter","meta":{"a":1},"updated_at":"then"}',
    '{}',
  ]);
  const change = new AlikeChange(alike, 'x', bodies, 1, 3);
  expect(imagesOf(change, carried('title'))).toEqual([
    { record: { id: 'x', title: 'álter', meta: { a: 1 }, updated_at: 'then' }, sign: -1 },
    { record: { id: 'x', title: 'new', meta: { a: 1 }, updated_at: 'now' }, sign: 1 },
  ]);
  expect(change.after['meta']).toBe(change.before['meta']);
});
