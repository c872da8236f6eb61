/** What hooks may take: time, memory, their turn. And when they run, which is never too early and never for nothing. */
import { HookLimits } from '#application/kernel/hooks/hook-limits';
import { passTime, tellRealTime } from '../support/clock';
import { HookedWorld } from '../support/hooked-world';

const BEFORE = 'on_record_before_create';
const AFTER = 'on_record_after_create';
const QUEUE_BYTES = 65_536;
const LONG = 'x'.repeat(QUEUE_BYTES);

let hooked: HookedWorld;

beforeAll(async () => {
  hooked = await HookedWorld.create({ SNACKBASE_HOOK_QUEUE_BYTES: String(QUEUE_BYTES) });
  await hooked.world.define('notes', [
    { name: 'title', type: 'text', required: true },
    { name: 'code', type: 'text', unique: true },
    { name: 'body', type: 'json' },
  ]);
  await hooked.world.define('logs', [{ name: 'line', type: 'text', required: true }]);
});
afterEach(async () => {
  tellRealTime();
  await hooked.clear();
});
afterAll(() => hooked?.world.close());

describe('W6: filters are never ignored', () => {
  test('a hook of one collection does not run for another, from no event', async () => {
    const called: string[] = [];
    const options = { filter: { collection: 'notes' } };
    hooked.on(BEFORE, 'before', () => void called.push('before'), options);
    hooked.on(AFTER, 'after', () => void called.push('after'), options);
    expect(await hooked.post('logs', { line: 'a' })).toMatchObject({ status: 201 });
    await hooked.idle();
    expect(called).toEqual([]);
    expect(await hooked.post('notes', { title: 'a' })).toMatchObject({ status: 201 });
    await hooked.idle();
    expect(called).toEqual(['before', 'after']);
  });

  test('a hook of one account does not run for another', async () => {
    const called: string[] = [];
    const { acme, twin } = hooked.world;
    hooked.on(AFTER, 'of-acme', ({ accountId }) => void called.push(accountId), {
      filter: { accountId: acme.accountId },
    });
    for (const member of [acme, twin]) {
      expect(await hooked.post('notes', { title: 'a' }, member)).toMatchObject({ status: 201 });
    }
    await hooked.idle();
    expect(called).toEqual([acme.accountId]);
  });
});

describe('W25: after-hooks run after the commit, and never for what was rolled back', () => {
  test('when one runs, the record is on disk for everybody', async () => {
    const { promise: found, resolve: find } = Promise.withResolvers<unknown>();
    hooked.on(AFTER, 'looks', async ({ id }) => {
      const { status } = await hooked.ask('GET', `notes/${id}`);
      find(status);
    });
    await hooked.post('notes', { title: 'a' });
    expect(await found).toBe(200);
  });

  test('a batch that fails at its end calls none, and who asked is told that it was rolled back', async () => {
    const after: string[] = [];
    const settled: string[] = [];
    hooked.on(BEFORE, 'asks', ({ onSettled }) => onSettled((outcome) => void settled.push(outcome)));
    hooked.on(AFTER, 'told', ({ id }) => void after.push(id));
    expect(await hooked.post('notes', { title: 'a', code: 'taken' })).toMatchObject({ status: 201 });
    const records = [{ title: 'b' }, { title: 'c' }, { title: 'd', code: 'taken' }];
    expect(await hooked.post('notes/batch', { records })).toMatchObject({ status: 409 });
    await hooked.idle();
    expect(after).toHaveLength(1);
    expect(settled).toEqual(['committed', 'rolled_back', 'rolled_back', 'rolled_back']);
    expect(await hooked.count('notes', 'title IN ("b", "c", "d")')).toBe(0);
  });

  test('a write that a rule or a later hook refuses calls none', async () => {
    const after: string[] = [];
    hooked.on(BEFORE, 'refuses', (event) => event.abort(403, 'No'));
    hooked.on(AFTER, 'told', ({ id }) => void after.push(id));
    expect(await hooked.post('notes', { title: 'a' })).toMatchObject({ status: 403 });
    expect(await hooked.post('notes', { nothing: 'a' })).toMatchObject({ status: 403 });
    await hooked.idle();
    expect(after).toEqual([]);
  });
});

test('the line of a failure says how many handlers have failed', async () => {
  hooked.on(AFTER, 'fails', () => Promise.reject(new Error('broken')));
  const records = [{ title: 'a' }, { title: 'b' }, { title: 'c' }];
  expect(await hooked.post('notes/batch', { records })).toMatchObject({ status: 201 });
  await hooked.idle();
  const [first, ...others] = hooked.linesOf('fails').map((line) => (JSON.parse(line) as { failures: number }).failures);
  expect(others).toEqual([first! + 1, first! + 2]);
});

