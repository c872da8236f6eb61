import type { SqlValue } from '#sql/sql-fragment';
import { DatabaseUnavailable } from './database-unavailable';
import type { ReadConnection } from './read-connection';
import type { Row } from './sql-connection';

const NO_VALUES: readonly SqlValue[] = [];

interface Waiting {
  readonly text: string;
  readonly values: readonly SqlValue[];
  readonly resolve: (rows: Row[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Hands each statement to an idle read-only connection, or lets it wait in order. The connection used last is used first,
 * so that under light load its page cache and prepared statements stay warm.
 */
export class ReadPool {
  private readonly idle: ReadConnection[];
  private waiting: Waiting[] = [];
  private next = 0;
  private closed = false;
  private onIdle: (() => void) | null = null;

  constructor(private readonly connections: readonly ReadConnection[]) {
    this.idle = [...connections];
  }

  /** Rejects with DomainError QUERY_TIMEOUT when interrupted, DatabaseUnavailable when the connection is lost. */
  all(text: string, values: readonly SqlValue[] = NO_VALUES): Promise<Row[]> {
    return new Promise((resolve, reject) => {
      if (this.closed) {
        reject(new DatabaseUnavailable('The database is closed'));
        return;
      }
      const connection = this.idle.pop();
      if (connection === undefined) this.waiting.push({ text, values, resolve, reject });
      else this.start(connection, text, values, resolve, reject);
    });
  }

  /** Statements that run finish, or are stopped at their time limit; statements that wait are refused. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    const refused = this.waiting.slice(this.next);
    this.waiting = [];
    this.next = 0;
    for (const { reject } of refused) reject(new DatabaseUnavailable('The database is closed'));
    if (this.idle.length < this.connections.length) await new Promise<void>((resolve) => (this.onIdle = resolve));
    await Promise.all(this.connections.map((connection) => connection.close()));
  }

  private start(
    connection: ReadConnection,
    text: string,
    values: readonly SqlValue[],
    resolve: (rows: Row[]) => void,
    reject: (error: unknown) => void,
  ): void {
    connection.run(text, values, (error, rows) => {
      // The connection goes on before the caller does: its next statement runs while this answer is presented.
      this.release(connection);
      if (error === null) resolve(rows);
      else reject(error);
    });
  }

  private release(connection: ReadConnection): void {
    const waiting = this.waiting[this.next];
    if (waiting === undefined) {
      this.idle.push(connection);
      if (this.idle.length === this.connections.length) this.onIdle?.();
      return;
    }
    this.next += 1;
    if (this.next === this.waiting.length) {
      this.waiting = [];
      this.next = 0;
    }
    this.start(connection, waiting.text, waiting.values, waiting.resolve, waiting.reject);
  }
}
