/** Paths into json through HTTP: in filters, sorts and rules, and what they refuse. How values compare is held by test/golden/records/json-paths. */
import type { Json } from '../support/http';
import { API, SIGNED_IN_RULES } from '../support/member';
import { createWorld, type World } from '../support/world';

const KEY = `it's "odd" \\ 😀`;
const METAS: Readonly<Record<string, Json>> = {
  red: { color: 'red', price: 9.5, sold: false, tags: ['x', 'summer'], sizes: [{ width: 2 }, { width: 7 }], [KEY]: 1 },
  blue: { color: 'blue', price: 7.6596495, sold: true, tags: [], sizes: [], owner: 'nobody' },
  odd: { color: 5, price: '9.5', sold: 'true', tags: 'x', sizes: { width: 7 }, constructor: { x: 1 } },
  list: [{ color: 'red' }, 'summer'],
  text: 'red',
  none: null,
};

let world: World;

beforeAll(async () => {
  world = await createWorld();
  const { token } = world.acme;
  const text = { name: 'name', type: 'text' };
  const meta = { name: 'meta', type: 'json' };
  const locked = { ...SIGNED_IN_RULES, view_rule: 'meta.secret = null' };
  await world.define('owners', [text, meta], locked);
  const owner = { name: 'owner', type: 'reference', collection: 'owners', on_delete: 'set_null' };
  const hidden = { name: 'hidden', type: 'json', access: { read: '@has_role("nobody")' } };
  const sealed = { name: 'sealed', type: 'json', encrypted: true };
  const twice = { name: 'twice', type: 'computed', return_type: 'number', expression: 'meta.price * 2' };
  await world.define('things', [text, meta, owner, hidden, sealed, twice], SIGNED_IN_RULES);
  const ruled = { ...SIGNED_IN_RULES, list_rule: 'meta.owner = @request.auth.id', update_rule: 'meta.open' };
  await world.define('ruled', [text, meta], { ...ruled, create_rule: 'meta.sizes[*].width > 5' });
  const owners = await Promise.all(
    [{ secret: true, city: 'Rome' }, { city: 'Oslo' }].map(async (value) => {
      return (await world.http.post(`${API}/records/owners`, { meta: value }, { token })).body.id as string;
    }),
  );
  const records = Object.entries(METAS).map(([name, value], index) => ({
    name,
    meta: value,
    owner: owners[index] ?? null,
    sealed: { a: 'b' },
  }));
  expect((await world.http.post(`${API}/records/things/batch`, { records }, { token })).status).toBe(201);
});

afterAll(() => world.close());

const list = (query: Record<string, string>, collection = 'things') =>
  world.http.get(`${API}/records/${collection}?${new URLSearchParams(query)}`, { token: world.acme.token });

async function found(filter: string): Promise<string[]> {
  const { status, body } = await list({ filter, sort: 'name' });
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body.items.map(({ name }: { name: string }) => name);
}

const FILTERS: readonly [string, string[]][] = [
  ['meta.color = "red"', ['red']],
  ['meta.color != "red"', ['blue']],
  ['meta.color IN ("red", "blue")', ['blue', 'red']],
  ['meta.color = 5', ['odd']],
  ['meta.color = null', ['list', 'none', 'text']],
  ['meta.price > 8', ['red']],
  ['meta.price = 7.6596495', ['blue']],
  ['meta.price = "9.5"', ['odd']],
  ['meta.sold', ['blue']],
  ['!meta.sold', ['red']],
  ['meta.tags[*] ~ "UMM"', ['red']],
  ['meta.tags[*] = null', ['blue', 'list', 'none', 'odd', 'text']],
  ['meta.tags[0] = "x"', ['red']],
  ['length(meta.tags) = 0', ['blue']],
  ['meta.sizes[*].width > 5', ['red']],
  ['!(meta.sizes[*].width > 5) && meta.color != null', ['blue', 'odd']],
  ['meta[0].color = "red"', ['list']],
  ['meta[*] = "summer"', ['list']],
  ['meta.__proto__ = null && meta.constructor.x = 1', ['odd']],
  [`meta."it's \\"odd\\" \\\\ 😀" = 1`, ['red']],
  [`meta."') OR 1=1 --" = 1`, []],
  ['owner.meta.city = "Oslo"', ['blue']],
  ['owner.meta.city = "Rome"', []],
  ['twice = 19', ['red']],
];

