import type { RecordKey, RenderedRecord } from '#application/ports/record-store';
import type { RequestValues } from '#domain/rules/condition';
import { bindStatement } from '#sql/bind';
import type { Statement } from '#sql/sql-fragment';
import type { Row, SqlConnection } from '../sql-connection';
import { keysJson } from './held-row';

/**
 * Renders records that the unit has just written and whose bodies need more than their own rows, in the order of the
 * keys.
 */
export async function renderRecords(
  sql: SqlConnection,
  statement: Statement,
  keys: readonly RecordKey[],
  request: RequestValues,
): Promise<RenderedRecord[]> {
  const found = await sql.all(
    statement.text,
    bindStatement(statement, { request, parameters: { keys: keysJson(keys) } }),
  );
  const rows = new Map(found.map((row) => [row['id'], row]));
  return keys.map(({ id }) => toRendered(rows.get(id)!));
}

/** From a row of id, rev and body. */
export function toRendered(row: Row): RenderedRecord {
  return { id: row['id'] as string, body: row['body'] as string, revision: row['rev'] as number };
}
