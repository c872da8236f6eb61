import { setImmediate as turn } from 'node:timers/promises';
import { inspect } from 'node:util';
import { HookBus } from '#domain/hooks/hook-bus';
import type { HookEvent, HookHandler, HookOptions, Next } from '#domain/hooks/hook';
import type { HookData } from '#domain/hooks/hook-events';
import { systemClock } from '#domain/kernel/clock';
import { invalidFields } from '#domain/kernel/errors';
import type { RequestContext } from '#domain/kernel/request-context';
import { BareToolbox, RecordedHookReports } from '../../../test/support/recorded-hook-reports';
import { strangerContext } from '../../../test/support/unit';
import { BeforeHooks } from '#application/kernel/hooks/before-hooks';
import { HookLimits } from '#application/kernel/hooks/hook-limits';
import { Settlement } from '#application/kernel/hooks/settlement';

const EVENT = 'on_record_before_create';
type Handler = HookHandler<typeof EVENT>;

const BEFORE_MS = 5000;
const LIMITS = new HookLimits(BEFORE_MS, 1, 1, 1000);

let bus: HookBus;
let reports: RecordedHookReports;
let hooks: BeforeHooks;

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance'] });
  bus = new HookBus();
  reports = new RecordedHookReports();
  hooks = new BeforeHooks(bus, new BareToolbox(), reports, LIMITS, systemClock);
});
afterEach(() => {
  expect(jest.getTimerCount()).toBe(0);
  jest.useRealTimers();
});

const on = (id: string, handler: Handler, options: HookOptions<typeof EVENT> = {}) =>
  bus.register(EVENT, handler, { ...options, id });

const payload = (data: HookData = { title: 'a' }) => ({ collection: 'notes', accountId: 'acme', data });

async function run(given = payload(), settlement = new Settlement(), ctx: RequestContext = strangerContext()) {
  await hooks.run(ctx, EVENT, given, settlement);
}

const refusal = (promise: Promise<void>) =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );

test('an event shows its name and its payload, none of its tools, and gives nothing else away', async () => {
  let event!: HookEvent<typeof EVENT>;
  on('looks', (given) => void (event = given));
  await run();
  const shown = { name: EVENT, ...payload() };
  expect(JSON.parse(JSON.stringify(event))).toEqual(shown);
  expect(inspect(event)).toBe(inspect(shown));
  expect(Reflect.ownKeys(event)).toEqual([]);
});

test('only data can be replaced, by another object', async () => {
  const thrown: unknown[] = [];
  const catching = (action: () => unknown): void => {
    try {
      action();
    } catch (error) {
      thrown.push(error);
    }
  };
  on('replaces', (event) => {
    const members = event as { collection: string; ctx: object; data: unknown };
    catching(() => (members.collection = 'others'));
    catching(() => (members.ctx = {}));
    catching(() => (members.data = 'text'));
    members.data = { title: 'b' };
  });
  const given = payload();
  await run(given);
  expect(thrown).toEqual([expect.any(TypeError), expect.any(TypeError), expect.any(TypeError)]);
  expect(given).toEqual(payload({ title: 'b' }));
});

describe('waiting', () => {
  const begin = () => hooks.run(strangerContext(), EVENT, payload());

  test.each<[string, Handler]>([
    ['nothing', () => undefined],
    ['a value', () => ({ more: 'text' })],
    ['what next() of the last one returns', (_, next) => next()],
  ])('there is none where a handler returns %s', (_, handler) => {
    on('quick', handler);
    expect(begin()).toBeUndefined();
  });

  test('what such a handler throws is thrown', () => {
    on('aborts', (event) => event.abort(409, 'No', 'NO'));
    expect(begin).toThrow(expect.objectContaining({ code: 'NO' }));
  });

  test.each<[string, (done: () => void) => unknown]>([
    ['a promise', (done) => turn().then(done)],
    // oxlint-disable-next-line unicorn/no-thenable -- a handler may return one
    ['anything that has then()', (done) => ({ then: (tell: () => void) => setImmediate(() => (done(), tell())) })],
  ])('%s is waited for', async (_, returns) => {
    let isDone = false;
    on('waits', () => returns(() => (isDone = true)));
    await run();
    expect(isDone).toBe(true);
  });
});

describe('time', () => {
  const waits =
    (milliseconds: number): Handler =>
    () =>
      new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

  test('a handler that hangs is named, the request is refused, and what it holds refuses from then on', async () => {
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    let used: unknown;
    on('outer', async (_, next) => next());
    on('hangs', async ({ records }) => {
      await gate;
      used = await refusal(records.delete('notes', '1'));
    });
    const called: string[] = [];
    on('later', () => void called.push('later'));
    const refused = refusal(run());
    await jest.advanceTimersByTimeAsync(BEFORE_MS);
    expect(await refused).toMatchObject({ code: 'HOOK_TIMEOUT', kind: 'timeout' });
    open();
    await turn();
    expect(used).toMatchObject({ message: 'The time of this hook is over' });
    expect(called).toEqual([]);
    expect(reports.lines[0]).toBe('hangs timed out');
  });

  test('the handlers of all records of a request have it together', async () => {
    on('slow', waits(2000));
    const settlement = new Settlement();
    const first = run(payload(), settlement).then(() => run(payload(), settlement));
    await jest.advanceTimersByTimeAsync(4000);
    await first;
    const third = refusal(run(payload(), settlement));
    await jest.advanceTimersByTimeAsync(1000);
    expect(await third).toMatchObject({ code: 'HOOK_TIMEOUT' });
    await jest.advanceTimersByTimeAsync(1000);
  });

  test('a handler that lets nothing else run is refused when it is done', async () => {
    on('blocks', () => jest.setSystemTime(Date.now() + BEFORE_MS + 1));
    expect(await refusal(run())).toMatchObject({ code: 'HOOK_TIMEOUT' });
    expect(reports.lines).toContain('blocks timed out');
  });

  test('the slow hook is reported, not the one that waits for it', async () => {
    on('outer', async (_, next) => next());
    on('slow', waits(150));
    on('quick', waits(50));
    const done = run();
    await jest.advanceTimersByTimeAsync(200);
    await done;
    expect(reports.lines).toEqual(['slow slow 150']);
  });
});

