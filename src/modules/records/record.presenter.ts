/** The envelopes of record answers, around bodies that the database has rendered. */
import type { GroupSlice, RenderedRecord } from '#application/ports/record-store';
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

export function presentSingle(records: readonly RenderedRecord[]): string {
  return records[0]!.body;
}
