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
import { isEncrypted } from '#domain/schema/field-storage';
import { findField } from '#domain/schema/find-field';

export type Column = Field | SystemColumn;

export interface ColumnResolver {
  find(collection: Collection, name: string): Column | undefined;
  /** All that find() finds: the system columns, then the fields in their order. */
  all(collection: Collection): readonly Column[];
  /** Why find() does not find a field that is shown, though not to be used in this way; null: it looks as if it were not there. */
  refusalOf(collection: Collection, name: string): string | null;
  /** Finds the columns of the records that relations lead to. */
  readonly related: ColumnResolver;
}

const SYSTEM = Object.keys(SYSTEM_COLUMNS) as readonly SystemColumn[];

export const EVERY_COLUMN: ColumnResolver = {
  find: (collection, name) => (isSystemColumn(name) ? name : findField(collection, name)),
  all: (collection) => [...SYSTEM, ...collection.fields],
  refusalOf: () => null,
  get related() {
    return EVERY_COLUMN;
  },
};

/** What rules may name: no secret, of which the database knows nothing to compare. */
export const RULE_COLUMNS: ColumnResolver = {
  find(collection, name) {
    const column = EVERY_COLUMN.find(collection, name);
    return column === undefined || isSecret(column) ? undefined : column;
  },
  all: (collection) => EVERY_COLUMN.all(collection).filter((column) => !isSecret(column)),
  refusalOf(collection, name) {
    const column = EVERY_COLUMN.find(collection, name);
    return column !== undefined && isSecret(column) ? encryptedMessage(name) : null;
  },
  get related() {
    return RULE_COLUMNS;
  },
};

function isSecret(column: Column): boolean {
  return typeof column !== 'string' && isEncrypted(column);
}

export function nameOf(column: Column): string {
  return typeof column === 'string' ? column : column.name;
}

/** Of a field that was named for something that a masked one is not there for. */
export function maskedMessage(name: string): string {
  return `'${name}' is masked for you, so that it can be shown and nothing else`;
}

export function encryptedMessage(name: string): string {
  return `'${name}' is encrypted: no filter, sort, group, function, rule or computed field can use it`;
}
