/**
 * What units of work reported about the records they changed, if they were committed: seen where every commit step sees
 * it, at the end of a lane's transaction.
 */
import type { ChangeSummary, RecordChange } from '#domain/records/record-change';
import { RecordCountsStep } from '#server/infrastructure/database/lanes/record-counts.step';

export interface Told {
  /** In the order of the commits. */
  readonly changes: readonly RecordChange[];
  readonly summaries: readonly ChangeSummary[];
}

export class ToldChanges {
  private readonly changes: RecordChange[] = [];
  private readonly summaries: ChangeSummary[] = [];
  private readonly spy: { mockRestore(): void };

  /** Listens to the applications of this process from now on. */
  constructor() {
    const { changes, summaries } = this;
    const { run } = RecordCountsStep.prototype;
    const observed: typeof run = function (this: RecordCountsStep, sql, done) {
      for (const { tx } of done) {
        tx.onSettled((outcome) => {
          if (outcome !== 'committed') return;
          changes.push(...tx.changes);
          summaries.push(...tx.summaries);
        });
      }
      return run.call(this, sql, done);
    };
    this.spy = jest.spyOn(RecordCountsStep.prototype, 'run').mockImplementation(observed);
  }

  /** What was reported since the last call. */
  take(): Told {
    return { changes: this.changes.splice(0), summaries: this.summaries.splice(0) };
  }

  stop(): void {
    this.spy.mockRestore();
  }
}
