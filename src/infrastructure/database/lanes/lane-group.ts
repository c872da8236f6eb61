import { Logger } from '@nestjs/common';
import { isRetryable } from '../errors/driver-error';
import { batchesOf, insertTogether } from './insert-batch';
import type { LaneConnection } from './lane-connection';
import type { LaneHooks } from './lane-hooks';
import { type DoneUnit, InsertRefused, type QueuedUnit } from './lane-unit';
import type { Row } from '../sql-connection';
import { countRecords, LaneTransaction } from './transaction';
import { translateOutage } from '../errors/translate-error';

const logger = new Logger('WriteLane');

export interface GroupOutcome {
  /** Units that are not settled: their transaction was undone through no fault of their own. */
  readonly undone: readonly QueuedUnit[];
  readonly cause: unknown;
}

/** One transaction of a lane: the units that share it, from begin to commit. */
export class LaneGroup {
  private readonly unsettled: Set<QueuedUnit>;
  private readonly done: DoneUnit[] = [];
  /** A lone unit needs no savepoint: when it fails, the transaction goes with it. */
  private readonly isAlone: boolean;
  private committing = false;

  constructor(
    private readonly connection: LaneConnection,
    private readonly hooks: LaneHooks,
    private readonly units: readonly QueuedUnit[],
  ) {
    this.unsettled = new Set(units);
    this.isAlone = units.length === 1;
  }

  async run(): Promise<GroupOutcome> {
    try {
      await this.connection.begin(this.units[0]!.kind === 'exclusive');
      for (const batch of batchesOf(await this.verified())) {
        if (batch.length === 1) await this.runUnit(batch[0]!);
        else await this.runInserts(batch);
      }
      if (this.done.length === 0) {
        await this.connection.rollback();
      } else {
        await this.hooks.beforeCommit(this.connection.sql, this.done);
        this.committing = true;
        await this.connection.commit();
        this.settle();
      }
      return { undone: [], cause: null };
    } catch (error) {
      await this.connection.rollback();
      return this.failed(error);
    }
  }

  private async verified(): Promise<readonly QueuedUnit[]> {
    const verdicts = await this.hooks.verify(this.connection.sql, this.units);
    return this.units.filter((unit, index) => {
      const error = verdicts[index] ?? null;
      if (error !== null) this.reject(unit, error);
      return error === null;
    });
  }

  private async runUnit(unit: QueuedUnit): Promise<void> {
    const tx = new LaneTransaction(this.connection.sql, this.connection.manager);
    if (!this.isAlone) await this.connection.savepoint();
    try {
      let value: unknown;
      try {
        value = await unit.work(tx);
      } finally {
        await tx.sql.end();
      }
      // Also where a unit that caught a fatal error and went on is found out.
      if (!this.isAlone) await this.connection.release();
      this.done.push({ unit, tx, value });
    } catch (error) {
      if (this.isFatal(error)) throw error;
      this.reject(unit, error);
      if (!this.isAlone) await this.connection.rollbackToSavepoint();
    }
  }

  private async runInserts(batch: readonly QueuedUnit[]): Promise<void> {
    const inserts = batch.map((unit) => unit.insert!);
    // A unit of several rows may be refused in part, and then has to be undone although no statement failed.
    const guarded = !this.connection.statementsAreAtomic || inserts.some((insert) => insert.rows.length > 1);
    if (guarded) await this.connection.savepoint();
    let results: (Row[] | InsertRefused)[] | null = null;
    try {
      results = await insertTogether(this.connection.sql, inserts);
    } catch (error) {
      if (this.isFatal(error)) throw error;
    }
    if (results === null || results.some((result, index) => isPartial(result, inserts[index]!.rows.length))) {
      if (guarded) await this.connection.rollbackToSavepoint();
      for (const unit of batch) await this.runUnit(unit);
      return;
    }
    if (guarded) await this.connection.release();
    for (const [index, unit] of batch.entries()) this.inserted(unit, results[index]!);
  }

  private inserted(unit: QueuedUnit, result: Row[] | InsertRefused): void {
    if (result instanceof InsertRefused) {
      this.reject(unit, result);
      return;
    }
    const tx = new LaneTransaction(this.connection.sql, this.connection.manager);
    const { accountId, collectionId, ids } = unit.insert!;
    countRecords(tx, accountId, collectionId, ids.length);
    this.done.push({ unit, tx, value: result });
  }

  private isFatal(error: unknown): boolean {
    return this.connection.lost || isRetryable(error);
  }

  private reject(unit: QueuedUnit, error: unknown): void {
    this.unsettled.delete(unit);
    unit.reject(translateOutage(error));
  }

  /**
   * A commit that failed, a lost connection and a failing hook reject every unit. Otherwise the transaction was undone by
   * a deadlock or by a unit that is rejected already, and the others deserve another one.
   */
  private failed(error: unknown): GroupOutcome {
    const undone = [...this.unsettled];
    const rejectedOne = undone.length < this.units.length;
    if (!this.connection.lost && (isRetryable(error) || (rejectedOne && !this.committing))) {
      return { undone, cause: error };
    }
    for (const unit of undone) this.reject(unit, error);
    return { undone: [], cause: null };
  }

  private settle(): void {
    for (const { unit, value } of this.done) unit.resolve(value);
    for (const { tx } of this.done) {
      for (const action of tx.actions) {
        try {
          action();
        } catch (error) {
          logger.error('An action after a commit failed', error instanceof Error ? error.stack : String(error));
        }
      }
    }
  }
}

function isPartial(result: Row[] | InsertRefused, rows: number): boolean {
  return result instanceof InsertRefused && result.refused.length < rows;
}
