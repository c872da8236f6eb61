/** Hooks of collections, and of the model `collections`, through HTTP: what they see, change and refuse, and what fires. */
import type { HookHandler } from '#domain/hooks/hook';
import { HookBus } from '#domain/hooks/hook-bus';
import type { HookDefinition, HookEventName } from '#domain/hooks/hook-events';
import { type Fired, FiredHooks } from '../support/fired-hooks';
import type { Answer, Json } from '../support/http';
import { API, SIGNED_IN_RULES } from '../support/member';
import { expectErrorBody } from '../support/scenario';
import { createWorld, type World } from '../support/world';

const path = `${API}/collections`;
const TITLE = { name: 'title', type: 'text' };
const PERMITTED = (name: string): string => `@has_permission("update", "${name}")`;
const NOTE = { name: 'note', type: 'text' };

let world: World;
let fired: FiredHooks;
const registered: string[] = [];

beforeAll(async () => {
  // Mails of registrations, sent meanwhile, would fire hooks of their own.
  world = await createWorld({ SNACKBASE_JOB_WORKER_ENABLED: 'false' });
  fired = new FiredHooks(world.server.app, (name) => !name.endsWith('_request'));
});
beforeEach(() => fired.take());
afterEach(() => {
  for (const id of registered.splice(0)) bus().unregister(id);
});
afterAll(() => world?.close());

const bus = () => world.server.app.get(HookBus, { strict: false });
const root = () => ({ token: world.superadmin.token });
const create = (name: string, more: object = {}) => world.http.post(path, { name, fields: [TITLE], ...more }, root());
const find = (id: string) => world.http.get(`${path}/${id}`, root());

function on<E extends HookEventName>(event: E, handler: HookHandler<E>): void {
  registered.push(bus().register(event, handler));
}

async function made(name: string, more: object = {}): Promise<Json> {
  const { status, text, body } = await create(name, more);
  expect({ status, text }).toMatchObject({ status: 201 });
  await fired.take();
  return body;
}

type Op = 'create' | 'update' | 'delete';

/** All four events of one change, in their order. `before`: the id as it is known before the change. */
function events(op: Op, collection: string, id: string, data: unknown, before: string | null = id): unknown[] {
  const ofModel = { model: 'collections', accountId: null, data };
  return [
    { name: `on_collection_before_${op}`, payload: { collection, id: before, data } },
    { name: `on_model_before_${op}`, payload: { ...ofModel, id: before } },
    { name: `on_collection_after_${op}`, payload: { collection, id, data } },
    { name: `on_model_after_${op}`, payload: { ...ofModel, id } },
  ];
}

const shown = (all: readonly Fired[]) => all.map(({ name, payload }) => ({ name, payload }));
const names = (all: readonly Fired[]) => all.map(({ name }) => name);
const beforeNames = (op: Op) => [`on_collection_before_${op}`, `on_model_before_${op}`];

