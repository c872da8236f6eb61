import { type Outcome, runWork } from '#application/ports/transactions';
import { Logger } from '@nestjs/common';
import { isRetryable } from '../errors/driver-error';
import { translateOutage } from '../errors/translate-error';
import { NO_REFUSALS, type Refusals } from './commit-step';
import { batchesOf } from './lane-batches';
import type { LaneConnection } from './lane-connection';
import type { LaneRules } from './lane-rules';
import type { DoneUnit, QueuedUnit } from './lane-unit';
import { type Refused, runShared, type SharedUnit } from './shared-batch';
import { SharedSteps } from './shared-steps';
import { LaneTransaction } from './transaction';
import { accountOf } from './unit-account';

const logger = new Logger('WriteLane');

/** After so long a group takes no more units but commits, so that those that came meanwhile get their turn. */
const GROUP_TIME_MS = 50;

/** Told for how long one unit of an account had the lane, in milliseconds. */
export type Charge = (account: string, milliseconds: number) => void;

export interface GroupOutcome {
  /** Units that are not settled: their transaction was undone through no fault of their own. */
  readonly undone: readonly QueuedUnit[];
  /** Units that did not run, because the others took long. */
  readonly left: readonly QueuedUnit[];
  readonly cause: unknown;
}

/** One transaction of a lane: the units that share it, from begin to commit. */
export class LaneGroup {
  /** In the order of arrival. */
  private readonly unsettled: Set<QueuedUnit>;
  private left: readonly QueuedUnit[] = [];
  private hasTried = false;
  private began = 0;
  private readonly begun: LaneTransaction[] = [];
  private readonly done: DoneUnit[] = [];
  /** A lone unit needs no savepoint: when it fails, the transaction goes with it. */
  private readonly isAlone: boolean;
  private committing = false;

  constructor(
    private readonly connection: LaneConnection,
    private readonly rules: LaneRules,
    private readonly units: readonly QueuedUnit[],
    private readonly charge: Charge,
  ) {
    this.unsettled = new Set(units);
    this.isAlone = units.length === 1;
  }

  async run(): Promise<GroupOutcome> {
    try {
      while (!(await this.attempt())) {
        await this.connection.rollback();
        this.conclude('rolled_back');
      }
      if (this.done.length === 0) {
        await this.connection.rollback();
      } else {
        this.assertInTime();
        this.committing = true;
        await this.connection.commit();
        this.settle();
      }
      this.conclude('rolled_back');
      return { undone: [], left: this.left, cause: null };
    } catch (error) {
      await this.connection.rollback();
      this.conclude('rolled_back');
      return this.failed(error);
    }
  }

  /**
   * false: accounts wanted more than they may have. Their units then have to be checked one by one, which cannot be done any
   * more for what has run already.
   */
  private async attempt(): Promise<boolean> {
    this.done.length = 0;
    await this.connection.begin(this.units[0]!.alone);
    this.hasTried = false;
    const free: QueuedUnit[] = [];
    const checked: QueuedUnit[] = [];
    for (const queued of this.unsettled) (this.rules.full.has(accountOf(queued.unit)) ? checked : free).push(queued);
    const verified = await this.verified(free);
    this.began = this.rules.clock.now();
    await this.runBatches(batchesOf(verified));
    const refusals = await this.runSteps(this.done);
    for (const accountId of refusals.keys()) this.rules.full.add(accountId);
    if (refusals.size > 0) return false;
    if (checked.length > 0) await this.runSingly(await this.verified(checked), true);
    this.leaveUntried();
    return true;
  }

  private async runSteps(done: readonly DoneUnit[]): Promise<Refusals> {
    if (done.length === 0) return NO_REFUSALS;
    for (const step of this.rules.steps) {
      const refusals = await step.run(this.connection.sql, done);
      if (refusals.size > 0) return refusals;
    }
    return NO_REFUSALS;
  }

  private async runBatches(batches: readonly (readonly QueuedUnit[])[]): Promise<void> {
    const [only] = batches;
    if (batches.length === 1 && only!.length > 1) {
      // Nothing else is in the transaction: to undo the units, the whole transaction is undone, so no savepoint is
      // needed.
      if (await this.runTogether(only!, false)) return;
      await this.connection.rollback();
      await this.connection.begin(false);
      await this.runSingly(await this.verified(only!));
      return;
    }
    for (const batch of batches) {
      if (this.isLate()) return;
      const needsSavepoint = this.needsSavepoint(batch);
      // One atomic statement, of one unit or more, has nothing that would have to be undone.
      if ((batch.length > 1 || !needsSavepoint) && (await this.runTogether(batch, needsSavepoint))) continue;
      await this.runSingly(batch);
    }
  }

  /** `checked`: what follows from each unit is written, and may be refused, with it. */
  private async runSingly(units: readonly QueuedUnit[], checked = false): Promise<void> {
    for (const queued of units) {
      if (this.isLate()) return;
      const began = this.rules.clock.now();
      await this.runUnit(queued, checked);
      this.charge(accountOf(queued.unit), this.rules.clock.now() - began);
    }
  }

  /** Not before a unit has run, so that every group gets on. */
  private isLate(): boolean {
    return this.hasTried && this.rules.clock.now() - this.began > GROUP_TIME_MS;
  }

  private leaveUntried(): void {
    if (this.done.length === this.unsettled.size) return;
    const tried = new Set(this.done.map(({ queued }) => queued));
    this.left = [...this.unsettled].filter((queued) => !tried.has(queued));
    for (const queued of this.left) this.unsettled.delete(queued);
  }

