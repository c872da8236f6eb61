import { performance } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { compareSync, getRounds, hashSync } from 'bcrypt';
import type { PasswordWork } from '#application/ports/password-hasher';
import { BcryptPasswordHasher } from './bcrypt-password-hasher.service';

const IDLE_MS = 2_000;
/** As if there were so many. */
const CORES = 2;
const COST = 5;
const HASH_MS = 100;
const PASSWORD = 'Correct-Horse-7';
const WORK: PasswordWork = { kind: 'other', owner: 'somebody', gone: null };
const TIMERS_ONLY: Parameters<typeof jest.useFakeTimers>[0] = {
  doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance', 'Date'],
};

let hasher: BcryptPasswordHasher;
beforeEach(() => {
  hasher = new BcryptPasswordHasher(CORES, COST);
});
afterEach(async () => {
  jest.useRealTimers();
  jest.restoreAllMocks();
  await hasher.onApplicationShutdown();
});

test('hashes and compares in threads of its own', async () => {
  const hash = await hasher.hash(PASSWORD, WORK);
  expect(getRounds(hash)).toBe(COST);
  expect(compareSync(PASSWORD, hash)).toBe(true);
  expect(await hasher.verify(PASSWORD, hash, WORK)).toBe(true);
  expect(await hasher.verify('Wrong-Horse-77', hash, WORK)).toBe(false);
});

test('without a hash nothing matches', async () => {
  expect(await hasher.verify(PASSWORD, null, WORK)).toBe(false);
});

test.each([4, 10, 12])('at cost %i a name without a hash costs as much as one with it', async (cost) => {
  const another = new BcryptPasswordHasher(CORES, cost);
  const posted = jest.spyOn(Worker.prototype, 'postMessage');
  try {
    await another.verify(PASSWORD, null, WORK);
    const [{ hash }] = posted.mock.lastCall as [{ hash: string }];
    expect(getRounds(hash)).toBe(cost);
    // bcrypt would tell anything else apart without any work.
    expect(hash).toMatch(/^\$2b\$\d\d\$[./A-Za-z0-9]{53}$/);
  } finally {
    await another.onApplicationShutdown();
  }
});

test('a longer text with the same first 72 bytes is another password', async () => {
  const password = 'Aa1!'.repeat(18);
  const hash = hashSync(password, 4);
  expect(compareSync(`${password}tail`, hash)).toBe(true);
  expect(await hasher.verify(password, hash, WORK)).toBe(true);
  expect(await hasher.verify(`${password}tail`, hash, WORK)).toBe(false);
});

test.each([
  'not a hash',
  '',
  '!',
  '$2b$10$short',
  '$2b$99$wXCAIrjF8dIh5PGf9jEw0O5OnZW19qC6ynjVCm/jASpDG8fip2u1q',
  '$argon2id$v=19$x',
])('A-11: the stored text %j, which is no hash of ours, matches nothing and is no failure', async (stored) => {
  expect(await hasher.verify(PASSWORD, stored, WORK)).toBe(false);
});

test('A-11: a hash that is cheaper than ours is told apart', async () => {
  expect(hasher.isOutdated(hashSync(PASSWORD, 4))).toBe(true);
  expect(hasher.isOutdated(hashSync(PASSWORD, COST + 1))).toBe(false);
  expect(hasher.isOutdated(await hasher.hash(PASSWORD, WORK))).toBe(false);
});

test('more than it can hold is refused at once, and what waits is still answered', async () => {
  const hash = hashSync(PASSWORD, 4);
  const tries = Array.from({ length: 40 }, (_, index) =>
    hasher.verify(PASSWORD, hash, { kind: 'login', owner: `198.51.100.${index}`, gone: null }),
  );
  expect(() => hasher.refuseWhenFull({ kind: 'login', owner: '203.0.113.1', gone: null })).toThrow(
    expect.objectContaining({ code: 'AUTH_BUSY' }),
  );
  expect(() => hasher.refuseWhenFull(WORK)).not.toThrow();
  const outcomes = await Promise.allSettled(tries);
  // One was begun at once, and 30 waited.
  expect(outcomes.filter((outcome) => outcome.status === 'fulfilled' && outcome.value)).toHaveLength(31);
  expect(outcomes.findLast(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'AUTH_BUSY' } });
});

test('what runs when its client goes is finished, what waits is not begun', async () => {
  const posted = jest.spyOn(Worker.prototype, 'postMessage');
  const connection = new AbortController();
  const mine: PasswordWork = { kind: 'login', owner: '203.0.113.1', gone: connection.signal };
  const hash = hashSync(PASSWORD, 4);
  const tries = [hasher.verify(PASSWORD, hash, mine), hasher.verify(PASSWORD, hash, mine)];
  connection.abort();
  await expect(tries[1]).rejects.toMatchObject({ code: 'CLIENT_GONE' });
  expect(await tries[0]).toBe(true);
  expect(posted).toHaveBeenCalledTimes(1);
});