describe('time', () => {
  test('a handler slower than 100 ms is logged with its name and the request', async () => {
    hooked.on(BEFORE, 'quick', () => passTime(50));
    hooked.on(BEFORE, 'slow', () => passTime(150));
    const { status, headers } = await hooked.post('notes', { title: 'a' });
    expect(status).toBe(201);
    const millisecondsOf = (line: string): number => Number(/ took (\d+) ms/.exec(line)?.[1]);
    for (const line of hooked.slowLinesOf('quick')) expect(millisecondsOf(line)).toBeGreaterThan(100);
    const [line] = hooked.slowLinesOf('slow');
    expect(millisecondsOf(line!)).toBeGreaterThanOrEqual(150);
    expect(JSON.parse(line!)).toMatchObject({
      level: 'warn',
      message: expect.stringMatching(/^Hook slow \(on_record_before_create, code\) took \d+ ms$/),
      correlation_id: headers.get('x-correlation-id'),
    });
  });

  test('all handlers of all records of a request have five seconds together', async () => {
    hooked.on(BEFORE, 'slow', () => passTime(2000));
    const records = [{ title: 'late' }, { title: 'late' }, { title: 'late' }];
    expect(await hooked.post('notes/batch', { records: records.slice(0, 2) })).toMatchObject({ status: 201 });
    expect(await hooked.post('notes/batch', { records })).toMatchObject({
      status: 504,
      body: { error: 'HOOK_TIMEOUT' },
    });
    expect(await hooked.count('notes', 'title = "late"')).toBe(2);
  });

  test('a handler that lets nothing else run for that long is refused too', async () => {
    hooked.on(BEFORE, 'blocks', () => passTime(5001));
    expect(await hooked.post('notes', { title: 'blocked' })).toMatchObject({ status: 504 });
    expect(hooked.linesOf('blocks')).toContainEqual(expect.stringContaining('did not end in time'));
    expect(await hooked.count('notes', 'title = "blocked"')).toBe(0);
  });
});

describe('the queue of after-hooks', () => {
  let limits: HookLimits;

  beforeAll(() => {
    limits = hooked.world.server.app.get(HookLimits, { strict: false });
  });
  afterEach(() => void Object.assign(limits, { afterMs: 30_000, roomMs: 5000 }));

  test('the events of one record are told in the order of its changes, however long each takes', async () => {
    const told: unknown[] = [];
    const changes = 20;
    hooked.on('on_record_after_update', 'told', async ({ before, record }) => {
      for (let turn = Math.random() * 10; turn > 0; turn -= 1) await new Promise(setImmediate);
      told.push([before!['title'], record!['title']]);
    });
    const { body } = await hooked.post('notes', { title: '0' });
    for (let change = 1; change <= changes; change += 1) {
      await hooked.ask('PATCH', `notes/${body.id}`, { body: { title: String(change) } });
    }
    await hooked.idle();
    expect(told).toEqual(Array.from({ length: changes }, (_, index) => [String(index), String(index + 1)]));
  });

  test('with the queue full, a write waits before it is planned, and nothing is dropped', async () => {
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    const called: unknown[] = [];
    hooked.on(BEFORE, 'before', ({ data }) => void called.push(data['title']));
    hooked.on(AFTER, 'told', async ({ record }) => {
      await gate;
      called.push(`after ${record!['title'] as string}`);
    });
    expect(await hooked.post('notes', { title: 'fills', body: LONG })).toMatchObject({ status: 201 });
    const waiting = hooked.post('notes', { title: 'waits' });
    // Reads go on, and by then the write has come as far as it gets.
    expect(await hooked.count('notes', 'title = "waits"')).toBe(0);
    expect(called).toEqual(['fills']);
    open();
    expect(await waiting).toMatchObject({ status: 201 });
    await hooked.idle();
    expect(called).toEqual(['fills', 'after fills', 'waits', 'after waits']);
  });

  test('a write that waits too long is refused with 503, and nothing of it is written', async () => {
    Object.assign(limits, { roomMs: 20 });
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    hooked.on(AFTER, 'hangs', () => gate);
    await hooked.post('notes', { title: 'fills again', body: LONG });
    const answer = await hooked.post('notes', { title: 'refused' });
    expect(answer).toMatchObject({ status: 503, body: { error: 'HOOKS_BUSY' } });
    expect(answer.headers.get('retry-after')).toBe('1');
    open();
    await hooked.idle();
    expect(await hooked.count('notes', 'title = "refused"')).toBe(0);
    expect(await hooked.post('notes', { title: 'goes on' })).toMatchObject({ status: 201 });
  });

  test('what hooks write does not wait for the room that they take themselves', async () => {
    Object.assign(limits, { roomMs: 20 });
    hooked.on(AFTER, 'writes', ({ records, id }) => records.create('logs', { line: id }), {
      filter: { collection: 'notes' },
    });
    hooked.on(AFTER, 'told', () => undefined);
    const titles = Array.from({ length: 12 }, (_, index) => `together ${index}`);
    const records = titles.map((title) => ({ title, body: LONG }));
    const { status, body } = await hooked.post('notes/batch', { records });
    expect(status).toBe(201);
    await hooked.idle();
    for (const { id } of body.created) expect(await hooked.count('logs', `line = "${id}"`)).toBe(1);
    expect(hooked.linesOf('writes')).toEqual([]);
  });

  test('an after-hook that hangs is logged, and its place is given to others', async () => {
    Object.assign(limits, { afterMs: 20 });
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    hooked.on(AFTER, 'hangs', () => gate);
    const records = Array.from({ length: 20 }, () => ({ title: 'many' }));
    expect(await hooked.post('notes/batch', { records })).toMatchObject({ status: 201 });
    await hooked.idle();
    expect(hooked.linesOf('hangs')).toHaveLength(20);
    expect(hooked.linesOf('hangs')[0]).toContain('did not end in time');
    open();
  });
});
