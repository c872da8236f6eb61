/** What refers to a record: the column of a reference, or the rows of its junction, each with an index that finds them. */
import type { PathStep } from '#domain/rules/condition';
import type { Field } from '#domain/schema/collection';
import { physicalIndexes } from '#domain/schema/physical-indexes';
import { enter } from './compile-path';
import type { Frame } from './frame';
import { identifier } from './identifier';
import { type RowSource, storedRow } from './row-source';
import { type SqlFragment, sql } from './sql-fragment';

/** Whether a column of a row, or of a row of a junction, names another row of the account. */
function refersTo(row: RowSource, column: string, named: RowSource): readonly SqlFragment[] {
  const sameAccount = sql(row.column('account_id'), ' = ', named.column('account_id'));
  return [sameAccount, sql(row.column(column), ' = ', named.column('id'))];
}

export interface ReferringRecords {
  /** One of them, as the row of conditions. */
  readonly frame: Frame;
  /** FROM item. */
  readonly table: SqlFragment;
  /** That they refer to the row, and that the caller may read them. */
  readonly where: readonly SqlFragment[];
}

/** The records whose single reference names the frame's row. SQLite would rather read all records of the account than search the index. */
export function referringRecords(frame: Frame, step: PathStep): ReferringRecords {
  const { column } = step.field;
  const target = enter(frame, step);
  const index = physicalIndexes(step.target!).find(({ columns }) => columns.length === 1 && columns[0] === column)!;
  return {
    frame: target.frame,
    table: sql(target.table, frame.dialect.indexHint(identifier(index.name))),
    where: [...refersTo(target.frame.row, column, frame.row), ...target.visible],
  };
}

export interface ReferringLinks {
  /** One of them: `record_id` is what refers to the row. */
  readonly link: RowSource;
  /** FROM item. */
  readonly links: SqlFragment;
  readonly where: readonly SqlFragment[];
}

/** The rows of a multiple reference's junction that lead to the frame's row. */
export function referringLinks(frame: Frame, { column }: Field): ReferringLinks {
  const alias = frame.nextAlias();
  const link = storedRow(alias);
  const links = sql(`${identifier(column)} AS ${identifier(alias)}`);
  return { link, links, where: refersTo(link, 'target_id', frame.row) };
}
