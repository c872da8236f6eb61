import type { Transaction } from '#application/ports/transactions';
import { DomainError } from '#domain/kernel/errors';
import { recordSize } from '#domain/records/record-size';
import type { Catalog } from '#domain/schema/catalog';
import type { Collection, Field, OnDelete } from '#domain/schema/collection';
import { storageOf } from '#domain/schema/field-storage';
import { bindStatement } from '#sql/bind';
import { compileClearReferences, compileDeleteRows, compileFindReferrers, compileTouch } from '#sql/compile-delete';
import type { Dialect } from '#sql/dialect/dialect';
import type { Statement } from '#sql/sql-fragment';
import { sqlOf } from '../lanes/transaction';
import type { SqlConnection } from '../sql-connection';
import { ClearedRows } from './cleared-rows';
import { type DoomedGroup, DoomedRows } from './doomed-rows';
import { type HeldRow, keysJson, toHeldRow } from './held-row';
import type { LinkWriter } from './link-writer';
import { NO_REQUEST } from './no-request';
import { withDeferredKeys } from './with-deferred-keys';

/**
 * Deletes rows and carries out what the fields that refer to them say: cascade deletes in turn, restrict refuses, set_null
 * clears. This is done here and not by the database, so that every row that is deleted or changed is known and
 * reported.
 */
export class Cascade {
  constructor(
    private readonly links: LinkWriter,
    private readonly dialect: Dialect,
  ) {}

  /** Deletes rows that are held and may be deleted. `by`: the one who deletes them. */
  async delete(
    tx: Transaction,
    catalog: Catalog,
    collection: Collection,
    rows: readonly HeldRow[],
    by: string,
  ): Promise<void> {
    const sql = sqlOf(tx);
    const named = new Set(rows);
    const doomed = await this.closure(sql, catalog, collection, rows);
    const { groups } = doomed;
    for (const group of groups) await this.assertUnrestricted(sql, catalog, doomed, group);
    const cleared = new ClearedRows();
    for (const group of groups) await this.clearReferences(tx, catalog, doomed, group, by, cleared);
    cleared.tell(tx);
    await withDeferredKeys(sql, async () => {
      for (const group of groups) {
        const keys = keysJson(group.rows);
        await this.links.unlink(sql, group.collection.fields, keys);
        await sql.all(compileDeleteRows(group.collection, this.dialect).text, [keys]);
        for (const row of group.rows) {
          const { accountId, id, before } = row;
          const change = {
            accountId,
            collectionId: group.collection.id,
            id,
            op: 'delete',
            before,
            after: null,
            bytes: -recordSize(group.collection.fields, before),
          } as const;
          tx.changed(named.has(row) ? change : { ...change, cause: 'cascade' });
        }
      }
    });
  }

  private async closure(
    sql: SqlConnection,
    catalog: Catalog,
    collection: Collection,
    rows: readonly HeldRow[],
  ): Promise<DoomedRows> {
    const doomed = new DoomedRows();
    const found: DoomedGroup[] = [{ collection, rows: doomed.add(collection, rows) }];
    for (let next = found.pop(); next !== undefined; next = found.pop()) {
      for (const { collection: other, field } of referrers(catalog, next.collection, 'cascade')) {
        const added = doomed.add(other, await this.find(sql, other, field, next.rows));
        if (added.length > 0) found.push({ collection: other, rows: added });
      }
    }
    return doomed;
  }

  private async assertUnrestricted(
    sql: SqlConnection,
    catalog: Catalog,
    doomed: DoomedRows,
    { collection, rows }: DoomedGroup,
  ): Promise<void> {
    for (const { collection: other, field } of referrers(catalog, collection, 'restrict')) {
      const found = await this.find(sql, other, field, rows);
      if (found.some((row) => !doomed.has(other, row))) throw inUse(other, field);
    }
  }

  private async clearReferences(
    tx: Transaction,
    catalog: Catalog,
    doomed: DoomedRows,
    { collection, rows }: DoomedGroup,
    by: string,
    cleared: ClearedRows,
  ): Promise<void> {
    const sql = sqlOf(tx);
    const written = { updated_at: tx.now, updated_by: by };
    const gone = new Set(rows.map(({ id }) => id));
    for (const { collection: other, field } of referrers(catalog, collection, 'set_null')) {
      const found = await this.find(sql, other, field, rows);
      if (found.length === 0) continue;
      await runFor(sql, compileClearReferences(other, field, this.dialect), rows, written);
      if (storageOf(field) === 'junction') await runFor(sql, compileTouch(other, this.dialect), found, written);
      const left = found.filter((row) => !doomed.has(other, row));
      cleared.add(other, field, left, gone, written);
    }
  }

  private async find(
    sql: SqlConnection,
    other: Collection,
    field: Field,
    targets: readonly HeldRow[],
  ): Promise<HeldRow[]> {
    const statement = compileFindReferrers(other, field, this.dialect);
    return (await sql.all(statement.text, [keysJson(targets)])).map(toHeldRow);
  }
}

function referrers(catalog: Catalog, collection: Collection, onDelete: OnDelete): ReturnType<Catalog['referrers']> {
  return catalog.referrers(collection.name).filter(({ field }) => field.onDelete === onDelete);
}

async function runFor(
  sql: SqlConnection,
  statement: Statement,
  rows: readonly HeldRow[],
  written: Readonly<Record<'updated_at' | 'updated_by', string>>,
): Promise<void> {
  const parameters = { ...written, keys: keysJson(rows) };
  await sql.all(statement.text, bindStatement(statement, { request: NO_REQUEST, parameters }));
}

function inUse(other: Collection, field: Field): DomainError {
  const message = `Cannot delete the record: records of '${other.name}' refer to it by '${field.name}'`;
  return new DomainError('RECORD_IN_USE', 'conflict', message, { field: field.name });
}
