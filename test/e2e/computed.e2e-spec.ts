/** Computed fields through HTTP: what they show, and that they can be used as other fields are. computed-definition has how they are defined. */
import { passTime, tellRealTime } from '../support/clock';
import { eventually } from '../support/eventually';
import { TestHooks } from '../support/hooks/test-hooks';
import type { Answer, Json } from '../support/http';
import { API, type Member } from '../support/member';
import { createWorld, type World } from '../support/world';

let world: World;

const computed = (name: string, return_type: string, expression: string) => ({
  name,
  type: 'computed',
  return_type,
  expression,
});

const PEOPLE = [
  { name: 'first', type: 'text' },
  { name: 'last', type: 'text' },
  computed('full', 'text', "trim(concat(first, ' ', last))"),
];
const ORDERS = [
  { name: 'title', type: 'text' },
  { name: 'price', type: 'number' },
  { name: 'stock', type: 'number' },
  { name: 'due', type: 'date' },
  { name: 'tags', type: 'select', options: { values: ['a', 'b', 'c'], max: 3 } },
  { name: 'customer', type: 'reference', collection: 'people', on_delete: 'set_null' },
  { name: 'helpers', type: 'reference', collection: 'people', on_delete: 'set_null', options: { multiple: true } },
  computed('worth', 'number', 'price * stock'),
  computed('each', 'number', 'price / stock'),
  computed('dear', 'boolean', 'worth > 20 || each > 5'),
  computed('label', 'text', "upper(concat(title, ': ', if(dear, 'dear', 'cheap')))"),
  computed('reminder', 'datetime', "date_add(due, -7, 'days')"),
  computed('kept_until', 'date', "coalesce(due, '2030-01-01')"),
  computed('hands', 'number', 'length(helpers) + length(tags)'),
];

const ROWS = [
  { title: 'ink', price: 2.5, stock: 4, due: '2026-03-05', tags: ['a'] },
  { title: 'pen', price: 12, stock: 2, due: null, tags: [] },
  { title: 'cup', price: -3, stock: 0, due: '0001-01-03', tags: ['a', 'b'] },
  { title: 'nil', price: null, stock: 1, due: '2026-12-31', tags: null },
  { title: 'max', price: 1e300, stock: 1e300, due: '9999-12-31', tags: ['c'] },
];
const SHOWN: Readonly<Record<string, Json>> = {
  ink: { worth: 10, each: 0.625, dear: false, label: 'INK: CHEAP', reminder: '2026-02-26T00:00:00.000Z', hands: 2 },
  pen: { worth: 24, each: 6, dear: true, label: 'PEN: DEAR', reminder: null, kept_until: '2030-01-01', hands: 0 },
  cup: { worth: 0, each: null, dear: null, label: 'CUP: CHEAP', reminder: null, kept_until: '0001-01-03', hands: 3 },
  nil: { worth: null, each: null, dear: null, label: 'NIL: CHEAP', hands: null },
  max: { worth: null, each: 1, dear: null, label: 'MAX: CHEAP', kept_until: '9999-12-31', hands: 1 },
};

let hooks: TestHooks;
let person: string;

beforeAll(async () => {
  world = await createWorld();
  hooks = new TestHooks(world.server);
  await world.define('people', PEOPLE);
  await world.define('orders', ORDERS);
  for (const member of [world.acme, world.twin]) {
    const { body } = await call(member, 'POST', 'people', { first: 'Ada', last: 'King' });
    const helpers = (title: string): string[] => (title === 'ink' || title === 'cup' ? [body.id] : []);
    const records = ROWS.map((row) => ({ ...row, customer: body.id, helpers: helpers(row.title) }));
    const made = await call(member, 'POST', 'orders/batch', { records });
    expect(`${made.status} ${made.text}`).toMatch(/^201 /);
    if (member === world.acme) person = body.id;
  }
});
afterEach(() => hooks.clear());
afterAll(() => world?.close());

function call(member: Member, method: string, path: string, body?: unknown): Promise<Answer> {
  const sent = body === undefined ? {} : { body };
  return world.http.call(method, `${API}/records/${encodeURI(path)}`, { token: member.token, ...sent });
}

const get = (path: string): Promise<Answer> => call(world.acme, 'GET', path);

async function titles(query: string): Promise<string> {
  const { status, body, text } = await get(`orders?fields=title&${query}`);
  if (status !== 200) throw new Error(text);
  return body.items.map(({ title }: Json) => title).join(' ');
}

describe('are shown', () => {
  test.each(Object.entries(SHOWN))('by a list and by the record: %s', async (title, shown) => {
    const { body } = await get(`orders?title=${title}`);
    expect(body.items).toEqual([expect.objectContaining(shown)]);
    expect((await get(`orders/${body.items[0].id}`)).body).toMatchObject(shown);
  });
});

