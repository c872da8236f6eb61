import type { Dialect } from '#sql/dialect/dialect';
import type { SqlValue } from '#sql/sql-fragment';
import type { Row, SqlConnection } from '../sql-connection';

/**
 * The lane's connection for one unit. Statements run one after another, even when the unit does not wait for each. A
 * statement that a unit left behind must not run inside the next unit, so the lane ends the unit here before it goes
 * on.
 */
export class UnitConnection implements SqlConnection {
  readonly dialect: Dialect;
  private last: Promise<unknown> | null = null;
  private ended = false;

  constructor(private readonly connection: SqlConnection) {
    this.dialect = connection.dialect;
  }

  async all(text: string, values?: readonly SqlValue[]): Promise<Row[]> {
    if (this.ended) throw new Error('A unit of work ran a statement after it had ended');
    const before = this.last;
    const current = before === null ? this.connection.all(text, values) : this.after(before, text, values);
    this.last = current;
    try {
      return await current;
    } finally {
      if (this.last === current) this.last = null;
    }
  }

  /** Refuses further statements and waits for those that were sent. */
  async end(): Promise<void> {
    this.ended = true;
    if (this.last !== null) await Promise.allSettled([this.last]);
  }

  private async after(before: Promise<unknown>, text: string, values?: readonly SqlValue[]): Promise<Row[]> {
    await Promise.allSettled([before]);
    return this.connection.all(text, values);
  }
}