/** What the event loop's use is measured to be. */
function measure(loop: jest.SpyInstance, utilization: number): void {
  loop.mockReturnValue({ utilization, active: utilization * HASH_MS, idle: (1 - utilization) * HASH_MS });
}

test('beside a busy event loop one thread rests after a hash, five times as long; beside an idle one it goes on', async () => {
  jest.useFakeTimers(TIMERS_ONLY);
  const loop = jest.spyOn(performance, 'eventLoopUtilization');
  measure(loop, 0.81);
  const posted = jest.spyOn(Worker.prototype, 'postMessage');
  const hash = hashSync(PASSWORD, 4);
  const tries = Array.from({ length: 3 }, () => hasher.verify(PASSWORD, hash, WORK));
  await tries[0];
  jest.advanceTimersByTime(5 * HASH_MS - 1);
  expect(posted).toHaveBeenCalledTimes(1);
  measure(loop, 0.79);
  jest.advanceTimersByTime(1);
  expect(posted).toHaveBeenCalledTimes(2);
  await tries[1];
  expect(posted).toHaveBeenCalledTimes(3);
  expect(await Promise.all(tries)).toEqual([true, true, true]);
});

test('a rest ends after a second, however long the hash took', async () => {
  jest.useFakeTimers(TIMERS_ONLY);
  const loop = jest.spyOn(performance, 'eventLoopUtilization');
  loop.mockReturnValue({ utilization: 1, active: 60_000, idle: 0 });
  const posted = jest.spyOn(Worker.prototype, 'postMessage');
  const hash = hashSync(PASSWORD, 4);
  const tries = Array.from({ length: 2 }, () => hasher.verify(PASSWORD, hash, WORK));
  await tries[0];
  jest.advanceTimersByTime(999);
  expect(posted).toHaveBeenCalledTimes(1);
  jest.advanceTimersByTime(1);
  expect(posted).toHaveBeenCalledTimes(2);
  expect(await Promise.all(tries)).toEqual([true, true]);
});

test('beside an idle event loop as many threads as there are cores work, beside a busy one a single one', async () => {
  jest.useFakeTimers(TIMERS_ONLY);
  const loop = jest.spyOn(performance, 'eventLoopUtilization');
  measure(loop, 0.1);
  const posted = jest.spyOn(Worker.prototype, 'postMessage');
  const hash = hashSync(PASSWORD, 4);
  const tries = Array.from({ length: 6 }, () => hasher.verify(PASSWORD, hash, WORK));
  // How busy the loop is, the first hash tells.
  expect(posted).toHaveBeenCalledTimes(1);
  await tries[0];
  expect(posted).toHaveBeenCalledTimes(1 + CORES);
  expect(new Set(posted.mock.contexts).size).toBe(CORES);
  measure(loop, 0.9);
  await Promise.all(tries.slice(1, 1 + CORES));
  jest.advanceTimersByTime(5 * HASH_MS);
  expect(posted).toHaveBeenCalledTimes(1 + CORES + 1);
  measure(loop, 0.1);
  expect(await Promise.all(tries)).not.toContain(false);
});

test('after a pause the first hash is made alone again', async () => {
  const loop = jest.spyOn(performance, 'eventLoopUtilization');
  measure(loop, 0);
  const posted = jest.spyOn(Worker.prototype, 'postMessage');
  const hash = hashSync(PASSWORD, 4);
  await hasher.verify(PASSWORD, hash, WORK);
  const tries = [hasher.verify(PASSWORD, hash, WORK), hasher.verify(PASSWORD, hash, WORK)];
  expect(posted).toHaveBeenCalledTimes(2);
  await Promise.all(tries);
});

test('a hash that waits while the thread rests is rejected when the thread is ended', async () => {
  const busy = jest.spyOn(performance, 'eventLoopUtilization');
  measure(busy, 1);
  const tries = [hasher.hash(PASSWORD, WORK), hasher.hash(PASSWORD, WORK)];
  await tries[0];
  await Promise.all([hasher.onApplicationShutdown(), expect(tries[1]).rejects.toThrow('ended')]);
});

test('after its threads were ended the next job starts another one', async () => {
  const pending = hasher.hash(PASSWORD, WORK);
  await Promise.all([hasher.onApplicationShutdown(), expect(pending).rejects.toThrow('ended')]);
  expect(compareSync(PASSWORD, await hasher.hash(PASSWORD, WORK))).toBe(true);
});

test('a thread without work ends, and the next job starts another one', async () => {
  jest.useFakeTimers(TIMERS_ONLY);
  const end = jest.spyOn(Worker.prototype, 'terminate');
  const hash = await hasher.hash(PASSWORD, WORK);
  jest.advanceTimersByTime(IDLE_MS - 1);
  expect(await hasher.verify(PASSWORD, hash, WORK)).toBe(true);
  jest.advanceTimersByTime(IDLE_MS - 1);
  expect(end).not.toHaveBeenCalled();
  jest.advanceTimersByTime(1);
  expect(end).toHaveBeenCalledTimes(1);
  expect(await hasher.verify(PASSWORD, hash, WORK)).toBe(true);
});
