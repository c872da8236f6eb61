/** Schema changes really change the table, keep the data, and leave nothing behind when they fail. */
import { runScenarios } from '../support/scenario';
import { API, SIGNED_IN_RULES } from '../support/member';
import { createWorld, type World } from '../support/world';
import type { Answer, Json } from '../support/http';
const UNMASKED = { pii: false, mask_type: null, mask_template: null, clear_to: null };

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world?.close());

const root = (w: World): World['superadmin'] => w.superadmin;
const collections = `${API}/collections`;

function operator(method: string, path: string, body?: unknown): Promise<Answer> {
  return world.http.call(method, `${collections}${path}`, {
    token: world.superadmin.token,
    ...(body === undefined ? {} : { body }),
  });
}

async function define(name: string, fields: object[], more: object = {}): Promise<Json> {
  const answer = await operator('POST', '', { name, fields, ...SIGNED_IN_RULES, ...more });
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body;
}

function create(collection: string, body: unknown): Promise<Answer> {
  return world.http.post(`${API}/records/${collection}`, body, { token: world.acme.token });
}

async function items(collection: string): Promise<Json[]> {
  const answer = await world.http.get(`${API}/records/${collection}?sort=created_at`, { token: world.acme.token });
  expect(answer.status).toBe(200);
  return answer.body.items;
}

describe('a definition', () => {
  test('comes back with everything the clients read', async () => {
    const created = await define('Complete', [
      { name: 'title', type: 'TEXT', required: true, unique: true, options: { min: 1, max: 200 } },
      { name: 'size', type: 'select', options: { values: ['s', 'm', 'l'] }, default: 'm' },
    ]);
    expect(created).toMatchObject({
      name: 'Complete',
      table_name: 'col_complete',
      field_count: 2,
      record_count: 0,
      has_public_access: false,
      list_rule: SIGNED_IN_RULES.list_rule,
    });
    expect(created.schema).toEqual(created.fields);
    expect(created.fields[0]).toEqual({
      id: expect.any(String),
      name: 'title',
      type: 'text',
      required: true,
      unique: true,
      default: null,
      options: { min: 1, max: 200 },
      collection: null,
      on_delete: null,
      access: null,
      ...UNMASKED,
      encrypted: false,
      expression: null,
      return_type: null,
    });
    expect((await operator('GET', `/${created.id}`)).body).toEqual(created);
    const listed = await operator('GET', '?search=complete');
    expect(listed.body).toMatchObject({ total: 1, page: 1, page_size: 25, total_pages: 1 });
    // Published clients read the names of either list or single collection.
    expect(listed.body.items).toEqual([{ ...created, fields_count: 2, records_count: 0 }]);
  });

  test('accepts `schema`, a trailing slash, and names found in any case', async () => {
    const answer = await operator('POST', '/', {
      name: 'todos',
      schema: [{ name: 'title', type: 'text' }],
      ...SIGNED_IN_RULES,
    });
    expect(answer.status).toBe(201);
    expect((await create('TODOS', { title: 'x' })).status).toBe(201);
  });

  test('a public write rule is allowed, with a warning', async () => {
    const answer = await operator('POST', '', {
      name: 'guestbook',
      fields: [{ name: 'text', type: 'text' }],
      create_rule: '',
    });
    expect(answer.status).toBe(201);
    expect(answer.body.warnings[0]).toContain('create');
  });

  const field = { name: 'a', type: 'text' };
  const bad = (
    name: string,
    body: unknown,
    status: number,
    ...contains: string[]
  ): Parameters<typeof runScenarios>[1][number] => ({
    name,
    as: root,
    method: 'POST',
    path: collections,
    body,
    status,
    contains,
  });
  runScenarios(
    () => world,
    [
      bad('no fields', { name: 'abc', fields: [] }, 422, 'fields'),
      bad('no name', { fields: [field] }, 422, 'name'),
      bad('a name that is too short', { name: 'ab', fields: [field] }, 422, 'name'),
      bad('SQL as name', { name: 'x"; DROP TABLE users; --', fields: [field] }, 422, 'name'),
      bad('a name taken in another case', { name: 'tODOs', fields: [field] }, 409, 'name'),
      bad('SQL as field name', { name: 'abc', fields: [{ name: 'a" TEXT); --', type: 'text' }] }, 422),
      bad('a reserved field name', { name: 'abc', fields: [{ name: 'Account_ID', type: 'text' }] }, 422, 'Account_ID'),
      bad('two fields that differ in case', { name: 'abc', fields: [field, { name: 'A', type: 'number' }] }, 422),
      bad('an unknown type', { name: 'abc', fields: [{ name: 'a', type: 'money' }] }, 422, 'money'),
      bad(
        'a reference to nothing',
        { name: 'abc', fields: [{ name: 'a', type: 'reference', collection: 'nope', on_delete: 'cascade' }] },
        422,
        'nope',
      ),
      bad(
        'a reference without on_delete',
        { name: 'abc', fields: [{ name: 'a', type: 'reference', collection: 'todos' }] },
        422,
        'on_delete',
      ),
      bad(
        'a default of another type',
        { name: 'abc', fields: [{ name: 'a', type: 'number', default: 'x' }] },
        422,
        'default',
      ),
      bad(
        'a pattern that does not compile',
        { name: 'abc', fields: [{ name: 'a', type: 'text', options: { pattern: '(' } }] },
        422,
        'pattern',
      ),
      bad('min above max', { name: 'abc', fields: [{ name: 'a', type: 'number', options: { min: 2, max: 1 } }] }, 422),
      bad(
        'an unknown option',
        { name: 'abc', fields: [{ name: 'a', type: 'text', options: { colour: 'red' } }] },
        422,
        'colour',
      ),
      bad('a masked boolean', { name: 'abc', fields: [{ name: 'a', type: 'boolean', pii: true }] }, 422, 'pii'),
      bad('a rule that does not parse', { name: 'abc', fields: [field], list_rule: 'a =' }, 400, 'list_rule'),
      bad(
        'a rule with an unknown field',
        { name: 'abc', fields: [field], list_rule: 'b = "x"' },
        400,
        'list_rule',
        'b',
      ),
      bad('an index over nothing', { name: 'abc', fields: [field], indexes: [{ fields: ['zzz'] }] }, 422, 'zzz'),
      bad('fields as a text', { name: 'abc', fields: 'a,b' }, 422),
    ],
  );

  test('none of the refused ones left anything', async () => {
    expect((await operator('GET', '/names')).body.names).not.toContain('abc');
    expect((await operator('POST', '', { name: 'abc', fields: [field] })).status).toBe(201);
  });
});

