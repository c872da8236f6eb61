import { LRUCache } from 'lru-cache';
import type { ClientBase } from 'pg';
import type { SqlValue } from '#sql/sql-fragment';
import { driverErrorOf, isStaleStatement } from '../errors/driver-error';
import type { RowsCallback } from '../reads/read-connection';
import { KEPT_STATEMENTS, LONGEST_KEPT, weightOf } from '../statement-bounds';
import type { Row } from '../sql-connection';
import { postgresTypes } from './postgres-types';

/** Syntax errors and unknown names: the text never became a statement. */
const NEVER_PREPARED = /^42/;

/** The driver's own record of what the server has prepared on the connection. */
interface Prepared {
  readonly connection: { readonly parsedStatements: Record<string, string> };
}

/**
 * The named statements of one connection; the least recently used are taken back from the server. A long text is sent
 * without a name: the server forgets such a statement with the next one.
 */
export class PostgresStatements {
  private readonly names: LRUCache<string, string>;
  private readonly evicted: string[] = [];
  private last = 0;

  constructor(
    private readonly client: ClientBase,
    maxSize = KEPT_STATEMENTS,
  ) {
    this.names = new LRUCache({ maxSize, dispose: (name) => this.evicted.push(name) });
  }

  get size(): number {
    return this.names.size;
  }

  run(text: string, values: readonly SqlValue[], done: RowsCallback): void {
    const name = this.nameOf(text);
    const sent = { text, values: values as SqlValue[], types: postgresTypes };
    const query = name === undefined ? sent : { ...sent, name };
    this.client.query<Row>(query, (error: Error | null, result) => {
      if (error && (isStaleStatement(error) || NEVER_PREPARED.test(driverErrorOf(error)?.code ?? ''))) {
        this.names.delete(text);
      }
      const settle = (): void => (error ? done(error, []) : done(null, result.rows));
      if (this.evicted.length === 0) settle();
      else this.deallocate(settle);
    });
  }

  private nameOf(text: string): string | undefined {
    if (text.length > LONGEST_KEPT) return undefined;
    let name = this.names.get(text);
    if (name === undefined) {
      this.last += 1;
      name = `s${this.last}`;
      this.names.set(text, name, { size: weightOf(text) });
    }
    return name;
  }

  /** This is done between statements, because the driver takes one at a time. */
  private deallocate(done: () => void): void {
    const { parsedStatements } = (this.client as unknown as Prepared).connection;
    const names = this.evicted.splice(0).filter((name) => parsedStatements[name] !== undefined);
    for (const name of names) delete parsedStatements[name];
    // Inside a failed transaction this is refused; then the server keeps the statements until the connection ends.
    if (names.length === 0) done();
    else this.client.query(names.map((name) => `DEALLOCATE ${name}`).join('; '), done);
  }
}
