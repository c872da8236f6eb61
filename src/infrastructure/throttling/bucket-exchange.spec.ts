import { setImmediate } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { ENGINES, type TemporaryDatabase } from '../../../test/support/engines';
import { systemClock } from '#domain/kernel/clock';
import type { Database } from '../database/database';
import { openDatabase } from '../database/open-database';
import { unitsOn } from '../../../test/support/units';
import { LaneTransactions } from '../database/lanes/lane-transactions.service';
import { BucketExchange } from './bucket-exchange.service';
import { type Taken, TokenBuckets } from './token-buckets';

const MINUTE = 60_000;
const EXCHANGE_EVERY_MS = 250;
/** Only the exchange waits by setTimeout. */
const NOT_FAKED = [
  'Date',
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
] as const;
/** Slow enough to be standing still during a test. */
const RATE = { interval: MINUTE, capacity: 10 };

interface Process {
  readonly database: Database;
  readonly exchange: BucketExchange;
  readonly buckets: TokenBuckets;
}

describe.each(ENGINES)('buckets shared over $name', ({ create }) => {
  let place: TemporaryDatabase;
  let processes: Process[];
  let exchanges: jest.SpyInstance;

  /** All processes tell and learn what was taken since the last time. */
  const exchange = async (): Promise<void> => {
    jest.advanceTimersByTime(EXCHANGE_EVERY_MS);
    await Promise.allSettled(exchanges.mock.results.map(({ value }) => value as Promise<unknown>));
    await setImmediate();
  };

  beforeEach(async () => {
    place = await create();
    processes = [];
    for (let index = 0; index < 2; index += 1) {
      const database = await openDatabase({ target: place.target, statementTimeoutMs: 5000, readers: 2, lanes: 2 });
      const exchange = new BucketExchange(unitsOn(database), systemClock);
      processes.push({ database, exchange, buckets: new TokenBuckets(exchange.note) });
    }
    exchanges = jest.spyOn(LaneTransactions.prototype, 'run');
    jest.useFakeTimers({ doNotFake: [...NOT_FAKED] });
  });
  afterEach(async () => {
    jest.useRealTimers();
    for (const { database, exchange } of processes) {
      exchange.onApplicationShutdown();
      await database.close();
    }
    await place.remove();
    jest.restoreAllMocks();
  });

  const take = (process: number, key = 'client'): Taken => processes[process]!.buckets.take(key, RATE, Date.now());
  const takeTimes = (process: number, times: number, key?: string): number =>
    Array.from({ length: times }, () => take(process, key)).filter(({ isAdmitted }) => isAdmitted).length;
  const rows = () => processes[0]!.database.reads.all('SELECT key, full_at FROM rate_limit_buckets ORDER BY key');

  test('A-10: what one process gave is missing in the other', async () => {
    expect(takeTimes(0, 6)).toBe(6);
    await exchange();
    // The other learns of it with its own first request for the client.
    expect(take(1).isAdmitted).toBe(true);
    await exchange();
    expect(takeTimes(1, 10)).toBe(3);
    await exchange();
    take(0);
    await exchange();
    expect(takeTimes(0, 10)).toBe(0);
  });

  test('asked at the same time they give a burst each, and none for as long afterwards', async () => {
    expect(takeTimes(0, 20) + takeTimes(1, 20)).toBe(20);
    await exchange();
    const [row] = await rows();
    expect(Number(row!['full_at']) - Date.now()).toBeGreaterThan(19 * MINUTE);
    for (const process of [0, 1]) expect(takeTimes(process, 10)).toBe(0);
  });

  test('many clients go in one exchange, and only those that asked', async () => {
    for (let index = 0; index < 500; index += 1) {
      take(0, `client-${index}`);
      take(1, `client-${499 - index}`);
    }
    for (let times = 0; times < 2; times += 1) await exchange();
    const stored = await rows();
    expect(stored).toHaveLength(500);
    for (const { full_at: fullAt } of stored) {
      expect(Number(fullAt) - Date.now()).toBeGreaterThan(MINUTE);
    }
  });

  test('full buckets are cleared away', async () => {
    processes[0]!.buckets.take('quick', { interval: 1, capacity: 10 }, Date.now());
    await exchange();
    take(0, 'slow');
    await exchange();
    expect((await rows()).map(({ key }) => key)).toEqual(['slow']);
  });

  test('without the database each process counts for itself, and tells later', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => {});
    const lanes = processes[0]!.database.lanes;
    const submit = jest.spyOn(lanes, 'submit').mockRejectedValue(new Error('away'));
    expect(takeTimes(0, 6)).toBe(6);
    for (let times = 0; times < 3; times += 1) await exchange();
    expect(takeTimes(0, 10)).toBe(4);
    expect(warn).toHaveBeenCalledTimes(1);
    submit.mockRestore();
    for (let times = 0; times < 2; times += 1) await exchange();
    take(1);
    await exchange();
    expect(takeTimes(1, 10)).toBe(0);
  });
});
