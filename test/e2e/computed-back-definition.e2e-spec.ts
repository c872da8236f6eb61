/** How computed fields that count the records of other collections are defined and changed, with what they name. */
import type { Answer, Json } from '../support/http';
import { API } from '../support/member';
import { computed, Talk, to } from '../support/talk';
import { createWorld, type World } from '../support/world';

let world: World;
let talk: Talk;

beforeAll(async () => {
  world = await createWorld();
  talk = await Talk.define(world);
});
afterAll(() => world?.close());

const problem = async (name: string, field: object): Promise<string> => {
  const { fields } = await talk.collection(name);
  const { status, body } = await talk.change(name, { fields: [...fields, field] });
  return `${status} ${body.details?.at(-1)?.code} ${body.details?.at(-1)?.message}`;
};

test.each([
  ['comments_via_post', 'does not depend on another record'],
  ['comments_via_post.score', "not on another record, as 'comments_via_post.score' does"],
  ['author.name', 'not on another record'],
  ['length(author.name)', 'does not depend on another record'],
  ['author.posts_via_author.length + length(author.name)', 'does not depend on another record'],
  ['sum(comments_via_post.text)', 'takes number, and'],
  ['count(comments_via_post.created_by)', '', '200'],
  ['sum(comments_via_text.score)', "Unknown field 'comments_via_text'"],
  ['comments_via_post.length + @request.auth.id', 'not on who reads it'],
  ['sum(author.posts_via_author.comments_via_post.score)', 'one back-relation'],
  ['sum(author.posts_via_author.author.posts_via_author.author.posts_via_author.talk)', 'more than 4 relations'],
])('one is defined as %s', async (expression, message, status = '422 computed_field_expression_invalid') => {
  const answer = await problem('posts', computed('more', expression));
  expect(answer).toContain(status);
  expect(answer).toContain(message);
  if (status === '200') await talk.redefine('posts', (sent) => sent.slice(0, -1));
});

test('one is defined as far as 4 relations and 20 values of other records', async () => {
  const talks = Array.from({ length: 12 }, () => 'comments_via_post.length').join(' + ');
  expect(await problem('posts', computed('more', talks))).toContain('422 too_many_computed_fields');
  await talk.redefine('authors', (sent) => [...sent, computed('far', 'sum(posts_via_author.peers)')]);
  const further = computed('more', 'sum(author.posts_via_author.peers)');
  expect(await problem('posts', further)).toContain('200');
  await talk.redefine('posts', (sent) => sent.slice(0, -1));
  const answer = await problem('posts', { ...further, expression: 'avg(author.posts_via_author.author.far)' });
  expect(answer).toContain('crosses more than 4 relations');
  await talk.redefine('authors', (sent) => sent.slice(0, -1));
});

test('one does not lead back to itself over other collections', async () => {
  const answer = await problem('comments', computed('loud', 'sum(posts_via_author.talk)'));
  expect(answer).toContain("Unknown field 'posts_via_author'");
  await talk.redefine('posts', (sent) => [...sent, { name: 'best', ...to('comments', { on_delete: 'set_null' }) }]);
  await talk.redefine('comments', (sent) => [...sent, computed('fans', 'sum(posts_via_best.talk)')]);
  const circle = await problem('posts', computed('fame', 'sum(comments_via_post.fans) + posts_via_best.length'));
  expect(circle).toContain("Unknown field 'posts_via_best'");
  expect(await problem('posts', computed('fame', 'sum(comments_via_post.fans)'))).toContain('200');
  const { fields } = await talk.collection('comments');
  const round = fields.map((field: Json) =>
    field.name === 'fans' ? { ...field, expression: 'sum(posts_via_best.fame)' } : field,
  );
  const refused = await talk.change('comments', { fields: round });
  expect(refused).toMatchObject({ status: 422, body: { details: [{ code: 'computed_field_circle' }] } });
  await talk.redefine('posts', (sent) => sent.filter(({ name }) => name !== 'fame'));
  await talk.redefine('comments', (sent) => sent.filter(({ name }) => name !== 'fans'));
  await talk.redefine('posts', (sent) => sent.filter(({ name }) => name !== 'best'));
});

test('keeps what it names', async () => {
  const { id, fields } = await talk.collection('comments');
  const without = (gone: string): Promise<Answer> =>
    talk.change('comments', { fields: fields.filter(({ name }: Json) => name !== gone), confirm: true });
  const named = (field: string) => ({ status: 409, body: { error: 'SCHEMA_FIELD_IN_USE', field } });
  expect(await without('post')).toMatchObject(named('posts.talk'));
  expect(await without('score')).toMatchObject(named('posts.score'));
  const renamed = fields.map((field: Json) => (field.name === 'score' ? { ...field, name: 'points' } : field));
  expect(await talk.change('comments', { fields: renamed })).toMatchObject(named('posts.score'));
  const encrypted = fields.map((field: Json) => (field.name === 'text' ? { ...field, encrypted: true } : field));
  expect(await talk.change('comments', { fields: encrypted })).toMatchObject(named('posts.newest'));
  const deleted = await talk.asRoot('DELETE', `collections/${id}?confirm=true`);
  expect(deleted).toMatchObject({ status: 409, body: { error: 'SCHEMA_COLLECTION_IN_USE', field: 'posts.talk' } });
});

test('follows the name of a collection', async () => {
  expect((await talk.change('comments', { name: 'replies' })).status).toBe(200);
  const expressions = (await talk.collection('posts')).fields.map(({ expression }: Json) => expression).filter(Boolean);
  expect(expressions.slice(0, 2)).toEqual(['replies_via_post.length', 'round(sum(replies_via_post.score), 1)']);
  expect((await world.http.get(`${API}/records/posts?sort=talk`, { token: world.acme.token })).status).toBe(200);
  expect((await talk.change('replies', { name: 'comments' })).status).toBe(200);
});

test('is part of no index', async () => {
  const refused = async (body: object): Promise<void> => {
    const { status, body: said } = await talk.change('posts', body);
    const message = "'rank' cannot be indexed: it depends on other records";
    expect([status, said.details]).toMatchObject([422, [{ code: 'index_expression_not_possible', message }]]);
  };
  const indexes = [{ fields: ['rank'] }];
  const { fields } = await talk.collection('posts');
  await refused({ indexes });
  const own = fields.map((field: Json) => (field.name === 'rank' ? { ...field, expression: 'stars * 2' } : field));
  expect((await talk.change('posts', { fields: own, indexes })).status).toBe(200);
  await refused({ fields });
  expect((await talk.change('posts', { fields, indexes: [] })).status).toBe(200);
});
