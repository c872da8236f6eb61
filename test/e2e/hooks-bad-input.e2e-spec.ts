/**
 * Handlers that do what none should: the request gets its error or goes on, nothing is written twice or half, the server
 * stays, and the log names the hook.
 */
import { HookLimits } from '#application/kernel/hooks/hook-limits';
import type { HookEvent, HookHandler } from '#domain/hooks/hook';
import { HookedWorld } from '../support/hooked-world';

const EVENT = 'on_record_before_create';
const MIB = 1_048_576;

type Event = HookEvent<typeof EVENT>;
type Handler = HookHandler<typeof EVENT>;

let hooked: HookedWorld;
let titles = 0;

beforeAll(async () => {
  hooked = await HookedWorld.create({
    // The smaller, the sooner it is found that something unfolds to more.
    SNACKBASE_MAX_BODY_SIZE: String(MIB / 16),
  });
  await hooked.world.define('notes', [
    { name: 'title', type: 'text', required: true },
    { name: 'meta', type: 'json' },
  ]);
});
afterEach(() => hooked.clear());
afterAll(() => hooked?.world.close());

/** One more title that no other record has. */
function newTitle(): string {
  titles += 1;
  return `note ${titles}`;
}

/** Another request, which no hook has anything to do with any more, is answered as ever. */
async function expectServing(): Promise<void> {
  await hooked.clear();
  expect(await hooked.post('notes', { title: newTitle() })).toMatchObject({ status: 201 });
}

const set = (name: string, value: unknown) => (event: Event) => void Object.assign(event.data, { [name]: value });
const throwing = (thrown: unknown) => () => Promise.reject(thrown);

// oxlint-disable-next-line unicorn/no-thenable -- that it is awaited is what is tested
const promiseLike = (then: () => unknown) => ({ then });

const cyclic: Record<string, unknown> = {};
cyclic['again'] = cyclic;
let laughs: unknown = 'ha';
for (let level = 0; level < 60; level += 1) laughs = [laughs, laughs];

describe('a defect of a hook is a 500 that says nothing of it, and a line that names it', () => {
  test.each<[string, Handler]>([
    [
      'throws',
      () => {
        throw new Error('with internals');
      },
    ],
    ['rejects', throwing(new Error('with internals'))],
    ['throws a text', throwing('internals')],
    ['throws nothing', throwing(undefined)],
    ['throws null', throwing(null)],
    ['throws a symbol', throwing(Symbol('internals'))],
    ['throws what has no text', throwing(Object.create(null))],
    ['throws an error with the status 200', throwing(Object.assign(new Error('x'), { status: 200 }))],
    ['throws an error with the status 999', throwing(Object.assign(new Error('x'), { status: 999, code: 'X' }))],
    ['aborts with 200', (event) => event.abort(200, 'Fine')],
    ['aborts with 999', (event) => event.abort(999, 'What')],
    ['aborts with no message', (event) => Reflect.apply(event.abort, event, [409]) as never],
    ['aborts with an object for a code', (event) => Reflect.apply(event.abort, event, [409, 'No', {}]) as never],
    [
      'answers with a promise that breaks',
      () =>
        promiseLike(() => {
          throw new Error('x');
        }),
    ],
    ['changes the account', (event) => Object.assign(event, { accountId: hooked.world.twin.accountId })],
    ['changes the collection', (event) => Object.assign(event, { collection: 'users' })],
    ['changes the caller', ({ ctx }) => Object.assign(ctx.actor, { accountId: hooked.world.twin.accountId })],
    ['changes the account of the caller', ({ ctx }) => Object.assign(ctx, { accountId: hooked.world.twin.accountId })],
    ['leaves a list', (event) => Object.assign(event, { data: [] })],
    ['leaves no data', (event) => Object.assign(event, { data: null })],
    ['leaves a Map', (event) => Object.assign(event, { data: new Map() })],
    ['leaves a function', set('meta', () => 1)],
    ['leaves a date', set('meta', new Date(0))],
    ['leaves a bigint', set('meta', 1n)],
    ['leaves no number', set('meta', Number.NaN)],
    ['leaves what holds itself', set('meta', cyclic)],
    ['leaves what unfolds to more than memory holds', set('meta', laughs)],
    ['leaves 10 MB', set('title', 'x'.repeat(10 * MIB))],
    ['waits for what is not there', ({ records }) => records.get('notes', '00000000-0000-0000-0000-000000000001')],
  ])('%s', async (_, handler) => {
    const title = newTitle();
    hooked.on(EVENT, 'suspect', handler);
    const answer = await hooked.post('notes', { title });
    expect(answer).toMatchObject({
      status: 500,
      body: { error: 'HOOK_FAILED', message: 'An unexpected error occurred' },
    });
    expect(answer.text).not.toMatch(/internals|suspect/);
    const lines = hooked.linesOf('suspect');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0]!)).toMatchObject({
      level: 'error',
      message: `Hook suspect (${EVENT}, code) failed`,
      correlation_id: answer.body.request_id,
    });
    expect(await hooked.count('notes', `title = "${title}"`)).toBe(0);
    await expectServing();
  });
});

