/** Indexes of collection tables, and the checks that must pass before the rows that exist can be indexed. */
import { isSystemColumn } from '#domain/schema/collection';
import type { Collection } from '#domain/schema/collection';
import { isNeverNull } from '#domain/schema/field-storage';
import { indexedBytes, textsIn } from '#domain/schema/indexed-bytes';
import { computedIn, nameIn, readInside } from '#domain/schema/index-term';
import { indexName } from '#domain/schema/physical-names';
import { keyOf, type PhysicalIndex } from '#domain/schema/physical-indexes';
import { compileComputed } from './compile-computed';
import { check, execute } from './ddl-step';
import type { DdlStep } from './ddl-step';
import type { Dialect } from './dialect/dialect';
import { identifier } from './identifier';
import { readFrame } from './read-frame';
import { renderStatement } from './render-statement';
import { BARE_ROW } from './row-source';
import { plainText, sql } from './sql-fragment';

/** What an index is over. */
type IndexedTable = Pick<Collection, 'table' | 'fields'>;

export function compileCreateIndex(collection: Collection, index: PhysicalIndex, dialect: Dialect): DdlStep {
  return createIndex(collection, index, dialect, (key) => valueText(collection, key, dialect));
}

/** Of an index over columns and what is in json, and over nothing that is computed. */
export function compileColumnIndex(indexed: IndexedTable, index: PhysicalIndex, dialect: Dialect): DdlStep {
  return createIndex(indexed, index, dialect, (key) => columnText(key, dialect));
}

/** Finds the lists that a record is in, when the record goes. */
export function compileJunctionIndex(junction: string, dialect: Dialect): DdlStep {
  const name = indexName(junction, 'target', ['target_id']);
  const index = { name, columns: ['target_id'], fields: [], unique: false };
  return compileColumnIndex({ table: junction, fields: [] }, index, dialect);
}

function createIndex(
  indexed: IndexedTable,
  index: PhysicalIndex,
  dialect: Dialect,
  textOf: (key: string) => string,
): DdlStep {
  const terms = index.columns.map((key) => textOf(key) + (mayBeNull(key, indexed) ? dialect.ddl.nullsFirst : ''));
  const columns = [identifier('account_id'), ...terms].join(', ');
  const kind = index.unique ? 'UNIQUE INDEX' : 'INDEX';
  return execute(`CREATE ${kind} ${identifier(index.name)} ON ${identifier(indexed.table)} (${columns})`);
}

/** As for the terms of a sort (compile-order.ts). */
function mayBeNull(key: string, { fields }: IndexedTable): boolean {
  if (nameIn(key) !== key || computedIn(key) !== null) return true;
  return fields.some((field) => field.column === key && !isNeverNull(field));
}

/** An engine knows an index by the text of what it is over, which is that of conditions and sorts. */
function valueText(collection: Collection, key: string, dialect: Dialect): string {
  const computed = collection.fields.find(({ id }) => id === computedIn(key));
  if (computed === undefined) return columnText(key, dialect);
  return `(${plainText(compileComputed(readFrame(dialect, BARE_ROW), collection, computed))})`;
}

function columnText(key: string, dialect: Dialect): string {
  const column = identifier(nameIn(key));
  const inside = readInside(key);
  if (inside === null) return column;
  return renderStatement(dialect, dialect.json.inside(inside.type, sql(column), inside.steps)).text;
}

/** Answers before the engine does, with the fields and the number of rows; the same on both engines. */
export function compileIndexChecks(collection: Collection, index: PhysicalIndex, dialect: Dialect): readonly DdlStep[] {
  const texts = new Set(index.fields.flatMap((term) => textsIn(collection, term)));
  const lengths = Array.from(texts, (term) => lengthCheck(collection, term, dialect));
  return index.unique ? [...lengths, duplicateCheck(collection.table, index)] : lengths;
}

function lengthCheck(collection: Collection, term: string, dialect: Dialect): DdlStep {
  const limit = indexedBytes(collection).get(term)!;
  const bytes = dialect.ddl.byteLength(columnText(keyOf(term, collection.fields), dialect));
  return check(
    `SELECT CAST(COUNT(*) AS INTEGER) AS conflicts FROM ${identifier(collection.table)} WHERE ${bytes} > ${limit}`,
    [term],
    `longer than the ${limit} bytes that an index takes`,
  );
}

function duplicateCheck(table: string, index: PhysicalIndex): DdlStep {
  const columns = index.columns.map(identifier);
  const present = index.columns
    .filter((column) => !isSystemColumn(column))
    .map((name) => `${identifier(name)} IS NOT NULL`);
  const where = present.length > 0 ? ` WHERE ${present.join(' AND ')}` : '';
  const groups =
    `SELECT COUNT(*) AS size FROM ${identifier(table)}${where}` +
    ` GROUP BY ${[identifier('account_id'), ...columns].join(', ')} HAVING COUNT(*) > 1`;
  return check(
    `SELECT CAST(COALESCE(SUM(size), 0) AS INTEGER) AS conflicts FROM (${groups}) AS duplicates`,
    index.fields,
    'not unique',
  );
}