describe('a change', () => {
  test('adds, renames and removes fields, and the data follow', async () => {
    const before = await define('people', [
      { name: 'first', type: 'text' },
      { name: 'age', type: 'number' },
    ]);
    await create('people', { first: 'Ada', age: 36 });
    const [first, age] = before.fields;

    const renamed = await operator('PUT', `/${before.id}`, {
      fields: [
        { ...first, name: 'given_name' },
        age,
        { name: 'joined', type: 'date', required: true, default: '2025-01-01' },
      ],
    });
    expect(renamed.status).toBe(200);
    expect(await items('people')).toMatchObject([{ given_name: 'Ada', age: 36, joined: '2025-01-01' }]);
    expect(Object.keys((await items('people'))[0])).not.toContain('first');

    const remaining = renamed.body.fields.filter((field: Json) => field.name !== 'age');
    const refused = await operator('PUT', `/${before.id}`, { fields: remaining });
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({
      error: 'SCHEMA_CONFIRMATION_REQUIRED',
      plan: [expect.objectContaining({ field: 'age', destructive: true })],
    });
    expect((await items('people'))[0]).toMatchObject({ age: 36 });

    expect((await operator('PUT', `/${before.id}`, { fields: remaining, confirm: true })).status).toBe(200);
    expect(Object.keys((await items('people'))[0])).not.toContain('age');
    expect((await create('people', { given_name: 'Bob', joined: '2025-02-02' })).status).toBe(201);
  });

  test('makes a field required or unique only when the data allow it', async () => {
    const before = await define('strict', [
      { name: 'code', type: 'text' },
      { name: 'note', type: 'text' },
    ]);
    await create('strict', { code: 'a' });
    await create('strict', { code: 'a', note: 'n' });
    const [code, note] = before.fields;

    const required = await operator('PUT', `/${before.id}`, { fields: [code, { ...note, required: true }] });
    expect([409, 422]).toContain(required.status);
    expect(required.body.message).toContain('note');
    const unique = await operator('PUT', `/${before.id}`, { fields: [{ ...code, unique: true }, note] });
    expect([409, 422]).toContain(unique.status);
    expect(unique.body.message).toContain('code');
    const missing = await operator('PUT', `/${before.id}`, {
      fields: [code, note, { name: 'extra', type: 'text', required: true }],
    });
    expect([409, 422]).toContain(missing.status);
    expect((await operator('GET', `/${before.id}`)).body.fields).toEqual(before.fields);
    expect((await create('strict', {})).status).toBe(201);

    for (const record of (await items('strict')).slice(1)) {
      await world.http.delete(`${API}/records/strict/${record.id}`, { token: world.acme.token });
    }
    const [survivor] = await items('strict');
    await world.http.patch(`${API}/records/strict/${survivor.id}`, { note: 'n' }, { token: world.acme.token });
    const both = await operator('PUT', `/${before.id}`, {
      fields: [
        { ...code, unique: true },
        { ...note, required: true },
      ],
    });
    expect(both.status).toBe(200);
    expect((await create('strict', { code: 'a', note: 'x' })).status).toBe(409);
    expect((await create('strict', { code: 'b' })).status).toBe(422);

    const relaxed = await operator('PUT', `/${before.id}`, { fields: [code, note] });
    expect(relaxed.status).toBe(200);
    expect((await create('strict', { code: 'a' })).status).toBe(201);
  });

  test('keeps references whole while tables are rebuilt', async () => {
    const parent = await define('parents', [{ name: 'name', type: 'text' }]);
    await define('children', [{ name: 'parent', type: 'reference', collection: 'parents', on_delete: 'restrict' }]);
    const { body } = await create('parents', { name: 'p' });
    await create('children', { parent: body.id });
    const changed = await operator('PUT', `/${parent.id}`, {
      fields: [{ ...parent.fields[0], required: true, unique: true }],
    });
    expect(changed.status).toBe(200);
    const gone = await world.http.delete(`${API}/records/parents/${body.id}`, { token: world.acme.token });
    expect(gone.status).toBe(409);
    expect((await create('children', { parent: '01980000-0000-7000-8000-000000000000' })).status).toBe(422);
    const child = await operator('GET', '?search=children');
    const extended = await operator('PUT', `/${child.body.items[0].id}`, {
      fields: [
        ...(await operator('GET', `/${child.body.items[0].id}`)).body.fields,
        { name: 'second', type: 'reference', collection: 'parents', on_delete: 'set_null' },
        { name: 'many', type: 'reference', collection: 'parents', on_delete: 'set_null', options: { multiple: true } },
      ],
    });
    expect(extended.status).toBe(200);
    expect((await create('children', { parent: body.id, second: body.id, many: [body.id] })).status).toBe(201);
    expect((await create('children', { second: '01980000-0000-7000-8000-000000000000' })).status).toBe(422);
  });

  test('is refused when a rule needs the field, a type would change, or the collection is referred to', async () => {
    const used = await define(
      'used',
      [
        { name: 'owner', type: 'user' },
        { name: 'text', type: 'text' },
      ],
      { list_rule: 'owner = @request.auth.id' },
    );
    const removed = await operator('PUT', `/${used.id}`, { fields: [used.fields[1]], confirm: true });
    expect(removed.status).toBe(409);
    expect(removed.body.message).toContain('list');
    const retyped = await operator('PUT', `/${used.id}`, {
      fields: [used.fields[0], { ...used.fields[1], type: 'number' }],
      confirm: true,
    });
    expect([400, 409, 422]).toContain(retyped.status);
    const parents = (await operator('GET', '?search=parents')).body.items[0];
    expect((await operator('DELETE', `/${parents.id}`)).status).toBe(409);
  });

  test('of user-defined indexes is carried out', async () => {
    const made = await define(
      'indexed',
      [
        { name: 'a', type: 'text' },
        { name: 'b', type: 'number' },
      ],
      { indexes: [{ fields: ['a', 'b'], unique: true }] },
    );
    expect(made.indexes).toMatchObject([{ fields: ['a', 'b'], unique: true }]);
    expect((await create('indexed', { a: 'x', b: 1 })).status).toBe(201);
    expect((await create('indexed', { a: 'x', b: 1 })).status).toBe(409);
    expect((await operator('PUT', `/${made.id}`, { indexes: [{ fields: ['b'] }] })).status).toBe(200);
    expect((await create('indexed', { a: 'x', b: 1 })).status).toBe(201);
  });

  test('of rules takes effect on the next request', async () => {
    await define('ruled', [{ name: 'text', type: 'text' }]);
    await create('ruled', { text: 'x' });
    const bad = await operator('PUT', '/ruled/rules', { view_rule: 'text = ' });
    expect(bad.status).toBe(400);
    expect(bad.body.message).toContain('view_rule');
    expect((await operator('PUT', '/ruled/rules', { list_rule: null })).body).toMatchObject({
      list_rule: null,
      view_rule: SIGNED_IN_RULES.view_rule,
    });
    expect((await world.http.get(`${API}/records/ruled`, { token: world.acme.token })).status).toBe(403);
    expect((await operator('PUT', '/ruled/rules', { list_rule: 'text = "y"' })).status).toBe(200);
    expect(await items('ruled')).toEqual([]);
  });

  test('many at once leave one consistent schema', async () => {
    const made = await define('busy', [{ name: 'text', type: 'text' }]);
    const writes = Array.from({ length: 40 }, () => create('busy', { text: 't' }));
    const changes = Array.from({ length: 6 }, (_, index) =>
      operator('PUT', `/${made.id}`, {
        fields: [made.fields[0], { name: `extra${index}`, type: 'number', default: index }],
        confirm: true,
      }),
    );
    const creations = Array.from({ length: 6 }, () =>
      operator('POST', '', { name: 'raced', fields: [{ name: 'a', type: 'text' }] }),
    );
    for (const answer of await Promise.all(writes)) expect(answer.status).toBe(201);
    for (const answer of await Promise.all(changes)) expect(answer.status).toBe(200);
    expect((await Promise.all(creations)).map((answer) => answer.status).sort()).toEqual([
      201, 409, 409, 409, 409, 409,
    ]);
    const { fields } = (await operator('GET', `/${made.id}`)).body;
    expect(fields).toHaveLength(2);
    const records = await items('busy');
    expect(records.length).toBe(30);
    expect(Object.keys(records[0])).toContain(fields[1].name);
  });
});

