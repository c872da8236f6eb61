import type { NamedColumn } from './dialect/dialect';
import { identifier } from './identifier';
import { type SqlFragment, joinColumns, sql } from './sql-fragment';

/** What a SELECT shows. */
export function namedColumns(columns: readonly NamedColumn[]): SqlFragment {
  return joinColumns(
    columns.map(({ name, value }) => sql(value, ` AS ${identifier(name)}`)),
    ', ',
  );
}
