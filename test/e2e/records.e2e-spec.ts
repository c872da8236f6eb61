import { systemContext } from '#domain/kernel/request-context';
/** Records in depth: rules on old and new rows, relations and expand, on_delete, paging, locking, idempotency. */
import { Units } from '#application/kernel/units';
import { IdempotencyKeyEntity } from '#server/infrastructure/database/entities/idempotency-key.entity';
import { managerOf } from '#server/infrastructure/database/lanes/transaction';
import { addUser } from '../support/insiders';
import { API, type Member } from '../support/member';
import { createWorld, type World } from '../support/world';
import type { Answer, Call, Json } from '../support/http';
import { TEST_ACT } from '../support/unit';

let world: World;
let org: string;
let alice: string;
let bob: string;

const at = (collection: string, rest = ''): string => `${API}/records/${collection}${rest}`;

async function create(collection: string, body: object, as: Member = world.acme): Promise<Json> {
  const answer = await world.http.post(at(collection), body, { token: as.token });
  if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
  return answer.body;
}

function list(collection: string, query: Record<string, string> = {}, call: Call = {}): Promise<Answer> {
  return world.http.get(`${at(collection)}?${new URLSearchParams(query)}`, { token: world.acme.token, ...call });
}

async function titles(filter: string): Promise<string[]> {
  const answer = await list('books', { filter, sort: 'title' });
  expect(answer.text).toContain('"items"');
  return answer.body.items.map((item: Json) => item.title);
}

beforeAll(async () => {
  world = await createWorld();
  await world.define('orgs', [{ name: 'name', type: 'text' }]);
  await world.define('writers', [
    { name: 'name', type: 'text' },
    { name: 'org', type: 'reference', collection: 'orgs', on_delete: 'set_null' },
    { name: 'secret', type: 'text' },
  ]);
  await world.define('books', [
    { name: 'title', type: 'text', required: true },
    { name: 'writer', type: 'reference', collection: 'writers', on_delete: 'cascade' },
    { name: 'related', type: 'reference', collection: 'writers', on_delete: 'set_null', options: { multiple: true } },
    { name: 'price', type: 'number' },
    { name: 'sold_out', type: 'boolean' },
    { name: 'printed', type: 'datetime' },
    { name: 'genres', type: 'select', options: { values: ['a', 'b', 'c', 'd'], max: 3 } },
    { name: 'meta', type: 'json' },
  ]);
  org = (await create('orgs', { name: 'Press' })).id;
  alice = (await create('writers', { name: 'Alice', org, secret: 's1' })).id;
  bob = (await create('writers', { name: 'Bob' })).id;
  await create('books', {
    title: 'A',
    writer: alice,
    related: [bob, alice],
    price: 10.5,
    sold_out: true,
    printed: '2024-05-01T10:00:00+02:00',
    genres: ['a', 'b'],
    meta: { pages: 3, tags: ['x'] },
  });
  await create('books', { title: 'B', writer: bob, related: [alice], price: -2, sold_out: false, genres: ['c'] });
  await create('books', { title: 'C', price: 0.30000000000000004, printed: '2025-01-01' });
  await create('books', { title: 'Ünïcode 😀 50%_x' });
});
afterAll(() => world?.close());

