import { LRUCache } from 'lru-cache';

const REMEMBERED = 10_000;
const FOR_MS = 60_000;

/**
 * Accounts that lately wanted more than they may have. Each of their units is checked by itself, inside its savepoint, so that
 * it does not take the units of others with it when it is refused.
 */
export class FullAccounts {
  private readonly ids = new LRUCache<string, true>({ max: REMEMBERED, ttl: FOR_MS });

  has(accountId: string): boolean {
    return this.ids.size > 0 && this.ids.has(accountId);
  }

  add(accountId: string): void {
    this.ids.set(accountId, true);
  }
}
