/** How collections say which fields are read and written: what is taken, answered, refused, kept and lost. */
import type { Answer, Json } from '../support/http';
import { API } from '../support/member';
import { createWorld, type World } from '../support/world';

const HR = '@has_role("hr")';

let world: World;
let id: string;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world?.close());

let made = 0;
beforeEach(async () => {
  made += 1;
  const { status, body } = await asRoot('POST', '/collections', {
    name: name(),
    fields: [
      { name: 'title', type: 'text' },
      { name: 'pay', type: 'number', access: { read: HR } },
      { name: 'note', type: 'text' },
    ],
    list_rule: '@request.auth.id != ""',
    create_rule: '@request.auth.id != ""',
    list_fields: 'title,note',
    update_fields: [],
  });
  expect(status).toBe(201);
  id = body.id;
});

const name = (): string => `staff${made}`;

function asRoot(method: string, path: string, body?: unknown): Promise<Answer> {
  const { token } = world.superadmin;
  return world.http.call(method, `${API}${path}`, body === undefined ? { token } : { token, body });
}
const change = (body: object): Promise<Answer> => asRoot('PUT', `/collections/${id}`, body);
const changeRules = (body: object): Promise<Answer> => asRoot('PUT', `/collections/${name()}/rules`, body);
const LISTS = { list_fields: '["title","note"]', view_fields: '*', create_fields: '*', update_fields: '[]' };

test('what is stored is answered by every route, and can be sent back', async () => {
  const { body } = await asRoot('GET', `/collections/${id}`);
  expect(body).toMatchObject(LISTS);
  expect(body.fields.map(({ access }: Json) => access)).toEqual([null, { read: HR, write: '' }, null]);
  expect((await asRoot('GET', `/collections/${name()}/rules`)).body).toMatchObject(LISTS);
  expect((await asRoot('GET', `/collections?search=${name()}`)).body.items[0]).toMatchObject(LISTS);
  const again = await change(body);
  expect(again.status).toBe(200);
  expect({ ...again.body, updated_at: '' }).toEqual({ ...body, updated_at: '' });
  expect((await changeRules((await asRoot('GET', `/collections/${name()}/rules`)).body)).body).toMatchObject(LISTS);
});

test('what is not sent stays, by either route', async () => {
  expect((await change({ list_rule: '' })).body).toMatchObject(LISTS);
  expect((await changeRules({ view_fields: ' pay , title ' })).body).toMatchObject({
    ...LISTS,
    view_fields: '["pay","title"]',
  });
  expect((await changeRules({ list_fields: '*', update_fields: '["note"]' })).body).toMatchObject({
    ...LISTS,
    list_fields: '*',
    view_fields: '["pay","title"]',
    update_fields: '["note"]',
  });
});

test('renamed fields keep what is said of them, removed ones take it along', async () => {
  const { body } = await asRoot('GET', `/collections/${id}`);
  const [title, pay, note] = body.fields as Json[];
  const renamed = await change({ fields: [{ ...title, name: 'heading' }, { ...pay, name: 'salary' }, note] });
  expect(renamed.body).toMatchObject({ ...LISTS, list_fields: '["heading","note"]' });
  expect(renamed.body.fields[1]).toMatchObject({ name: 'salary', access: { read: HR, write: '' } });
  // A definition that was read before, sent with another name of a field.
  const late = await change({ ...renamed.body, schema: undefined, fields: [{ ...title, name: 'name' }, pay, note] });
  expect(late.body).toMatchObject({ ...LISTS, list_fields: '["name","note"]' });
  const removed = await change({ fields: [late.body.fields[0], late.body.fields[1]], confirm: true });
  expect(removed.body).toMatchObject({ ...LISTS, list_fields: '["name"]' });
});

