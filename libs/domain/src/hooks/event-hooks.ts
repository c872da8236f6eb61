/** The hooks of one event, and for which collections there are any. */
import type { Hook } from './hook';

export interface Entry extends Hook {
  /** Counts registrations: those of equal priority are called in this order. */
  readonly number: number;
}

export class EventHooks {
  /** In the order in which they are called. */
  readonly entries: readonly Entry[];
  /** The keys of the collections that their filters name; null: some filter names none. */
  private readonly collections: ReadonlySet<string> | null;

  constructor(entries: readonly Entry[]) {
    this.entries = entries.toSorted(byTurn);
    const names = entries.map(({ filter }) => filter['collection']);
    this.collections = names.includes(undefined) ? null : new Set(names.map((name) => keyOf(name!)));
  }

  /**
   * false: no hook is called for this collection, whatever the event. Names that differ only in case count as the same
   * here, as in the catalog.
   */
  has(collection: string): boolean {
    return this.collections === null || this.collections.has(keyOf(collection));
  }
}

function keyOf(name: string): string {
  return name.toLowerCase();
}

function byTurn(one: Entry, other: Entry): number {
  return other.priority - one.priority || one.number - other.number;
}
