import { GenerationCache } from '#domain/kernel/generation-cache';

const MAX_TOTALS = 200;

export interface Total {
  readonly total: number;
  /** The versions of everything it was counted from; null: it also depends on what has no version. */
  readonly versions: string | null;
}

/**
 * Totals of one filtered list, by the values bound to it. A total is right as long as the versions are those of its count;
 * the list's own statement reads them, so an answer never carries a total from before a write that its items show.
 */
export class TotalCache {
  private readonly totals = new GenerationCache<Total>(MAX_TOTALS);
  private readonly counting = new Map<string, Promise<Total>>();

  /** `count` runs when no total with these versions is known; requests that ask for the same at the same time share it. */
  async get(key: string, versions: string | null, count: () => Promise<Total>): Promise<number> {
    if (versions === null) return (await count()).total;
    const known = this.totals.get(key);
    if (known?.versions === versions) return known.total;
    const shared = await this.counting.get(key);
    if (shared?.versions === versions) return shared.total;
    const own = count();
    this.counting.set(key, own);
    try {
      const counted = await own;
      this.totals.set(key, counted);
      return counted.total;
    } finally {
      if (this.counting.get(key) === own) this.counting.delete(key);
    }
  }
}