test('are answered by what writes, and follow the values that they are made of', async () => {
  const { status, body } = await call(world.acme, 'POST', 'orders', {
    title: 'new',
    price: 3,
    stock: 2,
    helpers: [person],
  });
  expect([status, body]).toEqual([201, expect.objectContaining({ worth: 6, label: 'NEW: CHEAP', hands: null })]);
  const changed = await call(world.acme, 'PATCH', `orders/${body.id}`, { stock: 9, tags: ['b', 'c'] });
  expect(changed.body).toMatchObject({ worth: 27, dear: true, label: 'NEW: DEAR', hands: 3 });
  const records = [{ id: body.id, data: { title: 'old', helpers: [] } }];
  const batch = await call(world.acme, 'PATCH', 'orders/batch', { records });
  expect(batch.body.updated[0]).toMatchObject({ label: 'OLD: DEAR', hands: 2 });
  expect((await call(world.acme, 'DELETE', `orders/${body.id}`)).status).toBe(204);
});

test('can be chosen and left out, and are part of what is expanded', async () => {
  expect((await get('orders?title=ink&fields=worth,label')).body.items).toEqual([{ worth: 10, label: 'INK: CHEAP' }]);
  const { body } = await get('orders?title=ink&fields=title,customer.full,helpers.full&expand=customer,helpers');
  expect(body.items).toEqual([{ title: 'ink', customer: { full: 'Ada King' }, helpers: [{ full: 'Ada King' }] }]);
});

test('a zero has no sign', async () => {
  const { text } = await get('orders?title=cup&fields=worth');
  expect(text).toContain('"worth":0}');
});

test.each([
  ['filter=worth > 5&sort=title', 'ink pen'],
  ['filter=dear&sort=title', 'pen'],
  ['filter=!dear&sort=title', 'ink'],
  ['filter=dear = null&sort=title', 'cup max nil'],
  ['filter=label ~ "pen" || length(label) = 10&sort=title', 'cup ink max nil pen'],
  ['filter=worth * 2 = 48', 'pen'],
  ['filter=worth IN (10, 24) and kept_until < "2030-01-01"', 'ink'],
  ['filter=reminder < "2026-03-01"', 'ink'],
  ['filter=hands >= 2&sort=title', 'cup ink'],
  ['filter=customer.full = "Ada King" and title = "ink"', 'ink'],
  ['filter=customer.full != "Ada King"', ''],
  ['filter=helpers.full ~ "king"&sort=title', 'cup ink'],
  ['worth=24', 'pen'],
  ['dear=true', 'pen'],
  ['label=CUP: CHEAP', 'cup'],
  ['sort=worth,title', 'max nil cup ink pen'],
  ['sort=-worth,title', 'pen ink cup max nil'],
  ['sort=-label', 'pen nil max ink cup'],
  ['sort=customer.full,-title', 'pen nil max ink cup'],
  ['sort=-dear,title', 'pen ink cup max nil'],
])('find and order: %s', async (query, found) => {
  expect(await titles(query)).toBe(found);
  expect((await get(`orders?limit=1&${query}`)).body.total).toBe(found === '' ? 0 : found.split(' ').length);
});

test.each(['worth', '-worth', 'label', '-reminder', 'dear,-hands'])('pages by cursor: %s', async (sort) => {
  const whole = await titles(`sort=${sort}`);
  const found: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const { body }: Answer = await get(`orders?fields=title&limit=2&sort=${sort}&cursor=${cursor}`);
    found.push(...body.items.map(({ title }: Json) => title));
    cursor = body.has_more ? body.next_cursor : null;
  }
  expect(found.join(' ')).toBe(whole);
});

test('W-28: are counted, added up and grouped by', async () => {
  const groups = async (query: string): Promise<Json> => (await get(`orders/aggregate?${query}`)).body.results;
  const functions = 'count(worth),count(distinct dear),sum(worth),avg(worth),min(worth),max(label),min(kept_until)';
  expect(await groups(`functions=${functions}`)).toEqual([
    {
      count_worth: 3,
      count_distinct_dear: 2,
      sum_worth: 34,
      avg_worth: 34 / 3,
      min_worth: 0,
      max_label: 'PEN: DEAR',
      min_kept_until: '0001-01-03',
    },
  ]);
  expect(await groups('functions=count(),sum(worth)&group_by=dear&having=count() < 3')).toEqual([
    { dear: false, count: 1, sum_worth: 10 },
    { dear: true, count: 1, sum_worth: 24 },
  ]);
  expect(await groups('functions=count()&group_by=year(kept_until)&sort=-year_kept_until&limit=2')).toEqual([
    { year_kept_until: '9999', count: 1 },
    { year_kept_until: '2030', count: 1 },
  ]);
  expect(await groups('functions=sum(hands)&group_by=customer.full')).toEqual([
    { 'customer.full': 'Ada King', sum_hands: 6 },
  ]);
  expect((await get('orders/count?filter=worth > 5')).body).toMatchObject({ count: 2 });
  const refused = await get('orders/aggregate?functions=sum(label)');
  expect(refused.body).toMatchObject({
    error: 'QUERY_AGGREGATE_TYPE',
    message: expect.stringContaining("'label' is text"),
  });
});

