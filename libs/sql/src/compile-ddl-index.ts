/** Indexes of collection tables, and the checks that must pass before the rows that exist can be indexed. */
import { isSystemColumn } from '#domain/schema/collection';
import type { Collection } from '#domain/schema/collection';
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

export function compileCreateIndex(collection: Collection, index: PhysicalIndex, dialect: Dialect): DdlStep {
  return createIndex(
    collection.table,
    index,
    index.columns.map((key) => orderedText(collection, key, dialect)),
  );
}

/** Finds the lists that a record is in, when the record goes. */
export function compileJunctionIndex(junction: string): DdlStep {
  const name = indexName(junction, 'target', ['target_id']);
  return createIndex(junction, { name, unique: false }, [identifier('target_id')]);
}

function createIndex(
  table: string,
  { name, unique }: Pick<PhysicalIndex, 'name' | 'unique'>,
  texts: readonly string[],
): DdlStep {
  const kind = unique ? 'UNIQUE INDEX' : 'INDEX';
  const columns = [identifier('account_id'), ...texts].join(', ');
  return execute(`CREATE ${kind} ${identifier(name)} ON ${identifier(table)} (${columns})`);
}

function orderedText(collection: Collection, key: string, dialect: Dialect): string {
  const text = valueText(collection, key, dialect);
  return nameIn(key) === key && computedIn(key) === null ? text : text + dialect.ddl.nullsFirst;
}

/** Of what is in json or computed, an engine knows an index by its text, which is that of conditions and sorts. */
function valueText(collection: Collection, key: string, dialect: Dialect): string {
  const computed = collection.fields.find(({ id }) => id === computedIn(key));
  if (computed !== undefined)
    return `(${plainText(compileComputed(readFrame(dialect, BARE_ROW), collection, computed))})`;
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
  const bytes = dialect.ddl.byteLength(valueText(collection, keyOf(term, collection.fields), dialect));
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
