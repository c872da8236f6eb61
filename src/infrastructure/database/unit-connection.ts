import type { SqlValue } from '#sql/sql-fragment';
import type { Row, SqlConnection, SqlDialect } from './sql-connection';

/**
 * The lane's connection for one unit. A statement that a unit sent without waiting for it must not run inside the next
 * unit: the lane ends the unit here before it goes on.
 */
export class UnitConnection implements SqlConnection {
  readonly dialect: SqlDialect;
  private running = 0;
  private ended = false;
  private onIdle: (() => void) | null = null;

  constructor(private readonly connection: SqlConnection) {
    this.dialect = connection.dialect;
  }

  async all(text: string, values?: readonly SqlValue[]): Promise<Row[]> {
    if (this.ended) throw new Error('A unit of work ran a statement after it had ended');
    this.running += 1;
    try {
      return await this.connection.all(text, values);
    } finally {
      this.running -= 1;
      if (this.running === 0) this.onIdle?.();
    }
  }

  /** Refuses further statements and waits for those that run. */
  async end(): Promise<void> {
    this.ended = true;
    if (this.running > 0) await new Promise<void>((resolve) => (this.onIdle = resolve));
  }
}
