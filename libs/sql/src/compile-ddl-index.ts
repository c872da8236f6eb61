/** Indexes of collection tables, and the checks that must pass before the rows that exist can be indexed. */
import { isSystemColumn } from '#domain/schema/collection';
import type { Collection } from '#domain/schema/collection';
import { isNeverNull } from '#domain/schema/field-storage';
import { indexedBytes } from '#domain/schema/indexed-bytes';
import { nameIn, readInside } from '#domain/schema/index-term';
import { indexName } from '#domain/schema/physical-names';
import type { PhysicalIndex } from '#domain/schema/physical-indexes';
import { check, execute } from './ddl-step';
import type { DdlStep } from './ddl-step';
import type { Dialect } from './dialect/dialect';
import { identifier } from './identifier';
import { renderStatement } from './render-statement';
import { sql } from './sql-fragment';

/** What an index is over. */
type IndexedTable = Pick<Collection, 'table' | 'fields'>;

export function compileCreateIndex(indexed: IndexedTable, index: PhysicalIndex, dialect: Dialect): DdlStep {
  const terms = index.columns.map((key) => {
    const text = valueText(key, dialect);
    return mayBeNull(key, indexed) ? text + dialect.ddl.nullsFirst : text;
  });
  const columns = [identifier('account_id'), ...terms].join(', ');
  const kind = index.unique ? 'UNIQUE INDEX' : 'INDEX';
  return execute(`CREATE ${kind} ${identifier(index.name)} ON ${identifier(indexed.table)} (${columns})`);
}

/** Finds the lists that a record is in, when the record goes. */
export function compileJunctionIndex(junction: string, dialect: Dialect): DdlStep {
  const name = indexName(junction, 'target', ['target_id']);
  const index = { name, columns: ['target_id'], fields: [], unique: false };
  return compileCreateIndex({ table: junction, fields: [] }, index, dialect);
}

/** As for the terms of a sort (compile-order.ts). */
function mayBeNull(key: string, { fields }: IndexedTable): boolean {
  return nameIn(key) !== key || fields.some((field) => field.column === key && !isNeverNull(field));
}

/** Of what is in json, an engine knows an index by its text, which is that of conditions and sorts. */
function valueText(key: string, dialect: Dialect): string {
  const column = identifier(nameIn(key));
  const inside = readInside(key);
  if (inside === null) return column;
  return renderStatement(dialect, dialect.json.inside(inside.type, sql(column), inside.steps)).text;
}

/** Answers before the engine does, with the fields and the number of rows; the same on both engines. */
export function compileIndexChecks(collection: Collection, index: PhysicalIndex, dialect: Dialect): readonly DdlStep[] {
  const lengths = index.columns.flatMap((column, position) => {
    const name = index.fields[position] ?? column;
    const limit = indexedBytes(collection).get(name);
    return limit === undefined ? [] : [lengthCheck(collection.table, column, name, limit, dialect)];
  });
  return index.unique ? [...lengths, duplicateCheck(collection.table, index)] : lengths;
}

function lengthCheck(table: string, column: string, name: string, limit: number, dialect: Dialect): DdlStep {
  const bytes = dialect.ddl.byteLength(valueText(column, dialect));
  return check(
    `SELECT CAST(COUNT(*) AS INTEGER) AS conflicts FROM ${identifier(table)} WHERE ${bytes} > ${limit}`,
    [name],
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
