/**
 * Which column of a record a name stands for. A rule may name every column there is; a caller only those that they may use
 * in the way in question, and a resolver for callers finds no others.
 */
import {
  type Collection,
  type Field,
  isSystemColumn,
  SYSTEM_COLUMNS,
  type SystemColumn,
} from '#domain/schema/collection';
import { findField } from '#domain/schema/find-field';

export type Column = Field | SystemColumn;

export interface ColumnResolver {
  find(collection: Collection, name: string): Column | undefined;
  /** All that find() finds: the system columns, then the fields in their order. */
  all(collection: Collection): readonly Column[];
  /** Finds the columns of the records that relations lead to. */
  readonly related: ColumnResolver;
}

const SYSTEM = Object.keys(SYSTEM_COLUMNS) as readonly SystemColumn[];

export const EVERY_COLUMN: ColumnResolver = {
  find: (collection, name) => (isSystemColumn(name) ? name : findField(collection, name)),
  all: (collection) => [...SYSTEM, ...collection.fields],
  get related() {
    return EVERY_COLUMN;
  },
};

export function nameOf(column: Column): string {
  return typeof column === 'string' ? column : column.name;
}