test.each(FILTERS)('%s finds %j', async (filter, names) => {
  expect(await found(filter)).toEqual(names);
});

test.each([
  ['meta.price:number', ['odd', 'list', 'text', 'none', 'blue', 'red']],
  ['-meta.color:text', ['red', 'blue', 'odd', 'list', 'text', 'none']],
  ['meta.sold:boolean', ['odd', 'list', 'text', 'none', 'red', 'blue']],
  ['-owner.meta.city:text,name', ['blue', 'list', 'none', 'odd', 'red', 'text']],
])('%s is one order, by skip and by cursor', async (sort, expected) => {
  const isByName = sort.endsWith('name');
  const order = isByName ? sort : `${sort},+created_at`;
  const whole = await list({ sort: order });
  const names = (body: { items: { name: string }[] }): string[] => body.items.map(({ name }) => name);
  const known = names(whole.body);
  const nulls = new Set(expected.filter((name) => !['red', 'blue'].includes(name)));
  // Records with equal values come in the order of their ids, in which a batch made them.
  expect(known.filter((name) => !nulls.has(name))).toEqual(expected.filter((name) => !nulls.has(name)));
  const walked: string[] = [];
  let cursor = '';
  for (let page = 0; page < expected.length; page += 1) {
    const { status, body } = await list({ sort: order, limit: '1', cursor });
    expect(status).toBe(200);
    walked.push(...names(body));
    cursor = body.next_cursor;
  }
  expect(walked).toEqual(known);
  expect(cursor).toBeNull();
});

test.each([
  ['filter', 'name.x = 1', 'QUERY_FILTER_TYPE'],
  ['filter', 'name[0] = 1', 'QUERY_FILTER_TYPE'],
  ['filter', 'meta[', 'QUERY_FILTER_SYNTAX'],
  ['filter', 'meta["a"] = 1', 'QUERY_FILTER_SYNTAX'],
  ['filter', 'meta[99999999999] = 1', 'QUERY_FILTER_LIMIT'],
  ['filter', `meta${'.a'.repeat(17)} = 1`, 'QUERY_FILTER_LIMIT'],
  ['filter', 'meta.a = meta.b', 'QUERY_FILTER_TYPE'],
  ['filter', 'hidden.a = "b"', 'QUERY_FILTER_UNKNOWN_NAME'],
  ['filter', 'sealed.a = "b"', 'QUERY_FILTER_UNKNOWN_NAME'],
  ['sort', 'hidden.a:text', 'QUERY_SORT_UNKNOWN_NAME'],
  ['sort', 'sealed.a:text', 'QUERY_SORT_UNKNOWN_NAME'],
  ['sort', 'meta.a', 'QUERY_SORT_TYPE'],
  ['sort', 'meta.tags[*]:text', 'QUERY_SORT_TYPE'],
])('%s=%s is refused', async (parameter, text, error) => {
  expect(await list({ [parameter]: text })).toMatchObject({ status: 400, body: { error } });
});

test('a field that is denied is answered as one that is not there', async () => {
  const [hidden, missing] = await Promise.all([list({ filter: 'hidden.a = 1' }), list({ filter: 'hiddex.a = 1' })]);
  expect(hidden.body.message.replace('hidden', 'hiddex')).toBe(missing.body.message);
});