describe('are nobody’s to write', () => {
  const made = { title: 'sent', price: 1, stock: 1 };
  const WRITES: readonly (readonly [string, string, (body: object, id: string) => object])[] = [
    ['POST', 'orders', (body) => body],
    ['POST', 'orders/batch', (body) => ({ records: [body] })],
    ['PATCH', 'orders/{id}', (body) => body],
    ['PUT', 'orders/{id}', (body) => body],
    ['PATCH', 'orders/batch', (body, id) => ({ records: [{ id, data: body }] })],
  ];

  test.each(WRITES)('%s %s leaves them out, and says so', async (method, path, bodyOf) => {
    const { id } = (await call(world.acme, 'POST', 'orders', made)).body;
    const callers = method === 'POST' ? [world.acme] : [world.acme, world.superadmin];
    for (const caller of callers) {
      const sent = bodyOf({ ...made, worth: 99, label: null }, id);
      const answer = await call(caller, method, path.replace('{id}', id), sent);
      expect(`${answer.status} ${answer.text}`).toMatch(/^20/);
      expect(answer.text).toContain('"worth":1,');
      expect(answer.headers.get('x-ignored-fields')).toBe('worth,label');
    }
    const { items } = (await get('orders?title=sent')).body;
    for (const item of items) await call(world.acme, 'DELETE', `orders/${item.id}`);
  });

  test('a hook that sets one is told', async () => {
    hooks.on('on_record_before_create', 'orders', ({ data }) => {
      data['worth'] = 5;
    });
    const { status, body } = await call(world.acme, 'POST', 'orders', made);
    expect([status, body.details]).toEqual([
      422,
      [expect.objectContaining({ field: 'worth', code: 'computed_field' })],
    ]);
  });
});

test('hooks are told of them after a write', async () => {
  const heard: Json[] = [];
  for (const event of ['on_record_after_create', 'on_record_after_update', 'on_record_after_delete'] as const) {
    hooks.on(event, 'orders', ({ record, before }) => void heard.push([worthOf(before), worthOf(record)]));
  }
  const worthOf = (record: Json): unknown => record && [record.worth, record.label, record.hands];
  const { body } = await call(world.acme, 'POST', 'orders', { title: 'a', price: 3, stock: 2, helpers: [person] });
  await call(world.acme, 'PATCH', `orders/${body.id}`, { stock: 0, tags: ['a'] });
  await call(world.acme, 'DELETE', `orders/${body.id}`);
  const [before, after] = [
    [6, 'A: CHEAP', null],
    [0, 'A: CHEAP', 2],
  ];
  await eventually(() => heard.length === 3);
  expect(heard).toEqual([
    [null, before],
    [before, after],
    [after, null],
  ]);
});

test('rules ask for them, of the record as it was and as it becomes', async () => {
  const rules = { list_rule: 'worth >= 10', update_rule: '!dear', create_rule: 'label != "X: CHEAP"' };
  // An index has the values of no row that is about to be written.
  const indexes = [['worth', 'title'], ['dear'], ['label']].map((fields) => ({ fields }));
  await world.define('guarded', ORDERS, { ...rules, indexes });
  const create = (body: object): Promise<Answer> => call(world.acme, 'POST', 'guarded', body);
  expect((await create({ title: 'x', price: 1, stock: 1 })).status).toBe(400);
  const cheap = await create({ title: 'y', price: 2, stock: 5 });
  const small = await create({ title: 'z', price: 1, stock: 5 });
  expect([cheap.status, small.status]).toEqual([201, 201]);
  expect((await get('guarded')).body.items).toEqual([expect.objectContaining({ title: 'y', worth: 10 })]);
  const update = (stock: number): Promise<Answer> => call(world.acme, 'PATCH', `guarded/${cheap.body.id}`, { stock });
  expect((await update(11)).status).toBe(400);
  expect((await update(9)).body).toMatchObject({ worth: 18 });
});

