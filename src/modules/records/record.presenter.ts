import type { RenderedRecord } from '#application/ports/record-store';
import type { RecordPage } from '#application/records/list-records';

/** The envelopes of record answers, around bodies that the database has rendered. */
export function presentPage({ items, total, skip, limit, cursors }: RecordPage): string {
  if (cursors === null) return `{"items":${items},"total":${total},"skip":${skip},"limit":${limit}}`;
  const { next, previous, hasMore } = cursors;
  return (
    `{"items":${items},"next_cursor":${JSON.stringify(next)},"prev_cursor":${JSON.stringify(previous)},` +
    `"has_more":${hasMore},"total":${total}}`
  );
}

export function presentBatch(member: 'created' | 'updated', records: readonly RenderedRecord[]): string {
  return `{"${member}":[${records.map(({ body }) => body).join(',')}],"count":${records.length}}`;
}

export function presentSingle(records: readonly RenderedRecord[]): string {
  return records[0]!.body;
}

export function etagOf({ revision }: RenderedRecord): string {
  return `"${revision}"`;
}
