import type { RecordKey } from '#application/ports/record-store';
import type { Transaction } from '#application/ports/transactions';
import { DomainError } from '#domain/kernel/errors';
import type { Catalog } from '#domain/schema/catalog';
import { type Collection, type Field, hasJunction, type OnDelete } from '#domain/schema/collection';
import { bindStatement } from '#sql/bind';
import { compileClearReferences, compileDeleteRows, compileFindReferrers, compileTouch } from '#sql/compile-delete';
import type { Dialect } from '#sql/dialect/dialect';
import type { Statement } from '#sql/sql-fragment';
import type { Row, SqlConnection } from '../sql-connection';
import { sqlOf } from '../lanes/transaction';
import { DoomedRows } from './doomed-rows';
import type { LinkWriter } from './link-writer';
import { NO_REQUEST } from './no-request';

/** One delete may take this many records with it; more would hold up the account's other writes. */
const MAX_ROWS = 100_000;

/** Who changes the referring records, and when. */
export interface Change {
  readonly at: string;
  readonly by: string;
}

/**
 * Deletes rows and carries out what the fields that refer to them say: cascade deletes in turn, restrict refuses, set_null
 * clears. Done here and not by the database, so that every row that goes or changes is known and counted.
 */
export class Cascade {
  constructor(
    private readonly links: LinkWriter,
    private readonly dialect: Dialect,
    private readonly limit = MAX_ROWS,
  ) {}

  /** The rows exist and may be deleted. */
  async delete(
    tx: Transaction,
    catalog: Catalog,
    collection: Collection,
    keys: readonly RecordKey[],
    change: Change,
  ): Promise<void> {
    const sql = sqlOf(tx);
    const doomed = await this.closure(sql, catalog, collection, keys);
    for (const group of doomed.byCollection()) await this.assertUnrestricted(sql, catalog, doomed, group);
    for (const group of doomed.byCollection()) await this.clearReferences(tx, catalog, group, change);
    await this.withDeferredForeignKeys(sql, async () => {
      for (const group of doomed.byCollection()) {
        const keysJson = toJson(group.keys);
        await this.links.unlink(sql, group.collection, keysJson);
        const deleted = await sql.all(compileDeleteRows(group.collection, this.dialect).text, [keysJson]);
        for (const row of deleted)
          tx.changed({ ...toKey(row), collectionId: group.collection.id, op: 'delete', before: null, after: null });
      }
    });
  }

  private async closure(
    sql: SqlConnection,
    catalog: Catalog,
    collection: Collection,
    keys: readonly RecordKey[],
  ): Promise<DoomedRows> {
    const doomed = new DoomedRows(this.limit);
    const found = [{ collection, keys: doomed.add(collection, keys) }];
    for (let next = found.pop(); next !== undefined; next = found.pop()) {
      const keysJson = toJson(next.keys);
      for (const { collection: other, field } of referrers(catalog, next.collection, 'cascade')) {
        const added = doomed.add(other, await this.find(sql, other, field, keysJson));
        if (added.length > 0) found.push({ collection: other, keys: added });
      }
    }
    return doomed;
  }

  private async assertUnrestricted(
    sql: SqlConnection,
    catalog: Catalog,
    doomed: DoomedRows,
    group: Group,
  ): Promise<void> {
    for (const { collection: other, field } of referrers(catalog, group.collection, 'restrict')) {
      const rows = await this.find(sql, other, field, toJson(group.keys));
      if (rows.some((key) => !doomed.has(other, key))) throw inUse(other, field);
    }
  }

  private async clearReferences(tx: Transaction, catalog: Catalog, group: Group, change: Change): Promise<void> {
    const sql = sqlOf(tx);
    for (const { collection: other, field } of referrers(catalog, group.collection, 'set_null')) {
      const statement = compileClearReferences(other, field, this.dialect);
      const rows = await runFor(sql, statement, group.keys, change);
      if (rows.length > 0 && hasJunction(field)) {
        await runFor(sql, compileTouch(other, this.dialect), rows.map(toKey), change);
      }
      // Nothing goes, but whatever was counted under a condition may count differently now.
      for (const row of rows)
        tx.changed({ ...toKey(row), collectionId: other.id, op: 'update', before: null, after: null });
    }
  }

  private async find(sql: SqlConnection, other: Collection, field: Field, keysJson: string): Promise<RecordKey[]> {
    const rows = await sql.all(compileFindReferrers(other, field, this.dialect).text, [keysJson]);
    return rows.map(toKey);
  }

  /**
   * Rows that refer to each other go statement by statement: the foreign keys hold again when the last one is gone. On
   * SQLite the setting outlives a savepoint, so it is taken back also when the unit fails; PostgreSQL rolls it back itself.
   */
  private async withDeferredForeignKeys(sql: SqlConnection, work: () => Promise<void>): Promise<void> {
    if (this.dialect.name === 'postgres') {
      await sql.all('SET CONSTRAINTS ALL DEFERRED');
      await work();
      await sql.all('SET CONSTRAINTS ALL IMMEDIATE');
      return;
    }
    await sql.all('PRAGMA defer_foreign_keys = ON');
    try {
      await work();
    } finally {
      await sql.all('PRAGMA defer_foreign_keys = OFF');
    }
  }
}

interface Group {
  readonly collection: Collection;
  readonly keys: readonly RecordKey[];
}

function referrers(catalog: Catalog, collection: Collection, onDelete: OnDelete): ReturnType<Catalog['referrers']> {
  return catalog.referrers(collection.name).filter(({ field }) => field.onDelete === onDelete);
}

async function runFor(
  sql: SqlConnection,
  statement: Statement,
  keys: readonly RecordKey[],
  change: Change,
): Promise<Row[]> {
  const parameters = { keys: toJson(keys), updated_at: change.at, updated_by: change.by };
  return sql.all(statement.text, bindStatement(statement, { values: NO_REQUEST, parameters }));
}

function toKey(row: Row): RecordKey {
  return { accountId: row['account_id'] as string, id: row['id'] as string };
}

function toJson(keys: readonly RecordKey[]): string {
  return JSON.stringify(keys.map(({ accountId, id }) => ({ account: accountId, id })));
}

function inUse(other: Collection, field: Field): DomainError {
  const message = `Cannot delete the record: records of '${other.name}' refer to it by '${field.name}'`;
  return new DomainError('RECORD_IN_USE', 'conflict', message, { field: field.name });
}