describe('deletion', () => {
  test('drops table and rules, and the name is free again', async () => {
    const made = await define('shortlived', [{ name: 'text', type: 'text' }]);
    await create('shortlived', { text: 'old' });
    const answer = await operator('DELETE', `/${made.id}?confirm=true`);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ collection_name: 'shortlived', records_deleted: 1 });
    expect((await create('shortlived', { text: 'x' })).status).toBe(404);
    await define('shortlived', [{ name: 'text', type: 'text' }]);
    expect(await items('shortlived')).toEqual([]);
    expect((await operator('DELETE', `/${made.id}`)).status).toBe(404);
  });

  test('asks for confirm while there are records, of whatever account, and does nothing without', async () => {
    const made = await define('precious', [{ name: 'text', type: 'text' }]);
    for (const { token } of [world.acme, world.twin]) {
      await world.http.post(`${API}/records/precious`, { text: 'kept' }, { token });
    }
    for (const [query, body] of [
      ['', undefined],
      ['', {}],
      ['', { confirm: false }],
      ['?confirm=false', undefined],
      ['?confirm=1', undefined],
    ] as const) {
      const refused = await operator('DELETE', `/${made.id}${query}`, body);
      expect([refused.status, refused.body]).toMatchObject([
        409,
        {
          error: 'SCHEMA_CONFIRMATION_REQUIRED',
          message: expect.stringContaining('2 records'),
          hint: expect.stringContaining('confirm'),
          plan: [{ change: 'remove_collection', records: 2, destructive: true }],
        },
      ]);
    }
    expect((await operator('DELETE', `/${made.id}`, { confirm: 'yes' })).status).toBe(422);
    expect(await items('precious')).toHaveLength(1);
    const done = await operator('DELETE', `/${made.id}`, { confirm: true });
    expect([done.status, done.body.records_deleted]).toEqual([200, 2]);
  });

  test('of an empty collection asks for nothing', async () => {
    const made = await define('hollow', [{ name: 'text', type: 'text' }]);
    expect((await operator('DELETE', `/${made.id}`)).body).toMatchObject({ records_deleted: 0 });
  });
});