test('names that are exchanged do not show what was hidden', async () => {
  await changeRules({ list_fields: 'title' });
  const { token } = world.acme;
  await world.http.post(`${API}/records/${name()}`, { title: 'shown', note: 'hidden' }, { token });
  const { body } = await asRoot('GET', `/collections/${id}`);
  const [title, pay, note] = body.fields as Json[];
  const exchanged = { fields: [{ ...title, name: 'note' }, pay, { ...note, name: 'title' }] };
  expect((await change(exchanged)).body.list_fields).toBe('["note"]');
  const { items } = (await world.http.get(`${API}/records/${name()}`, { token })).body;
  expect(items[0]).toMatchObject({ note: 'shown' });
  expect(items[0].title).toBeUndefined();
});

test('renaming the collection changes nothing of it', async () => {
  const renamed = await change({ name: `${name()}_renamed` });
  expect(renamed.body).toMatchObject(LISTS);
  expect(renamed.body.fields[1].access).toEqual({ read: HR, write: '' });
});

test.each<[body: object, field: string, code: string, message: string]>([
  [{ list_fields: 'titel' }, 'list_fields', 'unknown_field', "'titel' is not known; did you mean 'title'?"],
  [{ view_fields: ['x'] }, 'view_fields', 'unknown_field', "'x' is not known; known are title, pay, note"],
  [{ create_fields: '["title"' }, 'create_fields', 'invalid_type', 'must be "*"'],
  [{ update_fields: null }, 'update_fields', 'invalid_type', 'must be "*"'],
  [{ update_fields: 'id' }, 'update_fields', 'system_field', "'id' is set by the server"],
  [{ lists_fields: '*' }, 'lists_fields', 'unknown_key', "is not known; did you mean 'list_fields'?"],
  [{ list_fields: `title,${'x'.repeat(100_000)}` }, 'list_fields', 'unknown_field', 'is not known'],
])('%j is refused by both routes', async (body, field, code, message) => {
  for (const answer of [await change(body), await changeRules(body)]) {
    expect([answer.status, answer.body.error]).toEqual([422, 'SCHEMA_INVALID']);
    expect(answer.body.details).toEqual([{ field, code, message: expect.stringContaining(message) }]);
    expect(answer.text.length).toBeLessThan(2000);
  }
  expect((await asRoot('GET', `/collections/${id}`)).body).toMatchObject(LISTS);
});

test.each<[access: unknown, field: string, message: string]>([
  [{ read: 'title = "a"' }, 'read', "depends on the caller alone, not on the field 'title' at position 1"],
  [{ write: '@owns_record()' }, 'write', 'depends on the caller alone, not on @owns_record at position 1'],
  [{ read: '@request.data.title = "a"' }, 'read', 'not on what a write sends'],
  [{ read: '@in_time_range(9, 17)' }, 'read', 'not on @in_time_range'],
  [{ write: '@has_role(hr)' }, 'write', "not on the field 'hr' at position 11"],
  [{ write: '@has_roll("hr")' }, 'write', 'Unknown macro @has_roll'],
  [{ write: '@has_role("hr" &&' }, 'write', 'Invalid condition'],
  [{ reads: HR }, 'reads', "is not known; did you mean 'read'?"],
  [{ read: `@has_role("${'x'.repeat(5000)}")` }, 'read', 'Invalid condition'],
])('the access %j is refused', async (access, member, message) => {
  const answer = await change({ fields: [{ name: 'title', type: 'text', access }] });
  expect([answer.status, answer.body.error]).toEqual([422, 'SCHEMA_INVALID']);
  expect(answer.body.details).toMatchObject([
    { field: `fields[0].access.${member}`, message: expect.stringContaining(message) },
  ]);
});

test.each(['acme', 'stranger'])('%s does not see what is said of fields', async (who) => {
  const call = who === 'acme' ? { token: world.acme.token } : {};
  for (const path of [`/collections/${id}`, `/collections/${name()}/rules`]) {
    const { status, text } = await world.http.get(`${API}${path}`, call);
    expect(status).toBe(who === 'acme' ? 403 : 401);
    expect(text).not.toContain('has_role');
  }
});
