import type { RecordKey, RenderedRecord } from '#application/ports/record-store';
import type { Output } from '#domain/query/record-plan';
import type { RequestValues } from '#domain/rules/condition';
import { bindStatement } from '#sql/bind';
import type { Statement } from '#sql/sql-fragment';
import type { Row, SqlConnection } from '../sql-connection';
import { keysJson } from './held-row';
import { type AnswerSize, makesTextsOfOthers } from './size-check';

/** Bodies that are measured are rendered a few at a time, so that no more than these are ever held beyond the limit. */
const MEASURED_AT_ONCE = 8;

interface Rendering {
  readonly render: Statement;
  readonly plan: { readonly output: Output };
}

/**
 * Renders records that the unit has just written and whose bodies need more than their own rows, in the order of the
 * keys. Throws QUERY_TOO_COMPLEX (422) as `answer` does.
 */
export async function renderRecords(
  sql: SqlConnection,
  { render, plan }: Rendering,
  keys: readonly RecordKey[],
  request: RequestValues,
  answer: AnswerSize,
): Promise<RenderedRecord[]> {
  const isMeasured = makesTextsOfOthers(plan.output);
  const size = isMeasured ? MEASURED_AT_ONCE : keys.length;
  const rendered: RenderedRecord[] = [];
  for (let from = 0; from < keys.length; from += size) {
    const portion = keys.slice(from, from + size);
    const sources = { request, parameters: { keys: keysJson(portion) } };
    const found = await sql.all(render.text, bindStatement(render, sources));
    const rows = new Map(found.map((row) => [row['id'], row]));
    for (const { id } of portion) {
      const record = toRendered(rows.get(id)!);
      if (isMeasured) answer.addRendered(record.body);
      rendered.push(record);
    }
  }
  return rendered;
}

/** From a row of id, rev and body. */
export function toRendered(row: Row): RenderedRecord {
  return { id: row['id'] as string, body: row['body'] as string, revision: row['rev'] as number };
}
