/**
 * Slows down guesses at passwords. Every attempt is counted in the database before the password is looked at, so that
 * attempts made at once, in whatever process, do not get more tries than attempts made in turn; success takes its own count
 * back.
 *
 * Two things are counted: the failures of an address, and the failures for a user. The latter are counted apart for each
 * address that the user has logged in from, and together for all others. So strangers, however many, lock a user for
 * strangers only, and users who always log in from home still can.
 */
import { DomainError } from '#domain/kernel/errors';
import { notAudited } from '#domain/kernel/act';
import { type Clock, isoTime } from '#domain/kernel/clock';
import { inAccount, type RequestContext, SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import type { AttemptCount, LoginAttemptStore } from '../../ports/login-attempt-store';
import type { Units } from '../units';
import type { Transaction } from '../../ports/transactions';
import type { LockNotices } from './lock-notices';
import type { LoginAttempt, LoginPolicy, LoginSubject } from './login-attempt';
import { addressKey, type LoginKeys, loginKeys, userKeyPrefix } from './login-throttle-keys';

const MS_PER_SECOND = 1000;
const MS_PER_MINUTE = 60_000;
const WINDOW_MS = MS_PER_MINUTE;
const DAY_MS = 86_400_000;
const MAX_LOCK_MS = DAY_MS;
/** Failures are forgotten after this time without an attempt or a lock. */
const QUIET_MS = DAY_MS;
/** An address stays known for this time after the last login from it. */
const KNOWN_MS = 90 * DAY_MS;
const COUNTING = notAudited('Attempts are counted before anybody is known; a lock and a login are acts of their own.');

type Counted = Omit<LoginAttempt, 'subject' | 'keys'>;

export class LoginThrottle {
  constructor(
    private readonly attempts: LoginAttemptStore,
    private readonly units: Units,
    private readonly notices: Pick<LockNotices, 'add'>,
    private readonly policy: LoginPolicy,
    private readonly clock: Clock,
  ) {}

  /** The key under which the failures of the client's address are counted. */
  addressKey(ctx: RequestContext): string {
    return addressKey(ctx.client.address);
  }

  /**
   * Counts the attempt. `earlier`: what is counted for the address, where that was read already. null: the user is locked
   * for this address. Rejects with 429 when the address failed too often.
   */
  async begin(ctx: RequestContext, subject: LoginSubject, earlier?: AttemptCount | null): Promise<LoginAttempt | null> {
    const keys = loginKeys(subject.account, subject.emailKey, ctx.client.address);
    const now = this.clock.now();
    const found = earlier === undefined ? await this.attempts.find(keys.address, isoTime(now)) : earlier;
    // A client that is refused anyway should cost no write.
    if (found) this.checkAddress(found, now, this.policy.failuresPerMinute - 1);
    return this.units.run(inAccount(ctx, SYSTEM_ACCOUNT_ID), COUNTING, async (tx) => {
      const counted = await this.count(tx, keys, now);
      return counted && { subject, keys, ...counted };
    });
  }

  /** Called in the unit that opens the session. The address is known from now on. */
  succeed(tx: Transaction, { keys, isKnown, windowSince: since }: LoginAttempt): Promise<void> {
    const now = this.clock.now();
    return this.attempts.succeed(tx, keys, { since, isKnown }, isoTime(now), isoTime(now + KNOWN_MS));
  }

  /** Takes the attempt back: the password was right or not looked at, but nobody was let in. */
  release(ctx: RequestContext, { keys, isKnown, windowSince, lock }: LoginAttempt): Promise<void> {
    return this.units.run(inAccount(ctx, SYSTEM_ACCOUNT_ID), COUNTING, async (tx) => {
      await this.attempts.uncountInWindow(tx, keys.address, windowSince);
      await this.attempts.uncount(tx, isKnown ? keys.known : keys.strangers, lock);
    });
  }

  /** The attempt failed: if it locked the user, the user will be told. The same work is done when there is no such user. */
  async fail(ctx: RequestContext, { subject, keys, isKnown, lock }: LoginAttempt): Promise<void> {
    if (lock === null) return;
    const key = isKnown ? keys.known : keys.strangers;
    await this.units.run(inAccount(ctx, SYSTEM_ACCOUNT_ID), COUNTING, async (tx) => {
      // The right password may have come in meanwhile.
      if (!(await this.attempts.isBlockedUntil(tx, key, lock))) return;
      await this.notices.add(tx, { ...subject, lockedUntil: lock });
    });
  }

  /** Forgets the user's failures and ends its locks: somebody proved to be the user, or an admin vouches for it. */
  unlock(tx: Transaction, accountId: string, emailKey: string): Promise<void> {
    return this.attempts.resetAll(tx, userKeyPrefix(accountId, emailKey));
  }

  /**
   * Units that share a commit may deadlock with those of another process; the database then ends one of the
   * commits and its units run again one by one.
   */
  private async count(tx: Transaction, keys: LoginKeys, now: number): Promise<Counted | null> {
    const { address, isKnown, failures } = await this.attempts.count(tx, keys, {
      now: isoTime(now),
      windowStart: isoTime(now - WINDOW_MS),
      windowEnd: isoTime(now + WINDOW_MS),
      forgottenAt: isoTime(now - QUIET_MS),
      keptUntil: isoTime(now + QUIET_MS),
    });
    // Thrown inside the unit, so that the attempt is not counted: the address is let in again at the end of its minute.
    this.checkAddress(address, now, this.policy.failuresPerMinute);
    if (failures === null) return null;
    const lock = await this.lock(tx, isKnown ? keys.known : keys.strangers, failures, now);
    return { isKnown, windowSince: address.since, lock };
  }

  private async lock(tx: Transaction, key: string, failures: number, now: number): Promise<string | null> {
    const { lockThreshold, lockSeconds } = this.policy;
    if (failures % lockThreshold !== 0) return null;
    const lockMs = Math.min(MAX_LOCK_MS, lockSeconds * MS_PER_SECOND * 2 ** (failures / lockThreshold - 1));
    const until = isoTime(now + lockMs);
    await this.attempts.block(tx, key, until, isoTime(now + lockMs + QUIET_MS));
    return until;
  }

  private checkAddress({ count, since }: AttemptCount, now: number, allowed: number): void {
    if (count <= allowed) return;
    const windowLeft = Date.parse(since) + WINDOW_MS - now;
    if (windowLeft > 0) throw tooManyFailures(Math.ceil(windowLeft / MS_PER_SECOND));
  }
}

function tooManyFailures(retryAfter: number): DomainError {
  const message = 'Too many failed login attempts. Try again later.';
  return new DomainError('AUTH_TOO_MANY_FAILURES', 'rate_limited', message, { body: { retryAfter } });
}
