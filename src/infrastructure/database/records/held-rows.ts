import { recordsTooLarge } from '#application/records/record-errors';
import { type BindSources, bindStatement } from '#sql/bind';
import type { Statement } from '#sql/sql-fragment';
import type { Row, SqlConnection } from '../sql-connection';
import { type HeldRow, toHeldRow } from './held-row';

/** Reads the stored records that one write changes or deletes, so many bytes of them at most. */
export class HeldRows {
  private bytes = 0;

  constructor(
    private readonly sql: SqlConnection,
    private readonly limit: number,
  ) {}

  /**
   * `statement`: of compile-delete.ts; `most`: as many rows as it may find. Each may have an equal part of what is left at first;
   * what has more is read when it is known that all fit in. Throws QUERY_TOO_COMPLEX (422).
   */
  async read(statement: Statement, sources: BindSources, most: number): Promise<HeldRow[]> {
    const { text } = statement;
    const read = (share: number): Promise<readonly Row[]> =>
      this.sql.all(text, bindStatement(statement, { ...sources, parameters: { ...sources.parameters, share } }));
    const rows = await read(Math.floor((this.limit - this.bytes) / most));
    for (const row of rows) this.bytes += (row['weight'] as number | undefined) ?? 0;
    if (this.bytes > this.limit) throw recordsTooLarge(this.limit);
    const isWhole = rows.every((row) => row['body'] !== null);
    return (isWhole ? rows : await read(this.limit)).map(toHeldRow);
  }
}
