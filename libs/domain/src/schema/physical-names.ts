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

export function tableName(collectionName: string): string {
  const key = collectionName.toLowerCase();
  const plain = `col_${key}`;
  if (plain.length <= IDENTIFIER_LIMIT) return plain;
  return `${plain.slice(0, TABLE_PREFIX_LENGTH)}_${hash(key, TABLE_HASH_LENGTH)}`;
}

/**
 * The field's name in lower case, or with a number behind it when another field has that column: a renamed field keeps
 * its column, so its old name can come back for a new field.
 */
export function columnName(fieldName: string, taken: ReadonlySet<string>): string {
  const base = fieldName.toLowerCase();
  let name = base;
  for (let count = 2; taken.has(name) || ENGINE_COLUMNS.includes(name); count++) {
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
