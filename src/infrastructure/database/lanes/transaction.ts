/** What a unit of work holds while it runs: stores get an opaque Transaction and look inside it with these functions. */
import type { EntityManager } from 'typeorm';
import type { Outcome, Transaction } from '#application/ports/transactions';
import { isoTime } from '#domain/kernel/clock';
import type { ChangeSummary, RecordChange } from '#domain/records/record-change';
import type { SqlConnection } from '../sql-connection';
import { UnitConnection } from './unit-connection';

type Action = (outcome: Outcome) => void;

const NONE: readonly Action[] = [];
const NOTHING_KEPT: ReadonlyMap<string, number> = new Map();

export class LaneTransaction implements Transaction {
  readonly changes: RecordChange[] = [];
  readonly summaries: ChangeSummary[] = [];
  /** Bytes of kept answers, by account. */
  kept: ReadonlyMap<string, number> = NOTHING_KEPT;
  readonly sql: UnitConnection;
  private actions: Action[] | null = null;
  private time: string | null = null;

  constructor(
    connection: SqlConnection,
    readonly manager: EntityManager,
    /** The only account whose records the unit may write; null: all. */
    private readonly accountId: string | null,
    /** Unix milliseconds. */
    private readonly began: number,
  ) {
    this.sql = new UnitConnection(connection);
  }

  get now(): string {
    this.time ??= isoTime(this.began);
    return this.time;
  }

  changed(change: RecordChange): void {
    this.assertOwn(change.accountId);
    this.changes.push(change);
  }

  changedMany(summary: ChangeSummary): void {
    this.assertOwn(summary.accountId);
    this.summaries.push(summary);
  }

  keptMore(accountId: string, bytes: number): void {
    this.kept = new Map(this.kept).set(accountId, (this.kept.get(accountId) ?? 0) + bytes);
  }

  onSettled(action: Action): void {
    (this.actions ??= []).push(action);
  }

  /** The actions that wait to be told how the unit ended; none the second time. */
  takeActions(): readonly Action[] {
    const taken = this.actions ?? NONE;
    this.actions = null;
    return taken;
  }

  private assertOwn(accountId: string): void {
    if (this.accountId !== null && accountId !== this.accountId) {
      throw new Error('A unit of work wrote a record of an account that is not its own');
    }
  }
}

function insideOf(tx: Transaction): LaneTransaction {
  if (!(tx instanceof LaneTransaction)) throw new TypeError('The transaction was not made by a write lane');
  return tx;
}

/** The lane's connection, inside the unit's transaction. */
export function sqlOf(tx: Transaction): SqlConnection {
  return insideOf(tx).sql;
}

/** TypeORM on the same connection. It never begins a transaction of its own there. */
export function managerOf(tx: Transaction): EntityManager {
  return insideOf(tx).manager;
}
