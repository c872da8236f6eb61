import type { Output } from '#domain/query/record-plan';
import type { Field } from '#domain/schema/collection';
import { storageOf } from '#domain/schema/field-storage';
import { compileWeight } from './compile-weight';
import type { NamedColumn } from './dialect/dialect';
import type { Frame } from './frame';
import { sql } from './sql-fragment';

/** Quotes, colon and comma of a member. */
const MEMBER_BYTES = 4;

/** What a level has of each row: its key, the ids that lead on to single records, and its weight. */
export function weighedColumns(frame: Frame, output: Output): NamedColumn[] {
  const columns: NamedColumn[] = ['account_id', 'id'].map((name) => ({ name, value: frame.row.column(name) }));
  const shown: Field[] = [];
  let names = 0;
  output.members.forEach((member, index) => {
    names += MEMBER_BYTES + (member.kind === 'field' ? member.field.name : member.name).length;
    if (member.kind !== 'field') return;
    const { field, expand } = member;
    if (expand === null) shown.push(field);
    else if (storageOf(field) === 'column') {
      columns.push({ name: leadingColumn(index), value: frame.row.column(field.column) });
    }
  });
  const weight = compileWeight(frame, shown);
  return [...columns, { name: 'w', value: weight === null ? sql(`${names}`) : sql(weight, ` + ${names}`) }];
}

export function leadingColumn(index: number): string {
  return `c${index}`;
}
