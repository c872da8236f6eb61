/** Hooks of reads, through HTTP: what they narrow, what they change of what is shown, and what their mistakes lead to. */
import { HookBus } from '#domain/hooks/hook-bus';
import type { HookData } from '#domain/hooks/hook-events';
import type { JsonValue } from '#domain/schema/collection';
import { TestHooks } from '../support/hooks/test-hooks';
import { API, type Member } from '../support/member';
import { startServerOn } from '../support/server';
import { createWorld, type World } from '../support/world';

const PATH = `${API}/records/notes`;
const ROWS = [
  { title: 'one', state: 'open', rank: 1 },
  { title: 'two', state: 'shut', rank: 2 },
  { title: 'three', state: 'open', rank: 3 },
  { title: 'four', state: 'open', rank: 4 },
];

/** The smaller, the sooner it is found that something unfolds to more. */
const MAX_BODY = 65_536;

let laughs: JsonValue = 'ha';
for (let level = 0; level < 60; level += 1) laughs = [laughs, laughs];

let world: World;
let hooks: TestHooks;
let logged = '';
let ids: Readonly<Record<string, string>>;

async function fill({ token }: Member): Promise<Readonly<Record<string, string>>> {
  const { body } = await world.http.post(`${PATH}/batch`, { records: ROWS }, { token });
  return Object.fromEntries(body.created.map((record: HookData) => [record['title'], record['id']]));
}

beforeAll(async () => {
  world = await createWorld({ SNACKBASE_MAX_BODY_SIZE: String(MAX_BODY) }, (line) => (logged += line));
  await world.define('vaults', [{ name: 'code', type: 'text' }], { view_rule: null });
  await world.define('boxes', [
    { name: 'code', type: 'text' },
    { name: 'secret', type: 'text' },
  ]);
  await world.define('notes', [
    { name: 'title', type: 'text' },
    { name: 'state', type: 'text' },
    { name: 'rank', type: 'number' },
    { name: 'vault', type: 'reference', collection: 'vaults', on_delete: 'set_null' },
    { name: 'box', type: 'reference', collection: 'boxes', on_delete: 'set_null' },
    { name: 'boxes', type: 'reference', collection: 'boxes', options: { multiple: true }, on_delete: 'set_null' },
    { name: 'owner', type: 'user' },
  ]);
  hooks = new TestHooks(world.server);
  ids = await fill(world.acme);
  await fill(world.twin);
});
afterEach(() => {
  hooks.clear();
  logged = '';
});
afterAll(() => world?.close());

const list = (query = '', { token } = world.acme) => world.http.get(`${PATH}?sort=rank&${query}`, { token });
const get = (title: string, query = '', { token } = world.acme) =>
  world.http.get(`${PATH}/${ids[title]}?${query}`, { token });
const post = (collection: string, body: object) =>
  world.http.post(`${API}/records/${collection}`, body, { token: world.acme.token });
/** Of one record, what an expanded reference shows. */
const inside = (item: HookData | undefined, name: string, index?: number): HookData =>
  (index === undefined ? item![name] : (item![name] as HookData[])[index]) as HookData;
const titles = (body: { items: { title: string }[] }) => body.items.map(({ title }) => title);

