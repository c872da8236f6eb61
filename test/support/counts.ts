/** The kept counts of records and bytes, and what they have to be by the tables. */
import { recordSize } from '#domain/records/record-size';
import type { StoredRecord } from '#domain/records/record-change';
import type { Field } from '#domain/schema/collection';
import type { Database } from '#server/infrastructure/database/database';
import { KEPT_ANSWERS } from '#sql/compile-counts';
import type { Snapshot } from './changes';

/** "records/bytes" by account and collection; those with neither are left out. */
type Counts = Readonly<Record<string, string>>;

export async function keptCounts({ reads }: Database): Promise<Counts> {
  const rows = await reads.all('SELECT account_id, collection_id, count, bytes FROM record_counts');
  return Object.fromEntries(
    rows
      .map((row) => [placeOf(row), `${Number(row['count'])}/${Number(row['bytes'])}`] as const)
      .filter(([, count]) => count !== '0/0'),
  );
}

export async function recount({ reads }: Database, records: Snapshot): Promise<Counts> {
  const counts = new Map<string, { records: number; bytes: number }>();
  const add = (place: string, number: number, bytes: number): void => {
    const known = counts.get(place) ?? { records: 0, bytes: 0 };
    counts.set(place, { records: known.records + number, bytes: known.bytes + bytes });
  };
  const collections = await reads.all('SELECT id, fields FROM collections');
  const fieldsOf = new Map(collections.map((row) => [row['id'], JSON.parse(String(row['fields'])) as Field[]]));
  for (const { accountId, collectionId, values } of records.values()) {
    add(`${accountId} ${collectionId}`, 1, recordSize(fieldsOf.get(collectionId)!, values as StoredRecord));
  }
  for (const row of await reads.all('SELECT account_id, body FROM idempotency_keys')) {
    add(placeOf({ ...row, collection_id: KEPT_ANSWERS }), 0, Buffer.byteLength(String(row['body'])));
  }
  return Object.fromEntries([...counts].map(([place, sum]) => [place, `${sum.records}/${sum.bytes}`]));
}

function placeOf(row: Readonly<Record<string, unknown>>): string {
  return `${String(row['account_id'])} ${String(row['collection_id'])}`;
}
