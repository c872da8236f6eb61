import { Injectable } from '@nestjs/common';
import { CollectionStore, type Registry } from '#application/ports/collection-store';
import type { Transaction } from '#application/ports/transactions';
import { type Collection, type Field, type FieldLists, type Index, NO_FIELD_LISTS } from '#domain/schema/collection';
import type { JsonColumn } from '#sql/dialect/dialect';
import { renderStatement } from '#sql/render-statement';
import { parameter, sql, type SqlFragment, type SqlValue } from '#sql/sql-fragment';
import { ReadPool } from '../reads/read-pool';
import type { Row } from '../sql-connection';
import { MACRO_COLUMNS, toMacro } from './macro-row';
import { sqlOf } from '../lanes/transaction';

/** The registry's columns, each with its value for a collection. */
const COLUMNS: readonly (JsonColumn & { readonly value: (collection: Collection) => SqlValue | boolean })[] = [
  { name: 'id', type: 'text', value: ({ id }) => id },
  { name: 'name', type: 'text', value: ({ name }) => name },
  { name: 'name_key', type: 'text', value: ({ name }) => name.toLowerCase() },
  { name: 'table_name', type: 'text', value: ({ table }) => table },
  { name: 'fields', type: 'text', value: ({ fields }) => JSON.stringify(fields) },
  { name: 'indexes', type: 'text', value: ({ indexes }) => JSON.stringify(indexes) },
  { name: 'list_rule', type: 'text', value: ({ rules }) => rules.list },
  { name: 'view_rule', type: 'text', value: ({ rules }) => rules.view },
  { name: 'create_rule', type: 'text', value: ({ rules }) => rules.create },
  { name: 'update_rule', type: 'text', value: ({ rules }) => rules.update },
  { name: 'delete_rule', type: 'text', value: ({ rules }) => rules.delete },
  { name: 'field_lists', type: 'text', value: ({ fieldLists }) => JSON.stringify(fieldLists) },
  { name: 'allow_anonymous', type: 'boolean', value: ({ allowAnonymous }) => allowAnonymous },
  { name: 'show_user_details', type: 'boolean', value: ({ showUserDetails }) => showUserDetails },
  { name: 'created_at', type: 'text', value: ({ createdAt }) => createdAt },
  { name: 'updated_at', type: 'text', value: ({ updatedAt }) => updatedAt },
];
const NAMES = COLUMNS.map(({ name }) => name);
const INSERT = (rows: SqlFragment): SqlFragment =>
  sql(`INSERT INTO collections (${NAMES.join(', ')}) SELECT ${NAMES.join(', ')} FROM (`, rows, ') n');
const UPDATE = (rows: SqlFragment): SqlFragment => {
  const sets = NAMES.map((name) => `${name} = n.${name}`).join(', ');
  return sql(`UPDATE collections SET ${sets} FROM (`, rows, ') n WHERE collections.id = n.id');
};

/** One statement, so that all comes from one snapshot. A row has a collection or a macro, or neither where there is none of its kind. */
const LOAD =
  `SELECT s.value AS revision, ${NAMES.map((name) => `c.${name} AS ${name}`).join(', ')}, ` +
  `${MACRO_COLUMNS.map((name) => `m.${name} AS macro_${name}`).join(', ')} FROM system_state AS s ` +
  `CROSS JOIN (SELECT 1 AS kind UNION ALL SELECT 2) AS k LEFT JOIN collections AS c ON k.kind = 1 ` +
  `LEFT JOIN macros AS m ON k.kind = 2 WHERE s.name = 'schema_revision' ORDER BY c.id, m.id`;

@Injectable()
export class SqlCollectionStore extends CollectionStore {
  constructor(private readonly pool: ReadPool) {
    super();
  }

  override async insert(tx: Transaction, collection: Collection): Promise<void> {
    await write(tx, INSERT, [collection]);
  }

  override async update(tx: Transaction, collections: readonly Collection[]): Promise<void> {
    await write(tx, UPDATE, collections);
  }

  override async delete(tx: Transaction, id: string): Promise<void> {
    await sqlOf(tx).all('DELETE FROM record_counts WHERE collection_id = $1', [id]);
    await sqlOf(tx).all('DELETE FROM collections WHERE id = $1', [id]);
  }

  override async loadAll(tx?: Transaction): Promise<Registry> {
    const rows = await (tx ? sqlOf(tx).all(LOAD) : this.pool.all(LOAD));
    const revision = rows[0]?.['revision'];
    if (revision === undefined) throw new Error('The database has no schema revision');
    return {
      revision: Number(revision),
      collections: rows.filter((row) => row['id'] !== null).map(toCollection),
      macros: rows.filter((row) => row['macro_id'] !== null).map(toMacro),
    };
  }

  override async bumpRevision(tx: Transaction): Promise<void> {
    await sqlOf(tx).all("UPDATE system_state SET value = value + 1 WHERE name = 'schema_revision'");
  }

  override async recordCounts(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.pool.all(
      'SELECT collection_id AS id, CAST(SUM(count) AS BIGINT) AS records FROM record_counts GROUP BY collection_id',
    );
    return new Map(rows.map((row) => [String(row['id']), Number(row['records'])]));
  }
}

async function write(tx: Transaction, verb: typeof INSERT, collections: readonly Collection[]): Promise<void> {
  const connection = sqlOf(tx);
  const rows = connection.dialect.jsonRows(parameter('rows', 'json'), COLUMNS);
  const { text } = renderStatement(connection.dialect, verb(rows));
  await connection.all(text, [JSON.stringify(collections.map(rowOf))]);
}

function rowOf(collection: Collection): Record<string, SqlValue | boolean> {
  return Object.fromEntries(COLUMNS.map(({ name, value }) => [name, value(collection)]));
}

function toCollection(row: Row): Collection {
  return {
    id: String(row['id']),
    name: String(row['name']),
    table: String(row['table_name']),
    fields: JSON.parse(String(row['fields'])) as readonly Field[],
    indexes: JSON.parse(String(row['indexes'])) as readonly Index[],
    rules: {
      list: rule(row['list_rule']),
      view: rule(row['view_rule']),
      create: rule(row['create_rule']),
      update: rule(row['update_rule']),
      delete: rule(row['delete_rule']),
    },
    fieldLists: { ...NO_FIELD_LISTS, ...(JSON.parse(String(row['field_lists'])) as Partial<FieldLists>) },
    // SQLite answers with a number.
    allowAnonymous: row['allow_anonymous'] === null ? null : Boolean(row['allow_anonymous']),
    showUserDetails: Boolean(row['show_user_details']),
    createdAt: String(row['created_at']),
    updatedAt: String(row['updated_at']),
  };
}

function rule(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
