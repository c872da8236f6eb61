/** Hooks of records, through HTTP: what they see, change, refuse and are told. */
import { AfterHooks } from '#application/kernel/hooks/after-hooks';
import type { HookHandler } from '#domain/hooks/hook';
import { HookBus } from '#domain/hooks/hook-bus';
import type { HookEventName } from '#domain/hooks/hook-events';
import { API } from '../support/member';
import { createWorld, type World } from '../support/world';

const path = `${API}/records/notes`;

let world: World;
let bus: HookBus;
const registered: string[] = [];

beforeAll(async () => {
  world = await createWorld();
  await world.define('notes', [
    { name: 'title', type: 'text', required: true },
    { name: 'slug', type: 'text', required: true },
  ]);
  bus = world.server.app.get(HookBus, { strict: false });
});
afterEach(() => {
  for (const id of registered.splice(0)) bus.unregister(id);
});
afterAll(() => world?.close());

function on<E extends HookEventName>(event: E, handler: HookHandler<E>, collection = 'notes'): void {
  registered.push(bus.register(event, handler, { filter: { collection } as never }));
}

const post = (body: object) => world.http.post(path, body, { token: world.acme.token });
const idle = () => world.server.app.get(AfterHooks, { strict: false }).idle();

test('a before-hook computes what the record needs', async () => {
  on('on_record_before_create', async (event, next) => {
    event.data['slug'] = (event.data['title'] as string).toLowerCase();
    await next();
  });
  expect(await post({ title: 'Hello' })).toMatchObject({ status: 201, body: { title: 'Hello', slug: 'hello' } });
});

test('a before-hook refuses with its own status, code and message, and nothing is written', async () => {
  on('on_record_before_create', (event) => event.abort(409, 'No more notes', 'NOTES_CLOSED'));
  const answer = await post({ title: 'a', slug: 'refused' });
  expect(answer).toMatchObject({ status: 409, body: { error: 'NOTES_CLOSED', message: 'No more notes' } });
  const { body } = await world.http.get(`${path}?slug=refused`, { token: world.acme.token });
  expect(body).toMatchObject({ total: 0 });
});

test('after-hooks are told of each record, as it was and as it is', async () => {
  const told: unknown[] = [];
  on('on_record_after_create', ({ record, before, cause }) => told.push({ title: record!['title'], before, cause }));
  on('on_record_after_update', ({ record, before }) => told.push([before!['title'], record!['title']]));
  on('on_record_after_delete', ({ record, before }) => told.push({ record, was: before!['title'] }));
  const { body } = await post({ title: 'one', slug: 'told' });
  await world.http.patch(`${path}/${body.id}`, { title: 'two' }, { token: world.acme.token });
  await world.http.delete(`${path}/${body.id}`, { token: world.acme.token });
  await idle();
  expect(told).toEqual([{ title: 'one', before: null, cause: null }, ['one', 'two'], { record: null, was: 'two' }]);
});

test.each([60, 99, 30_000])('a body that is %i levels deep is refused as it is without hooks', async (depth) => {
  const called: string[] = [];
  on('on_record_before_create', ({ name }) => void called.push(name));
  const deep = '['.repeat(depth) + ']'.repeat(depth);
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${world.acme.token}` };
  const body = `{"title":"deep","slug":${deep}}`;
  const { status } = await fetch(world.server.url + path, { method: 'POST', headers, body });
  expect(status).toBe(422);
  // The parser refuses what is deeper than 67 levels.
  expect(called).toHaveLength(depth < 67 ? 1 : 0);
});