describe('what a request could not send either is refused like that, and a line names who set it', () => {
  test.each<[string, Handler, string]>([
    ['an unknown field', set('colour', 'red'), 'unknown_field'],
    ['an id', set('id', '00000000-0000-0000-0000-000000000001'), 'system_field'],
    [
      'an account',
      (event) => void Object.assign(event.data, { account_id: hooked.world.twin.accountId }),
      'system_field',
    ],
    ['a creator', set('created_by', 'somebody'), 'system_field'],
    ['another type', set('title', 7), 'invalid_type'],
    ['a required field to null', set('title', null), 'required_null'],
  ])('%s', async (_, handler, code) => {
    hooked.on(EVENT, 'suspect', handler);
    const before = await hooked.count('notes');
    const answer = await hooked.post('notes', { title: newTitle() });
    expect(answer).toMatchObject({ status: 422, body: { error: 'RECORD_INVALID', details: [{ code }] } });
    expect(hooked.linesOf('suspect')).toEqual([expect.stringContaining('set what the request was refused for')]);
    expect(await hooked.count('notes')).toBe(before);
    await expectServing();
  });
});

test('what the caller sent wrong is blamed on no hook', async () => {
  hooked.on(EVENT, 'innocent', set('meta', { a: 1 }));
  expect(await hooked.post('notes', { title: newTitle(), colour: 'red' })).toMatchObject({ status: 422 });
  expect(hooked.linesOf('innocent')).toEqual([]);
});

describe('what a handler returns is ignored, and the request goes on', () => {
  test.each<[string, Handler]>([
    ['nothing', () => undefined],
    ['another shape', () => ({ title: 'other', data: { title: 'other' } })],
    ['10 MB', () => 'x'.repeat(10 * MIB)],
    ['an error', () => new Error('not thrown')],
    ['a member that is undefined', set('meta', undefined)],
  ])('%s', async (_, handler) => {
    const title = newTitle();
    hooked.on(EVENT, 'suspect', handler);
    expect(await hooked.post('notes', { title })).toMatchObject({ status: 201, body: { title } });
    expect(await hooked.count('notes', `title = "${title}"`)).toBe(1);
    expect(hooked.linesOf('suspect')).toEqual([]);
  });
});

describe('next()', () => {
  const appending: Handler = ({ data }) => void (data['title'] = `${data['title'] as string}!`);

  test.each<[string, Handler]>([
    ['called twice', (_, next) => Promise.all([next(), next()])],
    ['not waited for', (_, next) => void next()],
    ['not called', () => undefined],
  ])('%s: the handlers after it run once', async (_, handler) => {
    const title = newTitle();
    hooked.on(EVENT, 'suspect', handler);
    hooked.on(EVENT, 'inner', appending);
    expect(await hooked.post('notes', { title })).toMatchObject({ status: 201, body: { title: `${title}!` } });
  });

  test.each<[string, Handler]>([
    ['caught', (_, next) => next().catch(() => undefined)],
    ['not waited for', (_, next) => void next()],
  ])('%s: what a later handler refuses is refused', async (_, handler) => {
    hooked.on(EVENT, 'suspect', handler);
    hooked.on(EVENT, 'inner', (event) => event.abort(409, 'No more notes', 'NOTES_CLOSED'));
    expect(await hooked.post('notes', { title: newTitle() })).toMatchObject({
      status: 409,
      body: { error: 'NOTES_CLOSED', message: 'No more notes' },
    });
  });

  test('a handler that is registered twice runs twice, under one id once', async () => {
    const title = newTitle();
    hooked.on(EVENT, 'one', appending);
    hooked.on(EVENT, 'two', appending);
    hooked.on(EVENT, 'two', appending);
    expect(await hooked.post('notes', { title })).toMatchObject({ status: 201, body: { title: `${title}!!` } });
  });
});

