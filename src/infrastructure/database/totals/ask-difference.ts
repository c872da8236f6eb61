import type { RecordChange, StoredRecord } from '#domain/records/record-change';
import { SYSTEM_COLUMNS } from '#domain/schema/collection';
import { bindStatement } from '#sql/bind';
import type { DifferenceStatement } from '#sql/compile-difference';
import { rowJson } from '#sql/row-slots';
import type { SqlConnection } from '../sql-connection';
import type { CarriedTotal, Difference } from './carried-total';
import { type Image, imagesOf } from './images';
import { parseVersions } from './versions';

/** A statement is asked about so many at most. */
const MAX_IMAGES = 200;

/** undefined: the database does not have to be asked, because nothing makes a difference; null: there is too much to ask. */
export function imagesToAsk(
  { carried }: CarriedTotal,
  changes: readonly RecordChange[],
): readonly Image[] | null | undefined {
  const images: Image[] = [];
  for (const change of changes) {
    images.push(...imagesOf(change, carried));
    if (images.length > MAX_IMAGES) return null;
  }
  return images.length === 0 ? undefined : images;
}

/** Of a total that follows relations, at the end of the transaction; `version`: the listed collection's, from now on. */
export async function askDifference(
  sql: SqlConnection,
  statement: DifferenceStatement,
  { request }: CarriedTotal,
  account: string,
  images: readonly Image[],
  version: number,
): Promise<Difference | null> {
  const rows = images.map(({ record, sign }) => {
    return rowJson(statement, { request, stored: record, parameters: { ...systemColumns(record), sign } });
  });
  const parameters = { account, rows: `[${rows.join(',')}]` };
  const [row] = await sql.all(statement.text, bindStatement(statement, { request, parameters }));
  const { listed, others } = parseVersions(row!['versions'] as string);
  return listed === version ? { by: Number(row!['difference']), others } : null;
}

function systemColumns(record: StoredRecord): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(SYSTEM_COLUMNS).map((name) => [name, record[name] as string]));
}
