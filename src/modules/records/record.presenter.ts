/** The envelopes of record answers, around bodies that the database has rendered. */
import { etagOf } from './record-exchange';
import type { GroupSlice, RenderedRecord } from '#application/ports/record-store';
import type { ChangedCount } from '#application/records/change-records';
import type { Upserted } from '#application/records/upsert-records';
import type { BatchResult } from '#application/records/batch-results';
import type { RecordPage } from '#application/records/list-records';

/** The texts that make up a page, the long one among them untouched. */
export function presentRecords({ items, total, skip, limit, cursors }: RecordPage): readonly string[] {
  if (cursors === null) return ['{"items":', items, `,"total":${total},"skip":${skip},"limit":${limit}}`];
  const { next, previous, hasMore } = cursors;
  const tail =
    `,"next_cursor":${JSON.stringify(next)},"prev_cursor":${JSON.stringify(previous)},` +
    `"has_more":${hasMore},"total":${total},"skip":${skip},"limit":${limit}}`;
  return ['{"items":', items, tail];
}

export function presentGroups({ results, total }: GroupSlice): readonly string[] {
  return ['{"results":', results, `,"total_groups":${total}}`];
}

export function presentBatch(member: 'created' | 'updated', records: readonly RenderedRecord[]): string {
  return `{"${member}":[${records.map(({ body }) => body).join(',')}],"count":${records.length}}`;
}

export function presentUpsert({ created, updated, actions }: Upserted): string {
  const [made, changed] = [created, updated].map((records) => records.map(({ body }) => body).join(','));
  return `{"created":[${made}],"updated":[${changed}],"actions":${JSON.stringify(actions)},"count":${actions.length}}`;
}

export function presentCount({ count, isDry }: ChangedCount): string {
  return `{"count":${count},"dry_run":${isDry}}`;
}

export function presentResults(results: readonly BatchResult[]): string {
  const texts = results.map(({ operation: { op, collection, id }, record }) => {
    const said = JSON.stringify({ op, collection, id, ...(record === null ? {} : { etag: etagOf(record) }) });
    return record === null ? said : `${said.slice(0, -1)},"record":${record.body}}`;
  });
  return `{"results":[${texts.join(',')}],"count":${results.length}}`;
}

export function presentSingle(records: readonly RenderedRecord[]): string {
  return records[0]!.body;
}