test('the time is that of the request', async () => {
  await world.define('visits', [
    { name: 'title', type: 'text' },
    { name: 'seen', type: 'datetime' },
    computed('age', 'number', "floor(date_diff(now(), seen, 'minutes'))"),
  ]);
  // Not created_at, which is never before that of a record made earlier: a test in this process may have passed time.
  const { body } = await call(world.acme, 'POST', 'visits', { title: 'first', seen: new Date().toISOString() });
  expect(body.age).toBe(0);
  const old = async (): Promise<Json> => (await get('visits?filter=age >= 10')).body.total;
  const sum = async (): Promise<Json> => (await get('visits/aggregate?functions=sum(age)')).body.results[0].sum_age;
  expect([await old(), await sum()]).toEqual([0, 0]);
  passTime(10 * 60_000);
  try {
    expect([await old(), await sum()]).toEqual([1, 10]);
    expect((await call(world.acme, 'PATCH', `visits/${body.id}`, { title: 'second' })).body.age).toBe(10);
  } finally {
    tellRealTime();
  }
});

test('as much as a collection can have is read, ordered, filtered and added up', async () => {
  const doubled = Array.from({ length: 7 }, (_, index) =>
    computed(`n${index}`, 'number', index === 0 ? 'n + 1.5' : `n${index - 1} + n${index - 1}`),
  );
  const deep = `${'upper(lower('.repeat(14)}t${'))'.repeat(14)}`;
  const wide = `concat(${Array.from({ length: 24 }, (_, index) => `'${index}', t`).join(', ')})`;
  const made = [...doubled, computed('deep', 'text', deep), computed('wide', 'text', wide)];
  await world.define('extremes', [{ name: 't', type: 'text' }, { name: 'n', type: 'number' }, ...made]);
  const records = [1, 2, 3].map((n) => ({ t: `x${n}`, n }));
  expect((await call(world.acme, 'POST', 'extremes/batch', { records })).status).toBe(201);
  const path = 'extremes?sort=-n6,deep,-wide&filter=n6 > 160 and deep ~ "x" and wide ~ "%x3"&cursor=&limit=1';
  const { status, body } = await get(path);
  expect([status, body.items]).toEqual([200, [expect.objectContaining({ n: 3, n6: 288, deep: 'X3' })]]);
  const sums = await get('extremes/aggregate?functions=sum(n6),avg(n5),max(deep)&group_by=wide&filter=n6 < 170');
  expect(sums.body.results).toEqual([expect.objectContaining({ sum_n6: 160, avg_n5: 80, max_deep: 'X1' })]);
});

test('W-19, W-27: columns that other tables have, too, are those of the record, and months those of the calendar', async () => {
  await world.define('goods', [
    { name: 'name', type: 'text' },
    { name: 'slug', type: 'text' },
    { name: 'due', type: 'date' },
    { name: 'parent', type: 'reference', collection: 'goods', on_delete: 'set_null' },
    computed('key', 'text', "concat(id, '/', name, '/', slug, '/', created_by)"),
    computed('months', 'number', "date_diff('2026-03-31', due, 'months')"),
    computed('years', 'number', "date_diff('2026-03-31', due, 'years')"),
  ]);
  const parent = (await call(world.acme, 'POST', 'goods', { name: 'a', slug: 'b', due: '2024-02-29' })).body;
  const { body } = await call(world.acme, 'POST', 'goods', {
    name: 'c',
    slug: null,
    due: '2026-05-01',
    parent: parent.id,
  });
  expect(parent).toMatchObject({ key: `${parent.id}/a/b/${world.acme.userId}`, months: 25, years: 2 });
  expect(body).toMatchObject({ key: `${body.id}/c//${world.acme.userId}`, months: -1, years: 0 });
  const list = await get(`goods?filter=parent.key = "${parent.key}" and months < 0&sort=parent.key,key&expand=parent`);
  expect(list.body.items).toEqual([{ ...body, parent }]);
  expect((await get(`goods/${body.id}`)).body).toEqual(body);
});

test('changes by filter select by them, and those and upserts leave them out', async () => {
  await world.define('stocks', [
    { name: 'sku', type: 'text', unique: true },
    { name: 'price', type: 'number' },
    computed('double', 'number', 'price * 2'),
  ]);
  const upsert = { records: [1, 2, 3].map((price) => ({ sku: `s${price}`, price, double: 99 })) };
  const made = await call(world.acme, 'PUT', 'stocks/batch?on=sku', upsert);
  expect(made.headers.get('x-ignored-fields')).toBe('double');
  expect(made.body.created.map((record: Json) => record.double)).toEqual([2, 4, 6]);
  expect((await call(world.acme, 'PUT', 'stocks/batch?on=double', upsert)).status).toBe(400);
  const changed = await call(world.acme, 'PATCH', 'stocks?filter=double > 3&expect=2', { price: 10, double: 1 });
  expect([changed.status, changed.body, changed.headers.get('x-ignored-fields')]).toEqual([
    200,
    { count: 2, dry_run: false },
    'double',
  ]);
  expect((await get('stocks?sort=sku')).body.items.map((record: Json) => record.double)).toEqual([2, 20, 20]);
  expect((await call(world.acme, 'DELETE', 'stocks?filter=double = 20&expect=2')).body).toMatchObject({ count: 2 });
});
