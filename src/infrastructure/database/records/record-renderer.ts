import type { RecordKey, RenderedRecord } from '#application/ports/record-store';
import type { Output } from '#domain/query/record-plan';
import { compileRender } from '#sql/compile-read';
import type { Dialect } from '#sql/dialect/dialect';
import type { Statement } from '#sql/sql-fragment';
import type { SqlConnection } from '../sql-connection';
import { StatementCache } from './statement-cache';

/** Renders records that the same unit has just written, where their body needs more than their own row. */
export class RecordRenderer {
  private readonly statements: StatementCache<Output, Statement>;

  constructor(dialect: Dialect) {
    this.statements = new StatementCache((output) => compileRender(output, dialect));
  }

  /** In the order of the keys. */
  async render(sql: SqlConnection, output: Output, keys: readonly RecordKey[]): Promise<RenderedRecord[]> {
    const list = JSON.stringify(keys.map(({ accountId, id }) => ({ account: accountId, id })));
    const rows = new Map((await sql.all(this.statements.get(output).text, [list])).map((row) => [row['id'], row]));
    return keys.map(({ id }) => {
      const row = rows.get(id)!;
      return { id, body: row['body'] as string, revision: row['rev'] as number };
    });
  }
}
