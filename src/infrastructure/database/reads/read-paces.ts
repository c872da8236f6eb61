/** A read that takes longer keeps others waiting noticeably. */
const SLOW_MS = 100;
/** What remains, with each later read, of the time that one took. */
const FADING = 0.7;
/** Accounts that are remembered, those that were slow last. */
const MOST_ACCOUNTS = 1000;

/** Which accounts' reads take long, as far as lately seen: the longest counts most. Of quick accounts nothing is kept. */
export class ReadPaces {
  private readonly milliseconds = new Map<string, number>();

  isSlow(account: string): boolean {
    return this.milliseconds.has(account);
  }

  /** How long a read of the account had its connection. */
  charge(account: string, milliseconds: number): void {
    const before = this.milliseconds.get(account);
    if (before === undefined && milliseconds <= SLOW_MS) return;
    const pace = Math.max(milliseconds, (before ?? 0) * FADING);
    this.milliseconds.delete(account);
    if (pace <= SLOW_MS) return;
    this.milliseconds.set(account, pace);
    if (this.milliseconds.size > MOST_ACCOUNTS) this.milliseconds.delete(this.milliseconds.keys().next().value!);
  }
}
