import { performance } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { compareSync, getRounds, hashSync } from 'bcrypt';
import { BcryptPasswordHasher } from './bcrypt-password-hasher.service';

const MAX_WAITING = 60;
const MAX_WAITING_PER_CLIENT = 20;
const IDLE_MS = 10_000;
const PASSWORD = 'Correct-Horse-7';

let hasher: BcryptPasswordHasher;
beforeEach(() => {
  hasher = new BcryptPasswordHasher();
});
afterEach(() => hasher.onApplicationShutdown());

test('hashes and compares in its thread', async () => {
  const hash = await hasher.hash(PASSWORD);
  expect(getRounds(hash)).toBe(10);
  expect(compareSync(PASSWORD, hash)).toBe(true);
  expect(await hasher.verify(PASSWORD, hash)).toBe(true);
  expect(await hasher.verify('Wrong-Horse-77', hash)).toBe(false);
});

test('without a hash nothing matches', async () => {
  expect(await hasher.verify(PASSWORD, null)).toBe(false);
});

test('a longer text with the same first 72 bytes is another password', async () => {
  const password = 'Aa1!'.repeat(18);
  const hash = hashSync(password, 4);
  expect(compareSync(`${password}tail`, hash)).toBe(true);
  expect(await hasher.verify(password, hash)).toBe(true);
  expect(await hasher.verify(`${password}tail`, hash)).toBe(false);
});

test.each([
  'not a hash',
  '',
  '!',
  '$2b$10$short',
  '$2b$99$wXCAIrjF8dIh5PGf9jEw0O5OnZW19qC6ynjVCm/jASpDG8fip2u1q',
  '$argon2id$v=19$x',
])('A-11: the stored text %j, which is no hash of ours, matches nothing and is no failure', async (stored) => {
  expect(await hasher.verify(PASSWORD, stored)).toBe(false);
});

test('A-11: a hash that is cheaper than ours is told apart', async () => {
  expect(hasher.isOutdated(hashSync(PASSWORD, 4))).toBe(true);
  expect(hasher.isOutdated(hashSync(PASSWORD, 11))).toBe(false);
  expect(hasher.isOutdated(await hasher.hash(PASSWORD))).toBe(false);
});

test('more than it can hold is refused at once, and what waits is still answered', async () => {
  const hash = hashSync(PASSWORD, 4);
  const tries = Array.from({ length: MAX_WAITING + 5 }, () => hasher.verify(PASSWORD, hash));
  const outcomes = await Promise.allSettled(tries);
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
  expect(refused).toHaveLength(5);
  expect(refused[0]?.reason).toMatchObject({
    code: 'AUTH_BUSY',
    kind: 'rate_limited',
    extras: { body: { retryAfter: 5 } },
  });
  expect(outcomes.filter((outcome) => outcome.status === 'fulfilled' && outcome.value)).toHaveLength(MAX_WAITING);
});

test('one client waits for so many only, and leaves the other places to others', async () => {
  const hash = hashSync(PASSWORD, 4);
  const flood = Array.from({ length: MAX_WAITING }, () => hasher.verify(PASSWORD, hash, '203.0.113.1'));
  const others = Array.from({ length: 30 }, (_, index) => hasher.verify(PASSWORD, hash, `198.51.100.${index}`));
  const unnamed = hasher.verify(PASSWORD, hash);
  const outcomes = await Promise.allSettled(flood);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(MAX_WAITING_PER_CLIENT);
  expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'AUTH_BUSY' } });
  expect(await Promise.all([...others, unnamed])).not.toContain(false);
  // Its places are free again.
  expect(await hasher.verify(PASSWORD, hash, '203.0.113.1')).toBe(true);
});

test('a refusal can be told before any work', async () => {
  const hash = hashSync(PASSWORD, 4);
  const tries = Array.from({ length: MAX_WAITING_PER_CLIENT }, () => hasher.verify(PASSWORD, hash, '203.0.113.1'));
  expect(() => hasher.refuseWhenFull('203.0.113.1')).toThrow(expect.objectContaining({ code: 'AUTH_BUSY' }));
  expect(() => hasher.refuseWhenFull('203.0.113.2')).not.toThrow();
  expect(() => hasher.refuseWhenFull()).not.toThrow();
  while (tries.length < MAX_WAITING) tries.push(hasher.verify(PASSWORD, hash));
  expect(() => hasher.refuseWhenFull('203.0.113.2')).toThrow(expect.objectContaining({ code: 'AUTH_BUSY' }));
  expect(() => hasher.refuseWhenFull()).toThrow(expect.objectContaining({ code: 'AUTH_BUSY' }));
  await Promise.all(tries);
  expect(() => hasher.refuseWhenFull('203.0.113.1')).not.toThrow();
});

test('beside a busy event loop the thread rests after a hash, four times as long; beside an idle one it goes on', async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance', 'Date'] });
  const HASH_MS = 100;
  const loop = jest.spyOn(performance, 'eventLoopUtilization');
  loop.mockReturnValue({ utilization: 0.81, active: 0.81 * HASH_MS, idle: 0.19 * HASH_MS });
  const posted = jest.spyOn(Worker.prototype, 'postMessage');
  try {
    const hash = hashSync(PASSWORD, 4);
    const tries = Array.from({ length: 3 }, () => hasher.verify(PASSWORD, hash));
    await tries[0];
    jest.advanceTimersByTime(4 * HASH_MS - 1);
    expect(posted).toHaveBeenCalledTimes(1);
    loop.mockReturnValue({ utilization: 0.79, active: 0.79 * HASH_MS, idle: 0.21 * HASH_MS });
    jest.advanceTimersByTime(1);
    expect(posted).toHaveBeenCalledTimes(2);
    await tries[1];
    expect(posted).toHaveBeenCalledTimes(3);
    expect(await Promise.all(tries)).toEqual([true, true, true]);
  } finally {
    loop.mockRestore();
    posted.mockRestore();
    jest.useRealTimers();
  }
});

test('a hash that waits while the thread rests is rejected when the thread is ended', async () => {
  const busy = jest.spyOn(performance, 'eventLoopUtilization');
  busy.mockReturnValue({ utilization: 1, active: 0, idle: 0 });
  try {
    const tries = [hasher.hash(PASSWORD), hasher.hash(PASSWORD)];
    await tries[0];
    await hasher.onApplicationShutdown();
    await expect(tries[1]).rejects.toThrow('ended');
  } finally {
    busy.mockRestore();
  }
});

test('after its thread was ended the next job starts another one', async () => {
  const pending = hasher.hash(PASSWORD);
  await hasher.onApplicationShutdown();
  await expect(pending).rejects.toThrow('ended');
  expect(compareSync(PASSWORD, await hasher.hash(PASSWORD))).toBe(true);
});

test('a thread without work ends, and the next job starts another one', async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance', 'Date'] });
  const end = jest.spyOn(Worker.prototype, 'terminate');
  try {
    const hash = await hasher.hash(PASSWORD);
    jest.advanceTimersByTime(IDLE_MS - 1);
    expect(await hasher.verify(PASSWORD, hash)).toBe(true);
    jest.advanceTimersByTime(IDLE_MS - 1);
    expect(end).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    expect(end).toHaveBeenCalledTimes(1);
    expect(await hasher.verify(PASSWORD, hash)).toBe(true);
  } finally {
    end.mockRestore();
    jest.useRealTimers();
  }
});