describe('values', () => {
  test('come back exactly as stored, on create, get and list', async () => {
    const created = await create('books', {
      title: 'exact "quoted" \\ \n \u2028',
      price: 0.1 + 0.2,
      printed: '2024-02-29T23:59:59.999Z',
      sold_out: null,
      genres: [],
      meta: { b: 1, a: [null, true, 1e21, 'ü'], nested: { '': 0 } },
      related: [bob, alice],
    });
    expect(created).toMatchObject({
      title: 'exact "quoted" \\ \n \u2028',
      price: 0.30000000000000004,
      printed: '2024-02-29T23:59:59.999Z',
      sold_out: null,
      genres: [],
      writer: null,
      meta: { b: 1, a: [null, true, 1e21, 'ü'], nested: { '': 0 } },
      related: [bob, alice],
    });
    expect(created.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(created.created_by).toBe(world.acme.userId);
    const got = await world.http.get(at('books', `/${created.id}`), { token: world.acme.token });
    expect(got.body).toEqual(created);
    const page = await list('books', { filter: `id = "${created.id}"` });
    expect(page.body.items).toEqual([created]);
    const query = new URLSearchParams({ filter: `id = "${created.id}"` });
    const head = await world.http.call('HEAD', `${at('books')}?${query}`, { token: world.acme.token });
    expect([head.status, head.text]).toEqual([200, '']);
    expect(head.headers.get('content-length')).toBe(String(Buffer.byteLength(page.text)));
    expect((await world.http.delete(at('books', `/${created.id}`), { token: world.acme.token })).status).toBe(204);
  });
});

describe('filters', () => {
  const cases: [string, string[]][] = [
    ['price > -5 && price < 1', ['B', 'C']],
    ['price = 0.30000000000000004', ['C']],
    ['price = null', ['Ünïcode 😀 50%_x']],
    ['price != null && !(price > 0)', ['B']],
    ['price * 2 = 21', ['A']],
    ["sold_out='true'", ['A']],
    ['sold_out = false', ['B']],
    ['sold_out', ['A']],
    ['title ~ "a"', ['A']],
    ['title ~ "😀"', ['Ünïcode 😀 50%_x']],
    ['title ~ "50\\%\\_x"', ['Ünïcode 😀 50%_x']],
    ['title ~ "b%"', ['B']],
    ['title !~ "b"', ['A', 'C', 'Ünïcode 😀 50%_x']],
    ['title IN ("A", \'C\')', ['A', 'C']],
    ['title IN ()', []],
    ['title not in ("A") and title < "D"', ['B', 'C']],
    ['printed >= "2024-05-01T08:00:00Z" && printed < "2025-01-01"', ['A']],
    ['printed IS NOT NULL', ['A', 'C']],
    ['writer.name = "Alice"', ['A']],
    ['writer.org.name = "Press"', ['A']],
    ['writer.org.name != "Press"', []],
    ['related.name = "Alice"', ['A', 'B']],
    ['related.name != "Alice"', ['A']],
    ['!(related.name = "Alice")', ['C', 'Ünïcode 😀 50%_x']],
    ['related = "{bob}"', ['A']],
    ['genres = "b" || genres = "c"', ['A', 'B']],
    ['length(genres) = 2', ['A']],
    ['length(title) = 15', ['Ünïcode 😀 50%_x']],
    ['lower(title) = "a"', ['A']],
    ['meta IS NOT NULL', ['A']],
    ['created_by = created_by && created_at > "2020-01-01"', ['A', 'B', 'C', 'Ünïcode 😀 50%_x']],
  ];
  test.each(cases)('%s', async (filter, expected) => {
    expect(await titles(filter.replace('{bob}', bob))).toEqual(expected);
  });

  test('a bare parameter filters by equality, as older clients send it', async () => {
    expect((await list('books', { title: 'A' })).body.total).toBe(1);
    expect((await list('books', { sold_out: 'false' })).body.total).toBe(1);
  });
});

describe('order and pages', () => {
  test('sorts by several fields, nulls smallest, newest first by default', async () => {
    const by = async (sort: string): Promise<Json> =>
      (await list('books', { sort })).body.items.map((item: Json) => item.title[0]);
    expect(await by('price')).toEqual(['Ü', 'B', 'C', 'A']);
    expect(await by('-price')).toEqual(['A', 'C', 'B', 'Ü']);
    expect(await by('+sold_out,-title')).toEqual(['Ü', 'C', 'B', 'A']);
    expect(await by('writer.name,title')).toEqual(['C', 'Ü', 'A', 'B']);
    expect(await by('')).toEqual(['Ü', 'C', 'B', 'A']);
    expect(await by('created_at')).toEqual(['A', 'B', 'C', 'Ü']);
  });

  test.each(['price', '-price', '-created_at', 'writer.name,-title', 'title'])(
    'cursors walk %s both ways',
    async (sort) => {
      const whole = (await list('books', { sort })).body.items.map((item: Json) => item.id);
      const first = (await list('books', { sort, cursor: '', limit: '3', include_count: 'true' })).body;
      expect(first).toMatchObject({ has_more: true, total: 4, skip: 0, limit: 3 });
      const second = (await list('books', { sort, cursor: first.next_cursor, limit: '3' })).body;
      expect(second).toMatchObject({ has_more: false });
      expect([...first.items, ...second.items].map((item: Json) => item.id)).toEqual(whole);
      const back = (await list('books', { sort, cursor_before: second.prev_cursor, limit: '2' })).body;
      expect(back.items.map((item: Json) => item.id)).toEqual(whole.slice(1, 3));
    },
  );

  test('the total is exact after every write, filtered and not', async () => {
    const totals = async (): Promise<number[]> => [
      (await list('books')).body.total,
      (await list('books', { filter: 'writer.name = "Bob"' })).body.total,
    ];
    expect(await totals()).toEqual([4, 1]);
    const { id } = await create('books', { title: 'X', writer: bob });
    expect(await totals()).toEqual([5, 2]);
    await world.http.patch(at('writers', `/${bob}`), { name: 'Robert' }, { token: world.acme.token });
    expect(await totals()).toEqual([5, 0]);
    await world.http.patch(at('writers', `/${bob}`), { name: 'Bob' }, { token: world.acme.token });
    await world.http.delete(at('books', `/${id}`), { token: world.acme.token });
    expect(await totals()).toEqual([4, 1]);
    expect((await list('books', { include_count: 'false' })).body.total).toBeNull();
  });
});

describe('expand', () => {
  test('puts the target in place of its id, nested, and shows users by name only', async () => {
    const { body } = await list('books', { filter: 'title = "A"', expand: 'writer.org,related' });
    expect(body.items[0].writer).toMatchObject({ id: alice, name: 'Alice', org: { id: org, name: 'Press' } });
    expect(body.items[0].related.map((writer: Json) => writer.name)).toEqual(['Bob', 'Alice']);
    const single = await world.http.get(at('books', `/${body.items[0].id}?expand=writer&fields=title,writer.name`), {
      token: world.acme.token,
    });
    expect(single.body).toEqual({ title: 'A', writer: { name: 'Alice' } });
  });

  test('obeys the target’s view rule, and so do filters and sorts through it', async () => {
    const rules = `${API}/collections/writers/rules`;
    await world.http.put(rules, { view_rule: 'name = "Bob"' }, { token: world.superadmin.token });
    const { body } = await list('books', { expand: 'writer,related', sort: 'title', limit: '2' });
    expect(body.items[0]).toMatchObject({ title: 'A', writer: null });
    expect(body.items[0].related.map((writer: Json) => writer.name)).toEqual(['Bob']);
    expect(await titles('writer.secret = "s1"')).toEqual([]);
    expect(await titles('writer.name != null')).toEqual(['B']);
    await world.http.put(rules, { view_rule: null }, { token: world.superadmin.token });
    expect((await list('books', { expand: 'writer', filter: 'title = "B"' })).body.items[0].writer).toBeNull();
    await world.http.put(rules, { view_rule: '@request.auth.id != ""' }, { token: world.superadmin.token });
  });
});

describe('rules', () => {
  beforeAll(async () => {
    await world.define(
      'posts',
      [
        { name: 'title', type: 'text' },
        { name: 'state', type: 'text', default: 'draft' },
        { name: 'owner', type: 'user' },
      ],
      {
        create_rule: 'owner = @request.auth.id && @request.data.state != "published"',
        update_rule: 'owner = @request.auth.id && (state = "draft" || !changed(title))',
        delete_rule: '@owns_record(owner) && state = "draft"',
      },
    );
  });

  test('create: the new row must satisfy the rule, in single and in batch', async () => {
    const { token, userId } = world.acme;
    const ok = { title: 'mine', owner: userId, state: 'draft' };
    expect((await world.http.post(at('posts'), ok, { token })).status).toBe(201);
    const refused = await world.http.post(at('posts'), { ...ok, state: 'published' }, { token });
    expect(refused.status).toBe(400);
    expect(refused.body.error).toBe('RECORD_RULE_FAILED');
    const batch = await world.http.post(at('posts', '/batch'), { records: [ok, { ...ok, owner: null }] }, { token });
    expect(batch.status).toBe(400);
    expect((await list('posts')).body.total).toBe(1);
  });

  test('admins are told which rule refused, and nobody else is', async () => {
    const { token, userId } = world.acme;
    const member = await addUser(world, world.acme, 'plain@acme.example');
    await world.define('unruled', [{ name: 'title', type: 'text' }], { create_rule: null });
    const { id } = await create('posts', { title: 'mine', owner: userId, state: 'draft' });
    const refusals = (caller: string) =>
      Promise.all([
        world.http.post(at('posts'), { title: 'a' }, { token: caller }),
        world.http.post(at('unruled'), { title: 'a' }, { token: caller }),
        ...(caller === token ? [world.http.patch(at('posts', `/${id}`), { owner: null }, { token })] : []),
      ]);
    expect((await refusals(token)).map(({ body }) => [body.error, body.hint])).toEqual([
      ['RECORD_RULE_FAILED', "The create_rule of 'posts' does not hold for the record as it would be stored."],
      ['RULE_LOCKED', "'unruled' has no create_rule. A superadmin can give it one."],
      ['RECORD_RULE_FAILED', "The update_rule of 'posts' does not hold for the record as it would be stored."],
    ]);
    expect((await refusals(member.token)).map(({ body }) => [body.error, body.hint])).toEqual([
      ['RECORD_RULE_FAILED', undefined],
      ['RULE_LOCKED', undefined],
    ]);
  });

  test('update: old row and new row must both satisfy it', async () => {
    const { token, userId } = world.acme;
    const { id } = await create('posts', { title: 'mine', owner: userId, state: 'draft' });
    const away = await world.http.patch(at('posts', `/${id}`), { owner: null }, { token });
    expect(away.status).toBe(400);
    expect((await world.http.patch(at('posts', `/${id}`), { state: 'final' }, { token })).status).toBe(200);
    expect((await world.http.patch(at('posts', `/${id}`), { title: 'changed' }, { token })).status).toBe(404);
    expect((await world.http.delete(at('posts', `/${id}`), { token })).status).toBe(404);
    const got = await world.http.get(at('posts', `/${id}`), { token });
    expect(got.body).toMatchObject({ owner: userId, state: 'final', title: 'mine' });
  });
});

describe('on_delete', () => {
  test('cascades, clears and restricts, and the totals follow', async () => {
    const { token } = world.acme;
    await world.define('shelves', [{ name: 'book', type: 'reference', collection: 'books', on_delete: 'restrict' }]);
    const writer = (await create('writers', { name: 'Carol' })).id;
    const kept = (await create('books', { title: 'kept', related: [writer, alice] })).id;
    const gone = (await create('books', { title: 'gone', writer })).id;
    const shelf = (await create('shelves', { book: gone })).id;
    const blocked = await world.http.delete(at('writers', `/${writer}`), { token });
    expect(blocked.status).toBe(409);
    expect(blocked.body.message).toContain('shelves');
    expect((await list('books')).body.total).toBe(6);
    await world.http.delete(at('shelves', `/${shelf}`), { token });
    expect((await world.http.delete(at('writers', `/${writer}`), { token })).status).toBe(204);
    expect((await world.http.get(at('books', `/${gone}`), { token })).status).toBe(404);
    expect((await world.http.get(at('books', `/${kept}`), { token })).body.related).toEqual([alice]);
    expect((await list('books')).body.total).toBe(5);
    await world.http.delete(at('books', `/${kept}`), { token });
  });
});

describe('optimistic locking', () => {
  test('If-Match takes the ETag of the record and refuses an older one', async () => {
    const { token } = world.acme;
    const { id } = await create('books', { title: 'locked' });
    const got = await world.http.get(at('books', `/${id}`), { token });
    const etag = got.headers.get('etag')!;
    expect(etag).toMatch(/^"\d+"$/);
    const first = await world.http.patch(at('books', `/${id}`), { price: 1 }, { token, headers: { 'if-match': etag } });
    expect(first.status).toBe(200);
    expect(first.headers.get('etag')).not.toBe(etag);
    const second = await world.http.patch(
      at('books', `/${id}`),
      { price: 2 },
      { token, headers: { 'if-match': etag } },
    );
    expect(second.status).toBe(412);
    const removal = await world.http.delete(at('books', `/${id}`), { token, headers: { 'if-match': etag } });
    expect(removal.status).toBe(412);
    expect(
      (await world.http.patch(at('books', `/${id}`), { price: 3 }, { token, headers: { 'if-match': 'rubbish' } }))
        .status,
    ).toBe(400);
    expect((await world.http.get(at('books', `/${id}`), { token })).body.price).toBe(1);
    expect((await world.http.delete(at('books', `/${id}`), { token, headers: { 'if-match': '*' } })).status).toBe(204);
  });

  test('of twenty writers with the same ETag one wins', async () => {
    const { token } = world.acme;
    const { id } = await create('books', { title: 'race' });
    const headers = { 'if-match': '"1"' };
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, price) => world.http.patch(at('books', `/${id}`), { price }, { token, headers })),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, ...Array.from({ length: 19 }, () => 412)]);
    await world.http.delete(at('books', `/${id}`), { token });
  });
});