describe('a hook before a read', () => {
  test('narrows lists and their totals, whatever the caller filters by', async () => {
    hooks.on('on_record_before_query', 'notes', ({ narrow }) => narrow('state = "open"'));
    expect((await list()).body).toMatchObject({ total: 3, items: [{ rank: 1 }, { rank: 3 }, { rank: 4 }] });
    const widened = encodeURIComponent('state = "shut" || rank > 0');
    expect((await list(`filter=${widened}`)).body).toMatchObject({ total: 3 });
    expect((await list('state=shut')).body).toMatchObject({ total: 0, items: [] });
    expect((await list()).text).not.toContain(world.twin.accountId);
  });

  test('narrows the pages of a cursor', async () => {
    hooks.on('on_record_before_query', 'notes', ({ narrow }) => narrow('state = "open"'));
    const first = (await list('limit=2&cursor=')).body;
    expect([titles(first), first.has_more]).toEqual([['one', 'three'], true]);
    const second = (await list(`limit=2&cursor=${first.next_cursor}`)).body;
    expect([titles(second), second.has_more]).toEqual([['four'], false]);
  });

  test('narrows single records: one that is not matched looks as if it were not there', async () => {
    hooks.on('on_record_before_query', 'notes', ({ narrow }) => narrow('state = "open"'));
    const missing = await world.http.get(`${PATH}/01890000-0000-7000-8000-000000000001`, { token: world.acme.token });
    const hidden = await get('two');
    expect([missing.status, hidden.status]).toEqual([404, 404]);
    expect({ ...hidden.body, request_id: '' }).toEqual({ ...missing.body, request_id: '' });
    expect(await get('one')).toMatchObject({ status: 200, body: { title: 'one' } });
  });

  test('narrows by all that it and others say, and by what the expression knows of the caller', async () => {
    hooks.on('on_record_before_query', 'notes', ({ narrow }) => narrow('created_by = @request.auth.id'));
    hooks.on('on_record_before_query', 'notes', async ({ narrow }, next) => {
      narrow('rank > 1');
      await next();
      narrow('rank < 4');
    });
    expect(titles((await list()).body)).toEqual(['two', 'three']);
    expect(titles((await list('', world.twin)).body)).toEqual(['two', 'three']);
    expect((await list('', world.superadmin)).body).toMatchObject({ total: 0 });
  });

  test('is told what is asked; a superadmin’s list is of no account, a record always of its own', async () => {
    const told: object[] = [];
    hooks.on('on_record_before_query', 'notes', ({ kind, collection, accountId }) =>
      told.push({ kind, collection, accountId }),
    );
    await list();
    await get('one');
    await list('', world.superadmin);
    await get('one', '', world.superadmin);
    const { accountId } = world.acme;
    expect(told).toEqual([
      { kind: 'list', collection: 'notes', accountId },
      { kind: 'get', collection: 'notes', accountId },
      { kind: 'list', collection: 'notes', accountId: null },
      { kind: 'get', collection: 'notes', accountId },
    ]);
  });

  test('is called however the caller spells the name of the collection, which it is told as it was defined', async () => {
    const told: string[] = [];
    hooks.on('on_record_before_query', 'notes', ({ kind, collection }) => told.push(`before ${kind} ${collection}`));
    hooks.on('on_record_after_query', 'notes', ({ kind, collection }) => told.push(`after ${kind} ${collection}`));
    const { token } = world.acme;
    await world.http.get(`${API}/records/NOTES`, { token });
    await world.http.get(`${API}/records/Notes/${ids['one']}`, { token });
    expect(told).toEqual(['before list notes', 'after list notes', 'before get notes', 'after get notes']);
  });

  test('refuses with its own status and code', async () => {
    hooks.on('on_record_before_query', 'notes', (event) => event.abort(451, 'Not in this country', 'NOTES_CLOSED'));
    for (const answer of [await list(), await get('one')]) {
      expect(answer).toMatchObject({ status: 451, body: { error: 'NOTES_CLOSED', message: 'Not in this country' } });
    }
  });

  test.each(['gone = 1', 'state =', 'state > 1 &&', 'changed(state)', '', '  ', 7 as unknown as string])(
    'that narrows by %j has failed: the log names it, the caller learns nothing',
    async (expression) => {
      const id = hooks.on('on_record_before_query', 'notes', ({ narrow }) => narrow(expression));
      for (const answer of [await list(), await get('one')]) {
        expect(answer).toMatchObject({ status: 500, body: { error: 'HOOK_FAILED' } });
        expect(answer.text).not.toMatch(/gone|state|rank|expression/);
      }
      expect(logged).toContain(`Hook ${id} (on_record_before_query`);
    },
  );

  test('narrows by a field that another process has added meanwhile', async () => {
    await world.define('places', [{ name: 'name', type: 'text' }]);
    const other = await startServerOn(world.server.database);
    try {
      const { body } = await world.http.get(`${API}/collections`, { token: world.superadmin.token });
      const { id } = body.items.find(({ name }: { name: string }) => name === 'places');
      const fields = [
        { name: 'name', type: 'text' },
        { name: 'region', type: 'text' },
      ];
      const change = { name: 'places', fields };
      const changed = await world.http.put(`${API}/collections/${id}`, change, { token: world.superadmin.token });
      expect(changed.status).toBe(200);
      other.app
        .get(HookBus, { strict: false })
        .register('on_record_before_query', ({ narrow }) => narrow('region != "x"'));
      expect(await other.http.get(`${API}/records/places`, { token: world.acme.token })).toMatchObject({
        status: 200,
        body: { total: 0 },
      });
    } finally {
      await other.stop();
    }
  });

  test('cannot narrow what has been read already', async () => {
    let kept: ((expression: string) => void) | undefined;
    hooks.on('on_record_before_query', 'notes', ({ narrow }) => (kept = narrow));
    expect((await list()).body).toMatchObject({ total: 4 });
    expect(() => kept!('rank > 9')).toThrow('The time of this hook is over');
  });
});