describe('groups', () => {
  const groups = (group_by: string, more: Record<string, string> = {}) => {
    const query = new URLSearchParams({ functions: 'count()', group_by, ...more });
    return world.http.get(`${API}/records/things/aggregate?${query}`, { token: world.acme.token });
  };

  test.each<[string, string, Json[]]>([
    [
      'meta.color:text',
      '-meta.color',
      [
        ['red', 1],
        ['blue', 1],
        [null, 4],
      ],
    ],
    [
      'meta.price:number',
      '-meta.price:number',
      [
        [9.5, 1],
        [7.6596495, 1],
        [null, 4],
      ],
    ],
    [
      'meta.sold:boolean',
      '-count()',
      [
        [null, 4],
        [false, 1],
        [true, 1],
      ],
    ],
    [
      'meta.tags[0]:text',
      'meta.tags[0]',
      [
        [null, 5],
        ['x', 1],
      ],
    ],
    [
      'owner.meta.city:text',
      '-owner.meta.city',
      [
        ['Oslo', 1],
        [null, 5],
      ],
    ],
    [
      `meta."${KEY.replace(/["\\]/g, '\\$&')}":number`,
      '-count',
      [
        [null, 5],
        [1, 1],
      ],
    ],
  ])('are told apart by %s', async (path, sort, expected) => {
    const { status, body } = await groups(path, { sort });
    const member = path.replace(/:\w+$/, '');
    const found = body.results?.map((group: Json) => [group[member], group.count]);
    expect([status, found]).toEqual([200, expected]);
  });

  test.each([
    ['meta', 'TYPE'],
    ['meta.color', 'TYPE'],
    ['meta.color:json', 'TYPE'],
    ['meta.tags[*]:text', 'TYPE'],
    ['name.x:text', 'TYPE'],
    ['month(meta.color:text)', 'SYNTAX'],
    ['meta.color:text,meta.color:number', 'SYNTAX'],
    ['hidden.a:text', 'UNKNOWN_NAME'],
    ['sealed.a:text', 'UNKNOWN_NAME'],
  ])('are not told apart by %s', async (path, problem) => {
    const { status, body } = await groups(path);
    expect([status, body.error]).toEqual([400, `QUERY_AGGREGATE_${problem}`]);
  });
});

test('rules look into the record as it is and as it becomes', async () => {
  const { acme, twin } = world;
  const create = (body: Json) => world.http.post(`${API}/records/ruled`, body, { token: acme.token });
  expect(await create({ meta: { sizes: [{ width: 5 }] } })).toMatchObject({ body: { error: 'RECORD_RULE_FAILED' } });
  const meta = { sizes: [{ width: 1 }, { width: 6 }], owner: acme.userId, open: true };
  const { status, body } = await create({ name: 'mine', meta });
  expect(status).toBe(201);
  await create({ name: 'theirs', meta: { ...meta, owner: 'somebody' } });
  const { body: seen } = await list({}, 'ruled');
  expect(seen.items.map(({ name }: { name: string }) => name)).toEqual(['mine']);
  const change = (value: Json) => world.http.patch(`${API}/records/ruled/${body.id}`, value, { token: acme.token });
  expect((await change({ name: 'still mine' })).status).toBe(200);
  expect(await change({ meta: { ...meta, open: 'true' } })).toMatchObject({ body: { error: 'RECORD_RULE_FAILED' } });
  expect((await world.http.get(`${API}/records/ruled`, { token: twin.token })).body.items).toEqual([]);
});

test('a rule that looks into json is explained by the values that are there', async () => {
  const { body: page } = await list({ filter: 'name = "red"' });
  const rule = 'meta.color = "blue" || meta.tags[*] = "y" || meta.sizes[0] = null';
  const asked = { collection: 'things', operation: 'view', rule, record: page.items[0].id, user: world.acme.userId };
  const { status, body } = await world.http.post(`${API}/rules/test`, asked, { token: world.superadmin.token });
  expect(status).toBe(200);
  const values = body.parts.flatMap((part: { values: object }) =>
    Object.entries(part.values).map(([, value]) => value),
  );
  expect([body.result, JSON.stringify(values)]).toEqual([
    false,
    JSON.stringify(['"red"', ['"x"', '"summer"'], '{"width":2}']),
  ]);
});

