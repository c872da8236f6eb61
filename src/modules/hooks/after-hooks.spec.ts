import { HookBus } from '#domain/hooks/hook-bus';
import type { HookHandler, HookOptions } from '#domain/hooks/hook';
import { systemClock } from '#domain/kernel/clock';
import { BareToolbox, RecordedHookReports } from '../../../test/support/recorded-hook-reports';
import { strangerContext } from '../../../test/support/unit';
import { AfterHooks } from '#application/kernel/hooks/after-hooks';
import { HookLimits } from '#application/kernel/hooks/hook-limits';

const EVENT = 'on_record_after_update';
type Handler = HookHandler<typeof EVENT>;

const LIMITS = new HookLimits(5000, 2, 1000, 1000);

let bus: HookBus;
let reports: RecordedHookReports;
let hooks: AfterHooks;

beforeEach(() => {
  jest.useFakeTimers();
  bus = new HookBus();
  reports = new RecordedHookReports();
  hooks = new AfterHooks(bus, new BareToolbox(), reports, LIMITS, systemClock);
});
afterEach(async () => {
  // What was made in the last turn is called a millisecond later here.
  await pass(1);
  expect(jest.getTimerCount()).toBe(0);
  jest.useRealTimers();
});

const on = (id: string, handler: Handler, options: HookOptions<typeof EVENT> = {}) =>
  bus.register(EVENT, handler, { ...options, id });

function add(id: string, title = 'a'): void {
  const record = { id, title };
  hooks.add(strangerContext('acme'), EVENT, {
    collection: 'notes',
    accountId: 'acme',
    id,
    record,
    before: null,
    cause: null,
  });
}

const pass = (milliseconds: number) => jest.advanceTimersByTimeAsync(milliseconds);
const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

test('the events of one record are told in their order, those of others meanwhile', async () => {
  const seen: string[] = [];
  on('slow', async ({ id, record }) => {
    const title = record!['title'] as string;
    seen.push(`${id}${title} begins`);
    await sleep(title === '1' ? 30 : 10);
    seen.push(`${id}${title} ends`);
  });
  add('x', '1');
  add('x', '2');
  add('y', '1');
  await pass(100);
  expect(seen.filter((line) => line.startsWith('x'))).toEqual(['x1 begins', 'x1 ends', 'x2 begins', 'x2 ends']);
  expect(seen.indexOf('y1 begins')).toBeLessThan(seen.indexOf('x1 ends'));
});

test('a handler that hangs is named after its time, and its place is given to the next', async () => {
  const seen: string[] = [];
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  on('hangs', async ({ id, records }) => {
    seen.push(id);
    await gate;
    await records.delete('notes', id);
  });
  on('next', ({ id }) => void seen.push(`next ${id}`));
  for (const id of ['a', 'b', 'c']) add(id);
  await pass(LIMITS.afterMs - 1);
  expect(seen).toEqual(['a', 'b']);
  await pass(1);
  expect(seen.toSorted()).toEqual(['a', 'b', 'c', 'next a', 'next b']);
  await pass(LIMITS.afterMs);
  await hooks.idle();
  open();
  await pass(0);
  expect(reports.lines.filter((line) => line === 'hangs timed out')).toHaveLength(3);
  expect(reports.lines.filter((line) => line.includes('The time of this hook is over'))).toHaveLength(3);
});

test('the time of a handler is not that of those it waits for', async () => {
  on('outer', async (_, next) => next());
  on('one', () => sleep(20_000));
  on('two', () => sleep(20_000));
  add('a');
  await pass(40_000);
  await hooks.idle();
  expect(reports.lines).toEqual(['one slow 20000', 'two slow 20000']);
});

test('what one throws is logged and counts for nobody else, an abort too', async () => {
  const seen: string[] = [];
  on('throws', () => Promise.reject(new Error('no')));
  on('aborts', (event) => event.abort(409, 'No'));
  on('last', () => void seen.push('last'));
  add('a');
  await pass(0);
  expect(seen).toEqual(['last']);
  expect(reports.lines).toEqual(['throws failed: Error: no', 'aborts failed: HookAbort: No']);
});

test('where one has stopOnError, those after it do not run, and those around it go on', async () => {
  const seen: string[] = [];
  on('outer', async (_, next) => {
    await next();
    seen.push('outer');
  });
  on('stops', () => Promise.reject(new Error('no')), { stopOnError: true });
  on('last', () => void seen.push('last'));
  add('a');
  await pass(0);
  expect(seen).toEqual(['outer']);
  expect(reports.lines).toEqual(['stops failed: Error: no']);
});

test('no handler can change what the next one is told', async () => {
  let told: unknown;
  on('changes', ({ record }) => Object.assign(record!, { title: 'other' }));
  on('looks', ({ record }) => void (told = record!['title']));
  add('a', 'own');
  await pass(0);
  expect(told).toBe('own');
  expect(reports.lines).toEqual([expect.stringMatching(/^changes failed: TypeError/)]);
});

test('that it is committed is certain already', async () => {
  const told: string[] = [];
  on('asks', ({ onSettled }) => onSettled((outcome) => void told.push(outcome)));
  add('a');
  await pass(0);
  expect(told).toEqual(['committed']);
});

describe('with the queue full', () => {
  let open: () => void;

  beforeEach(() => {
    const { promise, resolve } = Promise.withResolvers<void>();
    open = resolve;
    on('waits', () => promise);
    add('a', 'x'.repeat(1000));
  });

  test('new writes wait until there is room', async () => {
    let entered = false;
    void hooks.room(strangerContext())!.then(() => (entered = true));
    await pass(LIMITS.roomMs - 1);
    expect(entered).toBe(false);
    open();
    await pass(0);
    expect(entered).toBe(true);
    expect(hooks.room(strangerContext())).toBeUndefined();
  });

  test('and are refused when that takes too long', async () => {
    const refused = expect(hooks.room(strangerContext())).rejects.toMatchObject({ code: 'HOOKS_BUSY' });
    await pass(LIMITS.roomMs);
    await refused;
    open();
    await pass(0);
  });

  test('what hooks write does not wait: the room is theirs', async () => {
    expect(hooks.room({ ...strangerContext(), hooks: ['waits'] })).toBeUndefined();
    open();
    await pass(0);
  });
});
