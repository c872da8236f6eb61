/** Hooks around requests: what they are told, what they refuse, and which requests have none. */
import { request as send } from 'node:http';
import { newSecret } from '#domain/auth/opaque-token';
import { HookBus } from '#domain/hooks/hook-bus';
import type { HookHandler } from '#domain/hooks/hook';
import type { HookEventName } from '#domain/hooks/hook-events';
import { eventually } from '../support/eventually';
import { type Fired, FiredHooks } from '../support/fired-hooks';
import type { Answer } from '../support/http';
import { API } from '../support/member';
import { expectErrorBody } from '../support/scenario';
import { createWorld, type World } from '../support/world';

const path = `${API}/records/notes`;

let world: World;
let fired: FiredHooks;
const registered: string[] = [];

beforeAll(async () => {
  world = await createWorld();
  await world.define('notes', [{ name: 'title', type: 'text', required: true }]);
  fired = new FiredHooks(world.server.app, (name) => name.endsWith('_request'));
});
afterEach(() => {
  for (const id of registered.splice(0)) bus().unregister(id);
});
afterAll(() => world?.close());

const bus = () => world.server.app.get(HookBus, { strict: false });
const acme = () => ({ token: world.acme.token });
const count = async () => (await world.http.get(path, acme())).body.total as number;

function on<E extends HookEventName>(event: E, handler: HookHandler<E>): void {
  registered.push(bus().register(event, handler));
}

/** All that fires until the answer to a request is out, without what fires for the one that tells so. */
async function firedBy(work: () => Promise<unknown>): Promise<readonly Fired[]> {
  await fired.take();
  await work();
  // Events are told in the order in which answers are out, so this one is the last.
  const last = `last-${newSecret()}`;
  await world.http.get('/live', { headers: { 'x-correlation-id': last } });
  const all: Fired[] = [];
  const isOut = async (): Promise<boolean> => {
    all.push(...(await fired.take()));
    return all.some(({ name, ctx }) => name === 'on_after_request' && ctx.requestId === last);
  };
  await eventually(isOut);
  return all.filter(({ ctx }) => ctx.requestId !== last);
}

const both = (method: string, at: string, status: number | null) => [
  { name: 'on_before_request', payload: { method, path: at } },
  { name: 'on_after_request', payload: { method, path: at, status, milliseconds: expect.any(Number) } },
];
const shown = (all: readonly Fired[]) => all.map(({ name, payload }) => ({ name, payload }));

describe('each request fires both events once', () => {
  const requests: [name: string, send: () => Promise<Answer>, method: string, at: string, status: number][] = [
    ['a read, without its query', () => world.http.get(`${path}?title=secret`, acme()), 'GET', path, 200],
    ['a write, without its body', () => world.http.post(path, { title: 'secret' }, acme()), 'POST', path, 201],
    ['one whose data is refused', () => world.http.post(path, {}, acme()), 'POST', path, 422],
    ['one that finds nothing', () => world.http.get(`${path}/none`, acme()), 'GET', `${path}/none`, 404],
    ['a public one', () => world.http.get('/health'), 'GET', '/health', 200],
    [
      'one whose path holds a token',
      () => world.http.get(`${API}/invitations/${'s'.repeat(43)}`),
      'GET',
      `${API}/invitations/[token]`,
      404,
    ],
  ];

  test.each(requests)('%s', async (_name, request, method, at, status) => {
    const all = await firedBy(async () => expect((await request()).status).toBe(status));
    expect(shown(all)).toEqual(both(method, at, status));
    expect(JSON.stringify(shown(all))).not.toMatch(/secret|sssss/);
  });

  test('with the caller, the client and the id of the request', async () => {
    const headers = { 'x-correlation-id': 'traced', 'user-agent': 'Tester' };
    const all = await firedBy(() => world.http.get(path, { ...acme(), headers }));
    expect(all).toHaveLength(2);
    for (const { ctx } of all) {
      expect(ctx).toMatchObject({ requestId: 'traced', accountId: world.acme.accountId });
      expect(ctx).toMatchObject({ actor: { userId: world.acme.userId } });
      expect(ctx.client.userAgent).toBe('Tester');
      expect(ctx.client.address).toContain('127.0.0.1');
    }
  });
});

const unheard: [name: string, send: () => Promise<Answer>, status: number][] = [
  ['that its guard refuses', () => world.http.get(`${API}/users`), 401],
  ['whose credential is not understood', () => world.http.get(path, { token: 'nonsense' }), 401],
  ['for which there is no route', () => world.http.get('/nowhere'), 404],
  ['that is no JSON', () => world.http.call('POST', path, { ...acme(), raw: '{' }), 400],
];

test.each(unheard)('a request %s fires none', async (_name, request, status) => {
  expect(await firedBy(async () => expect((await request()).status).toBe(status))).toEqual([]);
});

describe('a before-hook', () => {
  test('refuses a request before anything is done, and the after-event tells how', async () => {
    const before = await count();
    on('on_before_request', (event) => {
      if (event.method === 'POST') event.abort(423, 'Closed for today', 'CLOSED');
    });
    const all = await firedBy(async () => {
      const answer = await world.http.post(path, { title: 'refused' }, acme());
      expectErrorBody(answer);
      expect(answer).toMatchObject({ status: 423, body: { error: 'CLOSED', message: 'Closed for today' } });
    });
    // The hook that writes down comes after the one that refused.
    expect(shown(all)).toEqual(both('POST', path, 423).slice(1));
    expect(await count()).toBe(before);
  });

  test('that throws refuses too, and the caller is told nothing of it', async () => {
    on('on_before_request', ({ path: at }) => {
      if (at === path) throw new Error('secret internals');
    });
    const { status, body, text } = await world.http.get(path, acme());
    expect({ status, error: body.error }).toEqual({ status: 500, error: 'HOOK_FAILED' });
    expect(text).not.toContain('internals');
    expect((await world.http.get('/live')).status).toBe(200);
  });

  test('is waited for, and a caller who goes away meanwhile has no status', async () => {
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    let came = (): void => undefined;
    const isThere = new Promise<void>((resolve) => (came = resolve));
    on('on_before_request', async ({ path: at }, next) => {
      if (at === path) {
        came();
        await gate;
      }
      await next();
    });
    const gone = new Promise<void>((resolve) => on('on_after_request', ({ path: at }) => at === path && resolve()));
    const all = await firedBy(async () => {
      const headers = { authorization: `Bearer ${world.acme.token}` };
      const request = send(world.server.url + path, { headers, agent: false }).on('error', () => undefined);
      request.end();
      await isThere;
      request.destroy();
      await gone;
      open();
    });
    const after = all.filter(({ name }) => name === 'on_after_request');
    expect(shown(after)).toEqual(both('GET', path, null).slice(1));
    expect(after[0]!.ctx.client.address).toContain('127.0.0.1');
  });
});
