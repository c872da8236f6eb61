import type { ChangeSummary, RecordChange } from '#domain/records/record-change';
import { compileCountChanges } from '#sql/compile-guards';
import type { Dialect } from '#sql/dialect/dialect';
import type { SqlConnection } from '../sql-connection';
import type { CommitStep } from './commit-step';
import type { DoneUnit } from './lane-unit';

interface CountChange {
  readonly account: string;
  readonly collection: string;
  delta: number;
}

const DELTAS: Readonly<Record<RecordChange['op'], number>> = { create: 1, update: 0, delete: -1 };

/**
 * Keeps the exact number of records of each account and collection, and a version that grows with every change: even
 * where no record is added or removed, a count under a condition may now differ.
 */
export class RecordCountsStep implements CommitStep {
  private readonly text: string;

  constructor(dialect: Dialect) {
    this.text = compileCountChanges(dialect).text;
  }

  async run(sql: SqlConnection, done: readonly DoneUnit[]): Promise<void> {
    const counts = new Counts();
    for (const { tx } of done) {
      for (const change of tx.changes) counts.add(change, DELTAS[change.op]);
      for (const summary of tx.summaries) {
        // The counts of a dropped collection go with it.
        if (summary.op !== 'drop') counts.add(summary, summary.op === 'erase' ? -summary.count : 0);
      }
    }
    if (counts.all.length > 0) await sql.all(this.text, [JSON.stringify(counts.all)]);
  }
}

class Counts {
  readonly all: CountChange[] = [];
  private readonly byKey = new Map<string, CountChange>();

  add({ accountId, collectionId }: Pick<ChangeSummary, 'accountId' | 'collectionId'>, delta: number): void {
    const key = accountId + collectionId;
    const known = this.byKey.get(key);
    if (known !== undefined) {
      known.delta += delta;
      return;
    }
    const count = { account: accountId, collection: collectionId, delta };
    this.byKey.set(key, count);
    this.all.push(count);
  }
}
