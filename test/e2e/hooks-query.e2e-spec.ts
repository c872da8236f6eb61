/** Hooks of reads, through HTTP: what they narrow, what they change of what is shown, and what their mistakes lead to. */
import { HookBus } from '#domain/hooks/hook-bus';
import type { HookData } from '#domain/hooks/hook-events';
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

let world: World;
let hooks: TestHooks;
let logged = '';
let ids: Readonly<Record<string, string>>;

async function fill({ token }: Member): Promise<Readonly<Record<string, string>>> {
  const { body } = await world.http.post(`${PATH}/batch`, { records: ROWS }, { token });
  return Object.fromEntries(body.created.map((record: HookData) => [record['title'], record['id']]));
}

beforeAll(async () => {
  world = await createWorld({}, (line) => (logged += line));
  await world.define('vaults', [{ name: 'code', type: 'text' }], { view_rule: null });
  await world.define('notes', [
    { name: 'title', type: 'text' },
    { name: 'state', type: 'text' },
    { name: 'rank', type: 'number' },
    { name: 'vault', type: 'reference', collection: 'vaults', on_delete: 'set_null' },
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

  test('gets what the caller may see and asked for, of the caller’s account alone', async () => {
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
    ['leaves what is no JSON', (items) => void (items[0]!['title'] = 1n as never)],
    ['leaves a circle', (items) => void (items[0]!['self'] = items[0]!)],
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
});
