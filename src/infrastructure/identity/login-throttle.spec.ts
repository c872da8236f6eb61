import type { LockNotice } from '#application/kernel/sign-in/lock-notices';
import type { LoginAttempt } from '#application/kernel/sign-in/login-attempt';
import { LoginThrottle } from '#application/kernel/sign-in/login-throttle';
import { loginKeys } from '#application/kernel/sign-in/login-throttle-keys';
import type { Transaction } from '#application/ports/transactions';
import { newId } from '#domain/kernel/ids';
import { systemClock } from '#domain/kernel/clock';
import { SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import { ENGINES, type TemporaryDatabase } from '../../../test/support/engines';
import type { Database } from '../database/database';
import { LoginAttemptEntity } from '../database/entities/login-attempt.entity';
import { openDatabase } from '../database/open-database';
import { managerOf } from '../database/lanes/transaction';
import { strangerContext, TEST_ACT } from '../../../test/support/unit';
import { unitsOn } from '../../../test/support/units';
import { SqlLoginAttemptStore } from './sql-login-attempt.store';

const POLICY = { failuresPerMinute: 100, lockThreshold: 4, lockSeconds: 100 };
const SECOND = 1000;
const HOUR = 3600 * SECOND;
const DAY = 24 * HOUR;
const HOME = '192.0.2.1';
const START = Date.parse('2026-01-01T00:00:00.000Z');

/** The notices of attempts that are on disk. */
class Noted {
  readonly notices: LockNotice[] = [];

  async add(tx: Transaction, notice: LockNotice): Promise<void> {
    tx.onSettled((outcome) => {
      if (outcome === 'committed') this.notices.push(notice);
    });
  }
}

const ctx = strangerContext(SYSTEM_ACCOUNT_ID);
const from = (address: string | null) => strangerContext(null, { address, userAgent: null, gone: null });

describe.each(ENGINES)('login throttling on $name', ({ create }) => {
  let place: TemporaryDatabase;
  let databases: Database[];
  let noted: Noted;
  let now: number;
  let accountId: string;

  beforeAll(async () => {
    place = await create();
    const options = { target: place.target, statementTimeoutMs: 5000, readers: 2, lanes: 2 };
    // As two processes would have them.
    databases = [await openDatabase(options), await openDatabase(options)];
  });
  afterAll(async () => {
    for (const database of databases) await database.close();
    await place.remove();
  });
  beforeEach(() => {
    now = START;
    jest.spyOn(Date, 'now').mockImplementation(() => now);
    noted = new Noted();
    accountId = newId();
  });
  afterEach(() => jest.restoreAllMocks());

  const unitsOf = (process: number) => unitsOn(databases[process]!);
  const storeOf = (process: number) => new SqlLoginAttemptStore(databases[process]!.reads);
  const throttleOf = (process: number, policy = POLICY): LoginThrottle =>
    new LoginThrottle(storeOf(process), unitsOf(process), noted, policy, systemClock);
  const subject = () => ({ account: accountId, emailKey: 'bob@example.com' });
  const begin = (ip = '203.0.113.1', throttle = throttleOf(0)) => throttle.begin(from(ip), subject());
  const succeed = (attempt: LoginAttempt) => unitsOf(0).run(ctx, TEST_ACT, (tx) => throttleOf(0).succeed(tx, attempt));

  async function fail(ip?: string): Promise<boolean> {
    const attempt = await begin(ip);
    if (attempt) await throttleOf(0).fail(ctx, attempt);
    return attempt !== null;
  }

  /** How many of them were looked at. */
  async function failTimes(times: number, ip?: string): Promise<number> {
    let admitted = 0;
    for (let index = 0; index < times; index += 1) if (await fail(ip)) admitted += 1;
    return admitted;
  }

  const row = (key: 'address' | 'strangers' | 'known', ip = HOME) => {
    const { [key]: value } = loginKeys(accountId, 'bob@example.com', ip);
    return databases[0]!.readDataSource.manager.findOneBy(LoginAttemptEntity, { key: value });
  };

  test('A-7: a lock ends, the next comes after as many failures again and lasts twice as long, a day at most', async () => {
    expect(await failTimes(10)).toBe(POLICY.lockThreshold);
    for (const seconds of [100, 200, 400, 800]) {
      expect((await row('strangers'))!.blockedUntil).toBe(new Date(now + seconds * SECOND).toISOString());
      now += seconds * SECOND - 1;
      expect(await fail()).toBe(false);
      now += 1;
      expect(await failTimes(10)).toBe(POLICY.lockThreshold);
    }
    const long = { ...POLICY, lockSeconds: 80_000 };
    now += DAY;
    for (let index = 0; index < POLICY.lockThreshold; index += 1) await begin(HOME, throttleOf(0, long));
    expect((await row('strangers'))!.blockedUntil).toBe(new Date(now + DAY).toISOString());
  });

  test('A-7: failures are forgotten after a quiet day, counted from the end of a lock', async () => {
    await failTimes(POLICY.lockThreshold);
    now += 100 * SECOND + DAY - 1;
    await fail();
    expect((await row('strangers'))!.count).toBe(POLICY.lockThreshold + 1);
    now += DAY;
    await fail();
    expect((await row('strangers'))!.count).toBe(1);
  });

  test('A-7: strangers lock the user for strangers only, and home’s own failures for home only', async () => {
    await succeed((await begin(HOME))!);
    for (let index = 0; index < 10; index += 1) await fail(`203.0.113.${index}`);
    expect(await begin('198.51.100.1')).toBeNull();
    const home = await begin(HOME);
    expect(home).toMatchObject({ isKnown: true });
    await succeed(home!);
    // A login from home says nothing of what strangers did.
    expect(await begin('198.51.100.1')).toBeNull();

    expect(await failTimes(10, HOME)).toBe(POLICY.lockThreshold);
    now += 100 * SECOND;
    expect(await begin('198.51.100.1')).not.toBeNull();
  });

  test('an address is known for ninety days after the last login from it', async () => {
    await succeed((await begin(HOME))!);
    now += 90 * DAY - 1;
    expect(await begin(HOME)).toMatchObject({ isKnown: true });
    now += DAY + 1;
    expect(await begin(HOME)).toMatchObject({ isKnown: false });
  });

  test('a login from a new address ends the lock and forgets what strangers failed', async () => {
    await failTimes(POLICY.lockThreshold - 1);
    const last = await begin();
    expect(last!.lock).not.toBeNull();
    expect(await begin('198.51.100.9')).toBeNull();
    await succeed(last!);
    expect(await row('strangers')).toMatchObject({ count: 0, blockedUntil: null });
    expect(await begin('198.51.100.9')).not.toBeNull();
  });

  test('an attempt that is taken back counts nowhere, and locks nothing', async () => {
    await failTimes(POLICY.lockThreshold - 1);
    const attempt = await begin('192.0.2.99');
    await throttleOf(0).release(ctx, attempt!);
    expect(await row('strangers')).toMatchObject({ count: POLICY.lockThreshold - 1, blockedUntil: null });
    expect(await row('address', '192.0.2.99')).toMatchObject({ count: 0 });
    expect(await begin('198.51.100.1')).not.toBeNull();
  });

  test('D5: of fifty attempts at once, in two processes, as many are looked at as in turn', async () => {
    const attempts = await Promise.all(
      Array.from({ length: 50 }, (_, index) => begin(`203.0.113.${index}`, throttleOf(index % 2))),
    );
    expect(attempts.filter((attempt) => attempt !== null)).toHaveLength(POLICY.lockThreshold);
    expect((await row('strangers'))!.count).toBe(POLICY.lockThreshold);
  });

  test('D5: the same for one address, over many users', async () => {
    const policy = { ...POLICY, failuresPerMinute: 5 };
    const tries = Array.from({ length: 50 }, (_, index) =>
      throttleOf(index % 2, policy).begin(from('198.51.100.77'), { account: newId(), emailKey: 'x' }),
    );
    const outcomes = await Promise.allSettled(tries);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(policy.failuresPerMinute);
    const refused = outcomes.find(({ status }) => status === 'rejected');
    expect(refused).toMatchObject({
      reason: { code: 'AUTH_TOO_MANY_FAILURES', kind: 'rate_limited', extras: { body: { retryAfter: 60 } } },
    });
  });

  test('A-6, A-10: an address has a budget for each minute, the same in every process, and success does not refill it', async () => {
    const policy = { ...POLICY, failuresPerMinute: 3 };
    const one = throttleOf(0, policy);
    const other = throttleOf(1, policy);
    const mine = { account: newId(), emailKey: 'me' };
    const guess = (throttle: LoginThrottle) =>
      throttle.begin(from('198.51.100.88'), { account: newId(), emailKey: 'x' });
    for (const throttle of [one, other, one]) {
      await guess(throttle);
      if (throttle === other) {
        const own = await throttle.begin(from('198.51.100.88'), mine);
        await succeed(own!);
      }
    }
    now += 10 * SECOND;
    for (const throttle of [one, other]) {
      await expect(guess(throttle)).rejects.toMatchObject({ extras: { body: { retryAfter: 50 } } });
      await expect(throttle.begin(from('198.51.100.88'), mine)).rejects.toThrow('Too many failed login attempts');
    }
    now += 50 * SECOND;
    expect(await guess(other)).not.toBeNull();
  });

  test('an IPv6 client is its network', async () => {
    const policy = { ...POLICY, failuresPerMinute: 2 };
    const guess = (ip: string) => throttleOf(0, policy).begin(from(ip), { account: newId(), emailKey: 'x' });
    await guess('2001:db8:1:2::1');
    await guess('2001:db8:1:2:ffff::2');
    await expect(guess('2001:DB8:1:2:0:0:0:3')).rejects.toThrow();
    expect(await guess('2001:db8:1:3::1')).not.toBeNull();
  });

  test('A-7: unlocking forgets every failure of the user, of no other, and leaves its addresses known', async () => {
    await succeed((await begin(HOME))!);
    await failTimes(POLICY.lockThreshold, HOME);
    await failTimes(POLICY.lockThreshold);
    const twin = { account: newId(), emailKey: 'bob@example.com' };
    for (let index = 0; index < POLICY.lockThreshold; index += 1) await throttleOf(0).begin(from(HOME), twin);

    await unitsOf(0).run(ctx, TEST_ACT, (tx) => throttleOf(0).unlock(tx, accountId, 'bob@example.com'));
    expect(await begin(HOME)).toMatchObject({ isKnown: true, lock: null });
    expect(await begin()).toMatchObject({ isKnown: false, lock: null });
    expect(await throttleOf(0).begin(from(HOME), twin)).toBeNull();
  });

  test('a notice is left once for each lock, whoever it is of', async () => {
    await failTimes(10);
    expect(noted.notices).toEqual([{ ...subject(), lockedUntil: '2026-01-01T00:01:40.000Z' }]);
    now += 100 * SECOND;
    await failTimes(10);
    expect(noted.notices).toHaveLength(2);
  });

  test('no notice is left of a lock that the right password ended', async () => {
    await failTimes(POLICY.lockThreshold - 1);
    const locking = await begin();
    await unitsOf(0).run(ctx, TEST_ACT, (tx) => throttleOf(0).unlock(tx, accountId, 'bob@example.com'));
    await throttleOf(0).fail(ctx, locking!);
    expect(noted.notices).toEqual([]);
  });

  test('what expired some time ago is cleared away, a bounded piece with each attempt', async () => {
    const count = () => databases[0]!.readDataSource.manager.count(LoginAttemptEntity);
    await unitsOf(0).run(ctx, TEST_ACT, async (tx) => {
      const old = (index: number) => ({ key: `old-${index}`, count: 1, since: '2020', expiresAt: '2020' });
      await managerOf(tx).insert(
        LoginAttemptEntity,
        Array.from({ length: 250 }, (_, index) => old(index)),
      );
    });
    const before = await count();
    await fail();
    const after = await count();
    expect(after).toBeGreaterThan(before - 110);
    expect(after).toBeLessThan(before);
    now += 100 * DAY;
    for (let index = 0; index < 100; index += 1) await begin(`2001:db8:${index}::1`);
    expect(await count()).toBeLessThan(110);
  });
});