describe('each change fires its four events once, and nothing else', () => {
  test('a creation', async () => {
    const definition = { name: 'orders', fields: [TITLE], list_rule: '' };
    const { body } = await world.http.post(path, definition, root());
    const all = await fired.take();
    expect(shown(all)).toEqual(events('create', 'orders', body.id, definition, null));
    for (const { ctx } of all) expect(ctx).toMatchObject({ actor: { userId: world.superadmin.userId } });
  });

  test.each(['PUT', 'PATCH'])('an update with %s', async (method) => {
    const { id, fields } = await made(`updated_${method}`);
    const change = { fields: [fields[0], NOTE] };
    expect((await world.http.call(method, `${path}/${id}`, { ...root(), body: change })).status).toBe(200);
    expect(shown(await fired.take())).toEqual(events('update', `updated_${method}`, id, change));
  });

  test('an update of rules', async () => {
    const { id } = await made('ruled');
    const rules = { list_rule: 'title != ""' };
    expect((await world.http.put(`${path}/ruled/rules`, rules, root())).status).toBe(200);
    expect(shown(await fired.take())).toEqual(events('update', 'ruled', id, rules));
  });

  test('a new name, whatever keys and collections follow it', async () => {
    const { id } = await made('named');
    const posts = { name: 'named', type: 'reference', collection: 'named', on_delete: 'restrict' };
    const others = [
      await made('follower', { fields: [posts] }),
      await made('asker', { list_rule: PERMITTED('named') }),
    ];
    const scopes = ['named:read'];
    const key = await world.http.post(
      `${API}/admin/api-keys`,
      { name: 'limited', scopes },
      { token: world.acme.token },
    );
    await fired.take();
    const change = { name: 'renamed' };
    expect((await world.http.patch(`${path}/${id}`, change, root())).status).toBe(200);
    const [before, ofModel, after, ...rest] = events('update', 'named', id, change);
    const renamed = { ...(after as Json), payload: { ...(after as Json).payload, collection: 'renamed' } };
    expect(shown(await fired.take())).toEqual([before, ofModel, renamed, ...rest]);
    const [follower, asker] = await Promise.all(others.map(async (other) => (await find(other.id)).body));
    expect([follower.fields[0].collection, asker.list_rule]).toEqual(['renamed', PERMITTED('renamed')]);
    const kept = await world.http.get(`${API}/admin/api-keys/${key.body.id}`, { token: world.acme.token });
    expect(kept.body.scopes).toEqual(['renamed:read']);
  });

  test('a deletion, whatever records go with it', async () => {
    const { id } = await made('full', SIGNED_IN_RULES);
    for (const { token } of [world.acme, world.twin]) {
      const batch = { records: [{ title: 'a' }, { title: 'b' }] };
      expect((await world.http.post(`${API}/records/full/batch`, batch, { token })).status).toBe(201);
    }
    await fired.take();
    expect((await world.http.delete(`${path}/${id}?confirm=true`, root())).body).toMatchObject({ records_deleted: 4 });
    expect(shown(await fired.take())).toEqual(events('delete', 'full', id, null));
  });
});

describe('requests that reach no change fire', () => {
  const refused: [name: string, send: () => Promise<Answer>, status: number][] = [
    [
      'an admin of an account',
      () => world.http.post(path, { name: 'mine', fields: [TITLE] }, { token: world.acme.token }),
      403,
    ],
    ['nobody', () => world.http.post(path, { name: 'mine', fields: [TITLE] }), 401],
    ['a body that is no definition', () => create('malformed', { fields: 'none' }), 422],
    ['a body that is no object', () => world.http.post(path, [], root()), 422],
    ['an update of nothing', () => world.http.put(`${path}/nothing`, { fields: [TITLE] }, root()), 404],
    ['rules of nothing', () => world.http.put(`${path}/nothing/rules`, { list_rule: '' }, root()), 404],
    ['a deletion of nothing', () => world.http.delete(`${path}/nothing`, root()), 404],
  ];

  test.each(refused)('no event: %s', async (_name, send, status) => {
    const answer = await send();
    expect({ status: answer.status, text: answer.text }).toMatchObject({ status });
    expect(await fired.take()).toEqual([]);
  });

  test('before-events alone, when the change is refused after them', async () => {
    await made('taken');
    const outcomes: string[] = [];
    on('on_collection_before_create', ({ onSettled }) => onSettled((outcome) => void outcomes.push(outcome)));
    expect((await create('taken')).status).toBe(409);
    expect(names(await fired.take())).toEqual(beforeNames('create'));
    expect(outcomes).toEqual(['rolled_back']);
  });
});

