/** Where units of work run: in the write lane of their account, many in one commit, each isolated from the others. */
import type { Act } from '#domain/kernel/act';
import type { Credential, RequestContext } from '#domain/kernel/request-context';
import type { ChangeSummary, RecordChange } from '#domain/records/record-change';

/** Handed to stores inside a unit. Opaque: only adapters look inside. */
export interface Transaction {
  /** When the unit began: ISO 8601, the same throughout the unit. */
  readonly now: string;

  /**
   * Reports a record that the unit wrote. Counts and all else that follows from changes are derived from it at the
   * commit.
   */
  changed(change: RecordChange): void;

  /** Reports what was done to any number of an account's records at once, where they are not reported one by one. */
  changedMany(summary: ChangeSummary): void;

  /**
   * Reports answers that are kept to be repeated: so many bytes more, or fewer where negative. Old ones of other accounts may
   * be cleared away.
   */
  keptMore(accountId: string, bytes: number): void;

  /** Runs `action` once it is certain how the unit ended: it is on disk, or has left nothing. Must not throw. */
  onSettled(action: (outcome: Outcome) => void): void;
}

export type Outcome = 'committed' | 'rolled_back';

/** What must still hold in the unit's transaction, or it rejects with StaleExpectation; null: no such condition. */
export interface Expectation {
  /** Its stamp is current. */
  readonly credential: Pick<Credential, 'id' | 'stamp'> | null;
  /** The schema has this revision. */
  readonly schemaRevision: number | null;
}

export const NO_EXPECTATION: Expectation = { credential: null, schemaRevision: null };

/** Shared work was not done, because the condition of a step does not hold for its row. */
export abstract class WorkRefused extends Error {}

/**
 * Work that a store makes of steps shared by units of the same shape: each step is one statement for a whole commit.
 */
export abstract class SharedWork<T> {
  /** Does it alone, as part of a unit that does more. Rejects with WorkRefused, as a unit of this work alone does. */
  abstract run(tx: Transaction): Promise<T>;
}

/** Awaits nothing but the database, and may run again after a deadlock: it keeps no state outside. */
export type Work<T> = ((tx: Transaction) => Promise<T>) | SharedWork<T>;

/** Does the work as part of a unit that does more. */
export function runWork<T>(work: Work<T>, tx: Transaction): Promise<T> {
  return work instanceof SharedWork ? work.run(tx) : work(tx);
}

export interface Unit<T> {
  /** The unit writes its account; without one, the system account. */
  readonly ctx: RequestContext;
  readonly act: Act;
  readonly expectation: Expectation;
  readonly work: Work<T>;
  /** What to reject with for an error of the database, in the caller's words; by default a general error. */
  explain?(error: unknown): Promise<unknown>;
}

export abstract class Transactions {
  /** Resolves when the unit is on disk. Rejects with what its work threw, the unit then having left nothing. */
  abstract run<T>(unit: Unit<T>): Promise<T>;

  /** As run, but alone in its transaction, with every other writer of the database kept out; it may write all accounts. */
  abstract runAlone<T>(unit: Unit<T>): Promise<T>;
}