test('what a handler does to its data afterwards reaches no record', async () => {
  const title = newTitle();
  hooked.on(EVENT, 'suspect', ({ data }) => {
    data['meta'] = { tags: ['one'] };
    const tags = (data['meta'] as { tags: string[] }).tags;
    for (let turn = 0; turn < 20; turn += 1) setImmediate(() => tags.push('later'));
    queueMicrotask(() => queueMicrotask(() => queueMicrotask(() => tags.push('soon'))));
  });
  const { status, body } = await hooked.post('notes', { title });
  expect({ status, tags: body.meta.tags.filter((tag: string) => tag === 'later') }).toEqual({ status: 201, tags: [] });
});

test('a handler that calls back into its own collection is refused with the names that lead there', async () => {
  const before = await hooked.count('notes');
  hooked.on(EVENT, 'echo', async ({ records }) => void (await records.create('notes', { title: newTitle() })));
  const answer = await hooked.post('notes', { title: newTitle() });
  expect(answer).toMatchObject({
    status: 422,
    body: { error: 'HOOK_DEPTH', message: expect.stringContaining('echo > echo > echo > echo > echo > echo') },
  });
  expect(await hooked.count('notes')).toBe(before);
  await expectServing();
});

describe('a handler that hangs', () => {
  const within = (beforeMs: number) =>
    Object.assign(hooked.world.server.app.get(HookLimits, { strict: false }), { beforeMs });

  beforeAll(() => within(50));
  afterAll(() => within(5000));

  test('the request gets 504, nothing is written, its tools refuse, and nobody else waits', async () => {
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    const { promise: refused, resolve: refuse } = Promise.withResolvers<unknown>();
    const title = newTitle();
    const { acme } = hooked.world;
    hooked.on(
      EVENT,
      'suspect',
      async ({ records }) => {
        await gate;
        await records.create('notes', { title }).catch(refuse);
        throw new Error('long after the answer');
      },
      { filter: { accountId: acme.accountId } },
    );
    const hanging = hooked.post('notes', { title });
    expect(await hooked.post('notes', { title: newTitle() }, hooked.world.twin)).toMatchObject({ status: 201 });
    expect(await hanging).toMatchObject({ status: 504, body: { error: 'HOOK_TIMEOUT' } });
    expect(hooked.linesOf('suspect')).toEqual([expect.stringContaining('did not end in time')]);
    open();
    expect(await refused).toMatchObject({ message: 'The time of this hook is over' });
    expect(await hooked.count('notes', `title = "${title}"`)).toBe(0);
    expect(hooked.linesOf('suspect').at(-1)).toContain('long after the answer');
    await expectServing();
  });

  test('so does one that answers with a promise that says nothing', async () => {
    hooked.on(EVENT, 'suspect', () => promiseLike(() => undefined));
    expect(await hooked.post('notes', { title: newTitle() })).toMatchObject({ status: 504 });
    expect(hooked.linesOf('suspect')).toEqual([expect.stringContaining('did not end in time')]);
  });
});

describe('after-hooks', () => {
  test.each<[string, HookHandler<'on_record_after_create'>]>([
    ['throws', throwing(new Error('x'))],
    ['throws nothing', throwing(undefined)],
    ['throws what has no text', throwing(Object.create(null))],
    ['aborts', (event) => event.abort(409, 'Too late')],
    ['changes what others are told', ({ record }) => Object.assign(record!, { title: 'other' })],
    ['changes what it is about', (event) => Object.assign(event, { record: null })],
  ])('one that %s is logged and counted, and hurts neither request nor record nor the next one', async (_, handler) => {
    const title = newTitle();
    const told: unknown[] = [];
    hooked.on('on_record_after_create', 'suspect', handler);
    hooked.on('on_record_after_create', 'next', ({ record }) => told.push(record!['title']));
    expect(await hooked.post('notes', { title })).toMatchObject({ status: 201, body: { title } });
    await hooked.idle();
    expect(told).toEqual([title]);
    expect(hooked.linesOf('suspect').map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ level: 'error', failures: expect.any(Number) }),
    ]);
    expect(await hooked.count('notes', `title = "${title}"`)).toBe(1);
  });
});

test('onSettled() that throws or rejects is logged, and the request is answered as it was', async () => {
  const title = newTitle();
  hooked.on(EVENT, 'suspect', ({ onSettled }) => {
    onSettled(() => {
      throw new Error('at once');
    });
    onSettled(() => Promise.reject(new Error('later')) as unknown as void);
  });
  expect(await hooked.post('notes', { title })).toMatchObject({ status: 201 });
  expect(hooked.linesOf('suspect')).toHaveLength(2);
  expect(await hooked.count('notes', `title = "${title}"`)).toBe(1);
});
