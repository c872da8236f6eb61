/** What a unit of work holds while it runs: stores get an opaque Transaction and look inside it with these functions. */
import type { EntityManager } from 'typeorm';
import type { Transaction } from '#application/ports/unit-of-work';
import type { SqlConnection } from '../sql-connection';
import { UnitConnection } from './unit-connection';

export interface CountDelta {
  readonly accountId: string;
  readonly collectionId: string;
  readonly delta: number;
}

export class LaneTransaction implements Transaction {
  readonly counts: CountDelta[] = [];
  readonly actions: (() => void)[] = [];
  readonly sql: UnitConnection;

  constructor(
    connection: SqlConnection,
    readonly manager: EntityManager,
  ) {
    this.sql = new UnitConnection(connection);
  }

  afterCommit(action: () => void): void {
    this.actions.push(action);
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

/** Tells the exact record counts that the unit adds (or, negative, removes) records; written once per commit. */
export function countRecords(tx: Transaction, accountId: string, collectionId: string, delta: number): void {
  insideOf(tx).counts.push({ accountId, collectionId, delta });
}
