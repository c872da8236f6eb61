import { WeighedCache } from '#domain/kernel/weighed-cache';

/** Bytes of all totals with the values that they were counted for; an account has a quarter of them. */
const MAX_BYTES = 8 * 1024 * 1024;
const TOTAL_BYTES = 128;

export interface Total {
  readonly total: number;
  /** The versions of everything it was counted from; null: it also depends on what has no version. */
  readonly versions: string | null;
}

/**
 * Totals of filtered lists, by the statement and the values bound to it. A total is right as long as the versions are those of its count;
 * the list's own statement reads them, so an answer never carries a total from before a write that its items show.
 */
export class TotalCache {
  private readonly totals = new WeighedCache<Total>(MAX_BYTES);
  private readonly counting = new Map<string, Promise<Total>>();

  /** Charged to `owner`. `count` runs when no total with these versions is known; requests that ask for the same at the same time share it. */
  async get(key: string, owner: string, versions: string | null, count: () => Promise<Total>): Promise<number> {
    if (versions === null) return (await count()).total;
    const known = this.totals.get(key);
    if (known?.versions === versions) return known.total;
    const shared = await this.counting.get(key);
    if (shared?.versions === versions) return shared.total;
    const own = count();
    this.counting.set(key, own);
    try {
      const counted = await own;
      this.totals.set(key, counted, TOTAL_BYTES + (counted.versions?.length ?? 0), owner);
      return counted.total;
    } finally {
      if (this.counting.get(key) === own) this.counting.delete(key);
    }
  }
}