describe('a before-hook may change the definition', () => {
  test('of a new collection', async () => {
    const outcomes: string[] = [];
    on('on_collection_before_create', async ({ data, onSettled }, next) => {
      onSettled((outcome) => void outcomes.push(outcome));
      data['fields'] = [...(data['fields'] as object[]), NOTE];
      await next();
    });
    const { status, body } = await create('widened');
    expect({ status, fields: body.fields.map((field: Json) => field.name) }).toEqual({
      status: 201,
      fields: ['title', 'note'],
    });
    const data = { name: 'widened', fields: [TITLE, NOTE] };
    expect(shown(await fired.take())).toEqual(events('create', 'widened', body.id, data, null));
    expect(outcomes).toEqual(['committed']);
  });

  test('of one that is updated, putting another in its place', async () => {
    const { id } = await made('replaced');
    on('on_collection_before_update', (event) => void (event.data = { list_rule: '' }));
    const { body } = await world.http.patch(`${path}/${id}`, { view_rule: '' }, root());
    expect(body).toMatchObject({ list_rule: '', view_rule: null });
    expect(shown(await fired.take())).toEqual(events('update', 'replaced', id, { list_rule: '' }));
  });

  const WRONG = { status: 422, body: { error: 'SCHEMA_INVALID' } };
  /** No definition at all is the hook's own fault, of which the caller is told nothing. */
  const NONE = { status: 500, body: { error: 'HOOK_FAILED', message: 'An unexpected error occurred' } };
  const spoilt: [name: string, spoil: (event: { data: HookDefinition }) => void, answer: object][] = [
    ['a field of no type', ({ data }) => void (data['fields'] = [{ name: 'x', type: 'no such type' }]), WRONG],
    ['a number in its place', (event) => void (event.data = 5 as never), NONE],
    ['nothing in its place', (event) => void (event.data = undefined as never), NONE],
    ['what is no JSON', ({ data }) => void (data['more'] = 5n), NONE],
    ['itself inside itself', ({ data }) => void (data['more'] = data), NONE],
    [
      'what is nested too deeply',
      ({ data }) => void (data['more'] = JSON.parse('['.repeat(100) + ']'.repeat(100))),
      WRONG,
    ],
  ];

  test.each(spoilt)('and what it makes of it is checked: %s', async (_name, spoil, answer) => {
    on('on_collection_before_create', spoil);
    expect(await create('spoilt')).toMatchObject(answer);
    const { body } = await world.http.get(`${path}/names`, root());
    expect(body.names).not.toContain('spoilt');
  });
});

describe('a before-hook may refuse', () => {
  const KINDS = ['collection', 'model'] as const;
  const cases = (['create', 'update', 'delete'] as const).flatMap((op) => KINDS.map((kind) => [kind, op] as const));

  test.each(cases)('on_%s_before_%s', async (kind, op) => {
    const kept = await made(`kept_${kind}_${op}`);
    on(`on_${kind}_before_${op}`, (event) => event.abort(409, 'Not today', 'CLOSED'));
    const answers = {
      create: () => create('never'),
      update: () => world.http.patch(`${path}/${kept.id}`, { list_rule: '' }, root()),
      delete: () => world.http.delete(`${path}/${kept.id}`, root()),
    };
    const answer = await answers[op]();
    expectErrorBody(answer);
    expect(answer).toMatchObject({ status: 409, body: { error: 'CLOSED', message: 'Not today' } });
    expect((await find(kept.id)).body).toEqual(kept);
    expect((await world.http.get(`${path}/names`, root())).body.names).not.toContain('never');
    for (const name of names(await fired.take())) expect(name).toContain('_before_');
  });

  test('by throwing, and the caller is told nothing of it', async () => {
    on('on_collection_before_create', () => {
      throw new Error('secret internals');
    });
    const { status, body, text } = await create('thrown');
    expect({ status, error: body.error }).toEqual({ status: 500, error: 'HOOK_FAILED' });
    expect(text).not.toContain('internals');
  });
});

test('hooks run once, even where the change is repeated with the caller’s new rights', async () => {
  const { body: group } = await world.http.post(`${API}/groups`, { name: 'operators' }, root());
  await fired.take();
  on('on_collection_before_create', async (_event, next) => {
    // The caller's rights are others now than those that the request came with.
    const { status } = await world.http.post(
      `${API}/groups/${group.id}/users`,
      { user_id: world.superadmin.userId },
      root(),
    );
    expect(status).toBeLessThan(300);
    await next();
  });
  expect((await create('again')).status).toBe(201);
  const ofCollections = (await fired.take()).filter(
    ({ name, payload }) => name.startsWith('on_collection_') || payload['model'] === 'collections',
  );
  expect(names(ofCollections)).toEqual([
    ...beforeNames('create'),
    'on_collection_after_create',
    'on_model_after_create',
  ]);
});

test('a hook that fails after the change hurts nobody', async () => {
  on('on_collection_after_create', () => Promise.reject(new Error('after')));
  expect((await create('hurt')).status).toBe(201);
  expect(names(await fired.take())).toHaveLength(4);
});