describe('an index over a path', () => {
  const put = (body: Json) => world.http.put(`${API}/collections/${id}`, body, { token: world.superadmin.token });
  const index = (...fields: string[]) => ({ fields });
  const INDEXES = [
    index('meta.color:text'),
    index('name', 'meta.price:number', 'meta.sold:boolean'),
    index('meta.tags[0]:text'),
    index('hidden.a:text'),
  ];
  const BY_PRICE = { sort: '-meta.price:number', limit: '100' };
  const long = (bytes: number) => ({ meta: { color: 'é'.repeat(bytes / 2) } });
  let id: string;
  let fields: Json[];
  beforeAll(async () => {
    const { body } = await world.http.get(`${API}/collections?search=things`, { token: world.superadmin.token });
    ({ id, fields } = body.items.find(({ name }: Json) => name === 'things'));
  });

  test('changes no answer, and is in the definition as it was sent', async () => {
    const before = await list(BY_PRICE);
    const { status, body } = await put({ indexes: INDEXES });
    expect(status).toBe(200);
    expect(body.indexes.map((made: Json) => index(...made.fields))).toEqual(INDEXES);
    for (const [filter, names] of FILTERS) expect([filter, await found(filter)]).toEqual([filter, names]);
    expect((await list(BY_PRICE)).body.items).toEqual(before.body.items);
    expect((await list({ filter: 'hidden.a = "b"' })).body.error).toBe('QUERY_FILTER_UNKNOWN_NAME');
  });

  test('bounds the texts that it has', async () => {
    const create = (body: Json) => world.http.post(`${API}/records/things`, body, { token: world.acme.token });
    const refused = await create(long(2002));
    expect([refused.status, refused.body.details[0].code]).toEqual([422, 'too_long']);
    const made = await create(long(2000));
    expect(made.status).toBe(201);
    const path = `${API}/records/things/${made.body.id}`;
    const changed = await world.http.patch(path, long(2002), { token: world.acme.token });
    expect([changed.status, changed.body.details[0].code]).toEqual([422, 'too_long']);
    await put({ indexes: [] });
    expect((await world.http.patch(path, long(2002), { token: world.acme.token })).status).toBe(200);
    const conflict = await put({ indexes: INDEXES });
    expect([conflict.status, conflict.body.error]).toEqual([409, 'SCHEMA_DATA_CONFLICT']);
    expect((await world.http.delete(path, { token: world.acme.token })).status).toBe(204);
    expect((await put({ indexes: INDEXES })).status).toBe(200);
  });

  test('follows its field, and keeps it', async () => {
    const extra = fields.map((field) => (field.name === 'hidden' ? { ...field, name: 'unseen' } : field));
    const renamed = await put({ fields: extra });
    expect(renamed.body.indexes[3].fields).toEqual(['unseen.a:text']);
    const others = fields.filter(({ name }) => name !== 'hidden');
    const removed = await put({ fields: others, confirm: true });
    expect([removed.status, removed.body.error]).toEqual([409, 'SCHEMA_FIELD_IN_USE']);
    const without = await put({ fields: others, indexes: INDEXES.slice(0, 3), confirm: true });
    expect([without.status, without.body.indexes.length]).toEqual([200, 3]);
    expect(await found('meta.color = "red"')).toEqual(['red']);
  });

  test.each([
    ['sealed.a:text', 'index_field_type'],
    ['name.a:text', 'index_field_type'],
    ['meta', 'index_field_type'],
    ['nothing.a:text', 'index_field_unknown'],
    ['meta.a', 'index_path_invalid'],
    ['meta.tags[*]:text', 'index_path_invalid'],
    [`meta."') --":text`, 'index_path_invalid'],
    [`meta.a') --:text`, 'index_path_invalid'],
  ])('cannot be %s', async (term, code) => {
    const { status, body } = await put({ indexes: [index(term)] });
    expect([status, body.details[0]]).toMatchObject([422, { field: 'indexes[0].fields', code }]);
  });

  test('cannot be unique', async () => {
    const { status, body } = await put({ indexes: [{ ...index('meta.color:text'), unique: true }] });
    expect([status, body.details[0]]).toMatchObject([422, { field: 'indexes[0].unique', code: 'unique_not_possible' }]);
  });
});
