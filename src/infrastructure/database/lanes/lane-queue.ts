import { FairQueue } from '#domain/kernel/fair-queue';
import type { QueuedUnit } from './lane-unit';
import { accountOf } from './unit-account';

/** What shares one commit at most: what another account's units may have to wait for. */
const GROUP_LIMIT = { units: 256, size: 1_000_000 };

/**
 * The units that wait for a lane. Accounts take turns, and each account's own come in the order of arrival. A unit that is
 * too large to share a commit with others gets one of its own; what fits together goes before it, but only once.
 */
export class LaneQueue {
  private readonly waiting = new FairQueue<QueuedUnit>();
  /** The account whose unit did not fit into the last group: it begins the next one. */
  private passedOver: string | null = null;
  private room = 0;
  private readonly fits = (account: string, { alone, size }: QueuedUnit): boolean => {
    if (!alone && size <= this.room) return true;
    this.passedOver ??= account;
    return false;
  };

  get isEmpty(): boolean {
    return this.waiting.size === 0;
  }

  push(unit: QueuedUnit): void {
    this.waiting.add(accountOf(unit.unit), unit);
  }

  /** `left`: those units of a group, in their order, that did not run with the others. */
  putBack(group: readonly QueuedUnit[], left: readonly QueuedUnit[]): void {
    if (left.length === 0) return;
    const waitStill = new Set(left);
    const served = new Set(group.filter((unit) => !waitStill.has(unit)).map(({ unit }) => accountOf(unit)));
    for (const unit of left.toReversed()) {
      const account = accountOf(unit.unit);
      this.waiting.putBack(account, unit, served.has(account));
    }
  }

  /** The next units that share a commit. A unit that must run alone comes by itself. */
  takeGroup(): QueuedUnit[] {
    const first = this.takeFirst();
    const group = [first];
    this.room = first.alone ? 0 : GROUP_LIMIT.size - first.size;
    while (group.length < GROUP_LIMIT.units && this.room > 0) {
      const next = this.waiting.take(this.fits);
      if (next === undefined) break;
      group.push(next);
      this.room -= next.size;
    }
    return group;
  }

  private takeFirst(): QueuedUnit {
    const account = this.passedOver;
    this.passedOver = null;
    if (account !== null) return this.waiting.take((owner) => owner === account)!;
    this.room = GROUP_LIMIT.size;
    const first = this.waiting.take(this.fits);
    if (first !== undefined) return first;
    this.passedOver = null;
    return this.waiting.take(() => true)!;
  }
}