describe('data', () => {
  test('what handlers leave is what the request goes on with, and no handler can change it any more', async () => {
    let kept: HookData = {};
    on('keeps', ({ data }) => {
      kept = data;
      data['tags'] = ['one'];
    });
    const given = payload();
    await run(given);
    (kept['tags'] as string[]).push('two');
    expect(given.data).toEqual({ title: 'a', tags: ['one'] });
  });

  test.each<[string, Handler]>([
    ['a function', ({ data }) => void Object.assign(data, { title: () => 1 })],
    ['itself', ({ data }) => void Object.assign(data, { data })],
    ['more than a request may send', ({ data }) => void Object.assign(data, { title: 'x'.repeat(2000) })],
    ['nothing at all', (event) => void Object.assign(event, { data: null })],
    ['a list', (event) => void Object.assign(event, { data: [] })],
  ])('%s in it refuses, and the log names who put it there', async (_, handler) => {
    on('outer', async (_event, next) => next());
    on('spoils', handler);
    on('inner', () => undefined);
    expect(await refusal(run())).toMatchObject({ code: 'HOOK_FAILED', kind: 'defect' });
    expect(reports.lines).toEqual([expect.stringMatching(/^spoils failed: TypeError/)]);
  });

  test('a hook that sets a value for which the request is refused is named', async () => {
    on('sets', ({ data }) => void (data['nothing'] = 1));
    on('looks', () => undefined);
    const settlement = new Settlement();
    await run(payload({ title: 'a', sent: 1 }), settlement);
    const problem = (field: string) => ({ field, code: 'unknown_field', message: 'Unknown' });
    settlement.tell('rolled_back', invalidFields('RECORD_INVALID', [problem('sent'), problem('nothing')]));
    expect(reports.lines).toEqual([expect.stringMatching(/^sets refused: .*nothing: Unknown/)]);
  });
});

describe('what a handler is given', () => {
  test.each<[string, (event: HookEvent<typeof EVENT>) => unknown]>([
    ['the account', (event) => Object.assign(event, { accountId: 'twin' })],
    ['the collection', (event) => Object.assign(event, { collection: 'users' })],
    ['the account of the context', ({ ctx }) => Object.assign(ctx, { accountId: 'twin' })],
    ['who asks', ({ ctx }) => Object.assign(ctx.actor, { kind: 'system' })],
    ['the hooks that lead to it', ({ ctx }) => (ctx.hooks as string[]).pop()],
  ])('cannot be used to change %s', async (_, change) => {
    on('changes', change);
    const ctx = strangerContext('acme');
    const before = JSON.stringify(ctx);
    expect(await refusal(run(payload(), undefined, ctx))).toMatchObject({ code: 'HOOK_FAILED' });
    expect(JSON.stringify(ctx)).toBe(before);
    expect(reports.lines).toEqual([expect.stringMatching(/^changes failed: TypeError/)]);
  });

  test('it is told how all ends, and what it throws then is logged', async () => {
    const told: string[] = [];
    on('asks', ({ onSettled }) => {
      onSettled((outcome) => void told.push(outcome));
      onSettled(() => {
        throw new Error('at once');
      });
      onSettled(() => Promise.reject(new Error('later')) as unknown as void);
    });
    const settlement = new Settlement();
    await run(payload(), settlement);
    settlement.tell('rolled_back');
    settlement.tell('committed');
    await turn();
    expect(told).toEqual(['rolled_back']);
    expect(reports.lines).toEqual(['asks failed: Error: at once', 'asks failed: Error: later']);
  });
});

describe('what is thrown', () => {
  test('what one handler refuses is refused, even if another catches it', async () => {
    on('forgives', (_, next) => next().catch(() => undefined));
    on('refuses', (event) => event.abort(409, 'No', 'NO'));
    expect(await refusal(run())).toMatchObject({ code: 'NO', kind: 'aborted', extras: { status: 409 } });
    expect(reports.lines).toEqual([]);
  });

  test('a next() that nobody waits for ends no process', async () => {
    on('leaves', (_, next: Next) => void next());
    on('refuses', (event) => event.abort(409, 'No', 'NO'));
    expect(await refusal(run())).toMatchObject({ code: 'NO' });
  });

  test('an abort that cannot be answered with is a defect', async () => {
    on('odd', (event) => event.abort(200, 'Fine'));
    expect(await refusal(run())).toMatchObject({ code: 'HOOK_FAILED', message: 'An unexpected error occurred' });
    expect(reports.lines).toEqual([expect.stringMatching(/^odd failed: RangeError/)]);
  });
});
