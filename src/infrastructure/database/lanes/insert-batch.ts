import { InsertRefused, type InsertUnit, type QueuedUnit } from './lane-unit';
import type { Row, SqlConnection } from '../sql-connection';

/** More than this many characters of rows are not put into one statement. */
const BATCH_TEXT_LIMIT = 4_000_000;

/**
 * Splits a group into what runs together: inserts with the same key in one batch, everything else alone. The units of a
 * group are concurrent, so an insert may move forward to the first of its key.
 */
export function batchesOf(units: readonly QueuedUnit[]): QueuedUnit[][] {
  const batches: QueuedUnit[][] = [];
  const open = new Map<string, { batch: QueuedUnit[]; size: number }>();
  for (const unit of units) {
    const insert = unit.insert;
    if (insert === null) {
      batches.push([unit]);
      continue;
    }
    const size = insert.rows.reduce((sum, row) => sum + row.length, 0);
    const current = open.get(insert.statement.key);
    if (current !== undefined && current.size + size <= BATCH_TEXT_LIMIT) {
      current.batch.push(unit);
      current.size += size;
    } else {
      const batch = [unit];
      batches.push(batch);
      open.set(insert.statement.key, { batch, size });
    }
  }
  return batches;
}

/** Runs the inserts, which share a key, as one statement. What each came to: its rows, or InsertRefused. */
export async function insertTogether(
  sql: SqlConnection,
  inserts: readonly InsertUnit[],
): Promise<(Row[] | InsertRefused)[]> {
  const { statement } = inserts[0]!;
  const json = `[${inserts.map((insert) => insert.rows.join(',')).join(',')}]`;
  const returned = new Map<unknown, Row>();
  for (const row of await sql.all(statement.text, statement.bind(json))) returned.set(row['id'], row);
  return inserts.map((insert) => pickRows(insert, returned));
}

function pickRows(insert: InsertUnit, returned: ReadonlyMap<unknown, Row>): Row[] | InsertRefused {
  const rows: Row[] = [];
  const refused: number[] = [];
  for (const [position, id] of insert.ids.entries()) {
    const row = returned.get(id);
    if (row === undefined) refused.push(position);
    else rows.push(row);
  }
  return refused.length === 0 ? rows : new InsertRefused(refused);
}
