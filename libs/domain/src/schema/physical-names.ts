/**
 * The names that tables, columns and indexes have in the database. Made once, kept in the registry, lower-case ASCII of
 * at most 63 characters (where PostgreSQL ends an identifier), and never made of user text beyond a checked name.
 */
import { createHash } from 'node:crypto';

const IDENTIFIER_LIMIT = 63;
const TABLE_PREFIX_LENGTH = 40;
const TABLE_HASH_LENGTH = 12;
const HASH_LENGTH = 24;
/** Columns that every PostgreSQL table has, so that no other can have the name. */
const ENGINE_COLUMNS = ['ctid', 'xmin', 'xmax', 'cmin', 'cmax', 'tableoid'];

/**
 * The collection's name in lower case behind a prefix, or with a number behind it when another collection has that table: a
 * renamed collection keeps its table, so its old name can come back for a new collection.
 */
export function tableName(collectionName: string, taken: ReadonlySet<string>): string {
  const key = collectionName.toLowerCase();
  const plain = `col_${key}`;
  const fits = plain.length <= IDENTIFIER_LIMIT;
  const base = fits ? plain : `${plain.slice(0, TABLE_PREFIX_LENGTH)}_${hash(key, TABLE_HASH_LENGTH)}`;
  return numbered(base, (name) => taken.has(name));
}

/** The field's name in lower case, numbered as tables are: a renamed field keeps its column. */
export function columnName(fieldName: string, taken: ReadonlySet<string>): string {
  return numbered(fieldName.toLowerCase(), (name) => taken.has(name) || ENGINE_COLUMNS.includes(name));
}

function numbered(base: string, isTaken: (name: string) => boolean): string {
  let name = base;
  for (let count = 2; isTaken(name); count++) {
    const suffix = `_${count}`;
    name = base.slice(0, IDENTIFIER_LIMIT - suffix.length) + suffix;
  }
  return name;
}

export function junctionName(table: string, fieldId: string): string {
  return `jn_${hash(`${table}.${fieldId}`, HASH_LENGTH)}`;
}

/** `purpose` keeps the indexes that one table may have over the same columns apart. */
export function indexName(table: string, purpose: 'unique' | 'target' | 'user', columns: readonly string[]): string {
  return `ix_${hash(`${table}.${purpose}.${columns.join(',')}`, HASH_LENGTH)}`;
}

function hash(text: string, length: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length);
}