describe('Idempotency-Key', () => {
  test('a repeated POST answers as the first did and writes once, even when sent at the same time', async () => {
    const { token } = world.acme;
    const before = (await list('books')).body.total;
    const send = (key: string, body: object, path = ''): Promise<Answer> =>
      world.http.post(at('books', path), body, { token, headers: { 'idempotency-key': key } });
    const answers = await Promise.all(Array.from({ length: 10 }, () => send('key-1', { title: 'once' })));
    expect(new Set(answers.map((answer) => `${answer.status} ${answer.text}`)).size).toBe(1);
    expect(answers[0]!.status).toBe(201);
    expect((await send('key-1', { title: 'other' })).status).toBe(422);
    const batch = { records: [{ title: 'b1' }, { title: 'b2' }] };
    const [one, two] = [await send('key-2', batch, '/batch'), await send('key-2', batch, '/batch')];
    expect(one.status).toBe(201);
    expect(two.text).toBe(one.text);
    expect((await list('books')).body.total).toBe(before + 3);
    const other = await world.http.post(
      at('books'),
      { title: 'once' },
      { token: world.twin.token, headers: { 'idempotency-key': 'key-1' } },
    );
    expect(other.body.account_id).toBe(world.twin.accountId);
    expect((await send('x'.repeat(201), { title: 'long' })).status).toBe(400);
  });

  test('a key of another day is a new one, for a request that fails it stays free', async () => {
    const send = (title: string, writer: string | null = null): Promise<Answer> =>
      world.http.post(
        at('books'),
        { title, writer },
        { token: world.acme.token, headers: { 'idempotency-key': 'daily' } },
      );
    const nobody = '01900000-0000-7000-8000-000000000000';
    expect((await send('first', nobody)).status).toBe(422);
    const first = await send('first');
    expect(first.status).toBe(201);
    const units = world.server.app.get(Units, { strict: false });
    const createdAt = new Date(Date.now() - 24 * 60 * 60 * 1000).toISOString();
    await units.run(systemContext('test', world.acme.accountId), TEST_ACT, (tx) =>
      managerOf(tx).update(IdempotencyKeyEntity, { key: 'daily' }, { createdAt }),
    );
    const second = await send('second');
    expect(second).toMatchObject({ status: 201, body: { title: 'second' } });
    expect((await send('second')).text).toBe(second.text);
    expect((await send('first')).body.error).toBe('IDEMPOTENCY_KEY_REUSED');
  });
});