  /** A unit of several rows may be refused in part, and must then be undone although no statement failed. */
  private needsSavepoint(batch: readonly QueuedUnit[]): boolean {
    if (!this.connection.statementsAreAtomic) return true;
    return batch.some(({ unit: { work } }) => {
      return !(work instanceof SharedSteps) || work.steps.length > 1 || work.steps.some(({ rows }) => rows.length > 1);
    });
  }

  private async verified(units: readonly QueuedUnit[]): Promise<readonly QueuedUnit[]> {
    const verdicts = await this.rules.expectations.run(this.connection.sql, units);
    return units.filter((unit, index) => {
      const error = passed(unit) ?? verdicts[index] ?? null;
      if (error !== null) this.reject(unit, error);
      return error === null;
    });
  }

  /** A unit that nobody waits for any longer takes the transaction with it; the others are run again. */
  private assertInTime(): void {
    const late = this.done.filter(({ queued }) => passed(queued) !== null);
    for (const { queued } of late) this.reject(queued, passed(queued));
    if (late.length > 0) throw new Error('The time of a unit is over');
  }

  private async runUnit(queued: QueuedUnit, checked: boolean): Promise<void> {
    this.hasTried = true;
    const tx = this.begin(queued);
    if (!this.isAlone) await this.connection.savepoint();
    try {
      let value: unknown;
      try {
        value = await runWork(queued.unit.work, tx);
      } finally {
        await tx.sql.end();
      }
      if (checked) for (const refusal of (await this.runSteps([{ queued, tx, value }])).values()) throw refusal;
      // This also detects a unit that caught a fatal error and went on.
      if (!this.isAlone) await this.connection.release();
      this.done.push({ queued, tx, value });
    } catch (error) {
      if (this.isFatal(error)) throw error;
      this.reject(queued, error);
      if (!this.isAlone) await this.connection.rollbackToSavepoint();
    }
  }

  /**
   * Runs units of one shape, with one statement for each step. false: it went wrong for one of them, and all have to
   * run again, each for itself; with a savepoint, what they did is undone.
   */
  private async runTogether(batch: readonly QueuedUnit[], guarded: boolean): Promise<boolean> {
    const shared = batch.map((queued): SharedUnit => {
      return { queued, work: queued.unit.work as SharedSteps<unknown>, returned: [] };
    });
    const { steps } = shared[0]!.work;
    const began = this.rules.clock.now();
    if (guarded) await this.connection.savepoint();
    const refusals = await this.runShared(shared, steps.length);
    if (refusals === null) {
      if (guarded) await this.connection.rollbackToSavepoint();
      return false;
    }
    if (guarded) await this.connection.release();
    this.hasTried = true;
    const perSize = (this.rules.clock.now() - began) / batch.reduce((sum, { size }) => sum + size, 0);
    for (const unit of shared) {
      this.charge(accountOf(unit.queued.unit), perSize * unit.queued.size);
      const refusal = refusals.get(unit);
      if (refusal !== undefined) this.reject(unit.queued, refusal);
      else this.finish(unit);
    }
    return true;
  }

  private async runShared(batch: readonly SharedUnit[], count: number): Promise<Refused | null> {
    try {
      return await runShared(this.connection.sql, batch, count);
    } catch (error) {
      if (this.isFatal(error)) throw error;
      return null;
    }
  }

  private finish({ queued, work, returned }: SharedUnit): void {
    const tx = this.begin(queued);
    this.done.push({ queued, tx, value: work.finish(tx, returned) });
  }

  private begin({ alone, unit }: QueuedUnit): LaneTransaction {
    const { sql, manager } = this.connection;
    const tx = new LaneTransaction(sql, manager, alone ? null : accountOf(unit), this.rules.clock.now());
    this.begun.push(tx);
    return tx;
  }

  private isFatal(error: unknown): boolean {
    return this.connection.lost || isRetryable(error);
  }

  private reject(queued: QueuedUnit, error: unknown): void {
    this.unsettled.delete(queued);
    queued.reject(translateOutage(error, 'write'));
  }

  /**
   * A commit that failed, a lost connection and a failing step reject every unit. Otherwise the transaction was undone by
   * a deadlock or by a unit that is already rejected, and the others get another one.
   */
  private failed(error: unknown): GroupOutcome {
    const undone = [...this.unsettled];
    const rejectedOne = undone.length + this.left.length < this.units.length;
    if (!this.connection.lost && (isRetryable(error) || (rejectedOne && !this.committing))) {
      return { undone, left: this.left, cause: error };
    }
    for (const unit of undone) this.reject(unit, error);
    return { undone: [], left: this.left, cause: null };
  }

  private settle(): void {
    for (const { queued, value } of this.done) queued.resolve(value);
    for (const { queued, tx } of this.done) {
      tell(tx, 'committed');
      this.rules.commits.tell(queued.unit, tx.changes);
    }
  }

  /** Tells the units that have not been told yet. */
  private conclude(outcome: Outcome): void {
    for (const tx of this.begun) tell(tx, outcome);
  }
}

function passed({ unit }: QueuedUnit): Error | null {
  return unit.ctx.deadline?.passed ?? null;
}

/** Once: who was told that the unit is committed is not told anything else. */
function tell(tx: LaneTransaction, outcome: Outcome): void {
  for (const action of tx.takeActions()) {
    try {
      action(outcome);
    } catch (error) {
      logger.error('An action after a unit failed', error instanceof Error ? error.stack : String(error));
    }
  }
}
