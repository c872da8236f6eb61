import { PacedQueue } from '#domain/kernel/paced-queue';
import type { QueuedUnit } from './lane-unit';
import { accountOf } from './unit-account';

/** What shares one commit at most: what another account's units may have to wait for. */
const GROUP_LIMIT = { units: 256, size: 1_000_000 };
/** An account whose units take longer shares no commit with others, who would wait for it. */
const SLOW_MS = 100;

/**
 * The units that wait for a lane. The account is next whose units had the lane for the least time, and each account's own come in
 * the order of arrival. A unit that is too large to share a commit with others gets one of its own, and so does one of an account
 * whose units take long.
 */
export class LaneQueue {
  private readonly waiting = new PacedQueue<QueuedUnit>();
  private room = 0;
  private readonly fits = (account: string, { alone, size }: QueuedUnit): boolean =>
    !alone && size <= this.room && !this.isSlow(account);

  get isEmpty(): boolean {
    return this.waiting.size === 0;
  }

  push(unit: QueuedUnit): void {
    this.waiting.add(accountOf(unit.unit), unit);
  }

  /** Those units of a group, in their order, that did not run with the others. */
  putBack(left: readonly QueuedUnit[]): void {
    for (const unit of left.toReversed()) this.waiting.putBack(accountOf(unit.unit), unit);
  }

  /** For how long one unit of the account had the lane. */
  charge(account: string, milliseconds: number): void {
    this.waiting.charge(account, milliseconds);
  }

  /** To be called when the lane rests. */
  forget(): void {
    this.waiting.forget();
  }

  /** The next units that share a commit. A unit that must run alone comes by itself. */
  takeGroup(): QueuedUnit[] {
    const first = this.waiting.take(() => true)!;
    const group = [first];
    this.room = first.alone || this.isSlow(accountOf(first.unit)) ? 0 : GROUP_LIMIT.size - first.size;
    while (group.length < GROUP_LIMIT.units && this.room > 0) {
      const next = this.waiting.take(this.fits);
      if (next === undefined) break;
      group.push(next);
      this.room -= next.size;
    }
    return group;
  }

  private isSlow(account: string): boolean {
    return this.waiting.paceOf(account) > SLOW_MS;
  }
}