describe('a hook after a read', () => {
  test('changes what is shown, and nothing else of the answer', async () => {
    const [plain, plainList, plainPage] = [await get('one'), await list(), await list('limit=2&cursor=')];
    hooks.on('on_record_after_query', 'notes', ({ items }) => {
      for (const record of items) {
        record['title'] = `${record['title'] as string}!`;
        delete record['state'];
      }
    });
    const one = await get('one');
    const { state, ...rest } = plain.body;
    expect(state).toBe('open');
    expect(one.body).toEqual({ ...rest, title: 'one!' });
    expect(one.headers.get('etag')).toBe(plain.headers.get('etag'));
    const { items, ...page } = (await list()).body;
    expect(items).toMatchObject([{ title: 'one!' }, { title: 'two!' }, { title: 'three!' }, { title: 'four!' }]);
    expect(items[0]).not.toHaveProperty('state');
    expect({ ...page, items: plainList.body.items }).toEqual(plainList.body);
    const { items: paged, ...cursors } = (await list('limit=2&cursor=')).body;
    expect(paged).toHaveLength(2);
    expect({ ...cursors, items: plainPage.body.items }).toEqual(plainPage.body);
  });

  test('B3: gets what the caller may see and asked for, of the caller’s account alone', async () => {
    const { body: vault } = await world.http.post(
      `${API}/records/vaults`,
      { code: 'hidden code' },
      { token: world.acme.token },
    );
    await world.http.patch(`${PATH}/${ids['one']}`, { vault: vault.id }, { token: world.acme.token });
    const seen: unknown[] = [];
    hooks.on('on_record_after_query', 'notes', ({ kind, accountId, items }) => {
      seen.push({ kind, accountId, items: structuredClone(items) });
    });
    await get('one', 'fields=title,vault&expand=vault');
    await list('fields=title,vault&expand=vault&limit=1');
    const { accountId } = world.acme;
    const items = [{ title: 'one', vault: null }];
    expect(seen).toEqual([
      { kind: 'get', accountId, items },
      { kind: 'list', accountId, items },
    ]);
  });

  test('comes in its turn, and not at all for what is not found', async () => {
    const order: string[] = [];
    hooks.on('on_record_before_query', 'notes', ({ kind }) => order.push(`before ${kind}`));
    hooks.on('on_record_after_query', 'notes', ({ kind, items }) => order.push(`after ${kind} ${items.length}`));
    hooks.on('on_record_after_query', 'notes', ({ kind }) => order.push(`first ${kind}`), { priority: 1 });
    await get('one');
    await world.http.get(`${PATH}/01890000-0000-7000-8000-000000000001`, { token: world.acme.token });
    await list('limit=2');
    expect(order.join(', ')).toBe(
      'before get, first get, after get 1, before get, before list, first list, after list 2',
    );
  });

  test('leaves the text as the database made it where it looks at no record', async () => {
    const plain = [await get('one'), await list()];
    hooks.on('on_record_after_query', 'vaults', ({ items }) => items.forEach((record) => (record['title'] = 'x')));
    hooks.on('on_record_after_query', 'notes', () => undefined);
    const again = [await get('one'), await list()];
    expect(again.map(({ text }) => text)).toEqual(plain.map(({ text }) => text));
  });

  test('refuses with its own status and code', async () => {
    hooks.on('on_record_after_query', 'notes', (event) => event.abort(403, 'Not now', 'NOTES_CLOSED'));
    for (const answer of [await list(), await get('one')]) {
      expect(answer).toMatchObject({ status: 403, body: { error: 'NOTES_CLOSED' } });
      expect(answer.text).not.toContain('one');
    }
  });

  test.each<[string, (items: HookData[]) => void]>([
    [
      'throws',
      () => {
        throw new Error('broken');
      },
    ],
    ['adds a record', (items) => void items.push({ title: 'more' })],
    ['takes a record away', (items) => void items.pop()],
    ['puts another record in its place', (items) => void (items[0] = { title: 'more' })],
    ['makes another record of it', (items) => void (items[0]!['id'] = '01890000-0000-7000-8000-000000000001')],
    ['moves a record', (items) => void (items[0]!['account_id'] = world.twin.accountId)],
    ['leaves what is no JSON', (items) => void (items[0]!['title'] = 1n as never)],
    ['leaves a function', (items) => void (items[0]!['title'] = (() => 1) as never)],
    ['leaves a date', (items) => void (items[0]!['made'] = new Date(0) as never)],
    ['leaves a circle', (items) => void (items[0]!['self'] = items[0]!)],
    ['leaves what unfolds to more than memory holds', (items) => void (items[0]!['laughs'] = laughs)],
    ['leaves more than a request may send', (items) => void (items[0]!['more'] = 'x'.repeat(MAX_BODY))],
    ['leaves more bytes than that', (items) => void (items[0]!['more'] = '€'.repeat(MAX_BODY / 2))],
  ])('that %s has failed: nothing is shown, and the log names it', async (_name, change) => {
    hooks.on('on_record_after_query', 'notes', () => undefined, { id: 'innocent' });
    const id = hooks.on('on_record_after_query', 'notes', ({ items }) => change(items as HookData[]));
    for (const answer of [await list(), await get('one')]) {
      expect(answer).toMatchObject({ status: 500, body: { error: 'HOOK_FAILED' } });
      expect(answer.text).not.toContain('one');
    }
    expect(logged).toContain(`Hook ${id} (on_record_after_query`);
    expect(logged).not.toContain('Hook innocent');
  });

  test('may add to an answer what a request may send, however much it holds already', async () => {
    const more = 'x'.repeat(MAX_BODY - 100);
    hooks.on('on_record_after_query', 'notes', ({ items }) => void (items[0]!['more'] = more));
    expect((await list()).body.items[0]).toMatchObject({ title: 'one', more });
    expect((await get('one')).body).toMatchObject({ title: 'one', more });
  });

  test.each<[string, string, (items: HookData[]) => void]>([
    ['a field that was not asked for', 'fields=title', ([item]) => void (item!['state'] = 'open')],
    ['the account, which was not asked for', 'fields=title', ([item]) => void (item!['account_id'] = 'x')],
    ['a target that is hidden', 'expand=vault', ([item]) => void (item!['vault'] = { code: 'shown' })],
    ['a field of a target', 'expand=box&fields=box.code', ([item]) => void (inside(item, 'box')['secret'] = 'shown')],
    ['another target', 'expand=box', ([item]) => void (inside(item, 'box')['id'] = ids['two']!)],
    ['a text in place of a target', 'expand=box', ([item]) => void (item!['box'] = 'shown')],
    ['another one of several', 'expand=boxes', ([item]) => void (inside(item, 'boxes', 0)['id'] = ids['two']!)],
    ['more of several', 'expand=boxes', ([item]) => void (item!['boxes'] as HookData[]).push({ code: 'shown' })],
    [
      'more of a back-relation',
      'expand=box.notes_via_box',
      ([item]) => void (inside(item, 'box')['notes_via_box'] as HookData[]).push({ title: 'shown' }),
    ],
    [
      'a field of one that leads back',
      'expand=box.notes_via_box&fields=box.notes_via_box.title',
      ([item]) => void (inside(inside(item, 'box'), 'notes_via_box', 0)['state'] = 'shown'),
    ],
    ['another user', 'expand=owner', ([item]) => void (inside(item, 'owner')['id'] = ids['two']!)],
  ])('shows nothing that the planner left out: %s', async (_name, query, change) => {
    const { body: vault } = await post('vaults', { code: 'hidden' });
    const { body: box } = await post('boxes', { code: 'open', secret: 's' });
    const references = { vault: vault.id, box: box.id, boxes: [box.id], owner: world.acme.userId };
    await world.http.patch(`${PATH}/${ids['one']}`, references, { token: world.acme.token });
    expect(await get('one', query)).toMatchObject({ status: 200 });
    const id = hooks.on('on_record_after_query', 'notes', ({ items }) => change(items as HookData[]));
    for (const answer of [await list(query), await get('one', query)]) {
      expect(answer).toMatchObject({ status: 500, body: { error: 'HOOK_FAILED' } });
      expect(answer.text).not.toContain('shown');
    }
    expect(logged).toContain(`Hook ${id} (on_record_after_query`);
  });

  test('may say less of an expanded target, and more than it has fields', async () => {
    const { body: box } = await post('boxes', { code: 'open', secret: 's' });
    await world.http.patch(`${PATH}/${ids['one']}`, { box: box.id, boxes: [box.id] }, { token: world.acme.token });
    hooks.on('on_record_after_query', 'notes', ({ items: [item] }) => {
      const target = inside(item, 'box');
      target['length'] = (target['code'] as string).length;
      delete target['secret'];
      item!['boxes'] = null;
    });
    const { body } = await get('one', 'expand=box,boxes');
    expect(body).toMatchObject({ box: { id: box.id, code: 'open', length: 4 }, boxes: null });
    expect(body.box).not.toHaveProperty('secret');
  });
});
