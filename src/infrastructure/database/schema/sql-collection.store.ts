import { Injectable } from '@nestjs/common';
import { CollectionStore, type Registry } from '#application/ports/collection-store';
import type { Transaction } from '#application/ports/transactions';
import type { Collection, Field, Index } from '#domain/schema/collection';
import type { SqlValue } from '#sql/sql-fragment';
import { ReadPool } from '../reads/read-pool';
import type { Row } from '../sql-connection';
import { sqlOf } from '../lanes/transaction';

/** The registry's columns, each with its value for a collection. */
const COLUMNS: readonly (readonly [name: string, value: (collection: Collection) => SqlValue])[] = [
  ['id', ({ id }) => id],
  ['name', ({ name }) => name],
  ['name_key', ({ name }) => name.toLowerCase()],
  ['table_name', ({ table }) => table],
  ['fields', ({ fields }) => JSON.stringify(fields)],
  ['indexes', ({ indexes }) => JSON.stringify(indexes)],
  ['list_rule', ({ rules }) => rules.list],
  ['view_rule', ({ rules }) => rules.view],
  ['create_rule', ({ rules }) => rules.create],
  ['update_rule', ({ rules }) => rules.update],
  ['delete_rule', ({ rules }) => rules.delete],
  ['allow_anonymous', ({ allowAnonymous }) => (allowAnonymous === null ? null : Number(allowAnonymous))],
  ['show_user_details', ({ showUserDetails }) => (showUserDetails ? 1 : 0)],
  ['created_at', ({ createdAt }) => createdAt],
  ['updated_at', ({ updatedAt }) => updatedAt],
];
const NAMES = COLUMNS.map(([name]) => name);

/**
 * One statement, so that revision and collections come from one snapshot; a registry without collections is one row.
 */
const LOAD =
  `SELECT s.value AS revision, ${NAMES.map((name) => `c.${name} AS ${name}`).join(', ')} ` +
  `FROM system_state AS s LEFT JOIN collections AS c ON 1 = 1 WHERE s.name = 'schema_revision' ORDER BY c.id`;

@Injectable()
export class SqlCollectionStore extends CollectionStore {
  constructor(private readonly pool: ReadPool) {
    super();
  }

  override async insert(tx: Transaction, collection: Collection): Promise<void> {
    const marks = NAMES.map((_, index) => mark(index + 1)).join(', ');
    await sqlOf(tx).all(`INSERT INTO collections (${NAMES.join(', ')}) VALUES (${marks})`, valuesOf(collection));
  }

  override async update(tx: Transaction, collection: Collection): Promise<void> {
    const sets = NAMES.map((name, index) => `${name} = ${mark(index + 1)}`).join(', ');
    const where = `id = ${mark(NAMES.length + 1)}`;
    await sqlOf(tx).all(`UPDATE collections SET ${sets} WHERE ${where}`, [...valuesOf(collection), collection.id]);
  }

  override async delete(tx: Transaction, id: string): Promise<void> {
    await sqlOf(tx).all(`DELETE FROM record_counts WHERE collection_id = ${mark(1)}`, [id]);
    await sqlOf(tx).all(`DELETE FROM collections WHERE id = ${mark(1)}`, [id]);
  }

  override async loadAll(tx?: Transaction): Promise<Registry> {
    const rows = await (tx ? sqlOf(tx).all(LOAD) : this.pool.all(LOAD));
    const revision = rows[0]?.['revision'];
    if (revision === undefined) throw new Error('The database has no schema revision');
    return { revision: Number(revision), collections: rows.filter((row) => row['id'] !== null).map(toCollection) };
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

function valuesOf(collection: Collection): SqlValue[] {
  return COLUMNS.map(([, value]) => value(collection));
}

function mark(position: number): string {
  return `$${position}`;
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
