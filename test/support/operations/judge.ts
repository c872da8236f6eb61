/** Compares what units reported, and what is counted from it, with the tables, from one look at them to the next. */
import { Transactions } from '#application/ports/transactions';
import type { Field } from '#domain/schema/collection';
import { Database } from '#server/infrastructure/database/database';
import { sqlOf } from '#server/infrastructure/database/lanes/transaction';
import { KEPT_ANSWERS } from '#sql/compile-counts';
import { compileRecount } from '#sql/compile-record-size';
import { type Snapshot, snapshot } from '../changes';
import { expectTold } from '../compare-changes';
import { keptCounts, recount } from '../counts';
import type { TestServer } from '../server';
import { type Told, ToldChanges } from '../told-changes';
import { unitOf } from '../unit';

export class Judge {
  private problem: { readonly error: unknown } | null = null;

  private constructor(
    private readonly database: Database,
    private readonly told: ToldChanges,
    private last: Snapshot,
  ) {}

  /** Looks by itself after each piece of an erasure, because what one piece clears the next one deletes. */
  static async of({ app }: TestServer): Promise<Judge> {
    const database = app.get(Database, { strict: false });
    const judge = new Judge(database, new ToldChanges(), await snapshot(database));
    const transactions = app.get(Transactions, { strict: false });
    const run = transactions.run.bind(transactions);
    jest.spyOn(transactions, 'run').mockImplementation(async (unit) => {
      const result = await run(unit);
      // A job that failed would be tried again, so the problem is told at the next look.
      if (unit.act.name === 'accounts.erase')
        await judge.look().catch((error: unknown) => (judge.problem ??= { error }));
      return result;
    });
    return judge;
  }

  /** Throws when the changes reported since the last look are not what happened since. Resolves with those reported. */
  async look(): Promise<Told> {
    if (this.problem !== null) throw this.problem.error;
    const now = await snapshot(this.database);
    const told = this.told.take();
    const before = this.last;
    this.last = now;
    expectTold(before, now, told);
    expect(await keptCounts(this.database)).toEqual(await recount(this.database, now));
    return told;
  }

  /** As the migration does that began to count. */
  async recount(): Promise<void> {
    const { dialect, lanes, reads } = this.database;
    await lanes.submitAlone(
      unitOf(async (tx) => {
        await sqlOf(tx).all('UPDATE record_counts SET bytes = 0 WHERE collection_id <> $1', [KEPT_ANSWERS]);
        for (const row of await reads.all('SELECT id, table_name, fields FROM collections')) {
          const fields = JSON.parse(String(row['fields'])) as Field[];
          const collection = { id: String(row['id']), table: String(row['table_name']), fields };
          await sqlOf(tx).all(compileRecount(collection, dialect), [collection.id]);
        }
      }),
    );
  }

  /** The records that existed at the last look. */
  get records(): Snapshot {
    return this.last;
  }

  stop(): void {
    this.told.stop();
  }
}
