import type { Transaction } from '#application/ports/transactions';
import { recordInUse } from '#application/records/record-errors';
import { recordSize } from '#domain/records/record-size';
import type { Catalog } from '#domain/schema/catalog';
import type { Collection, Field, OnDelete } from '#domain/schema/collection';
import { storageOf } from '#domain/schema/field-storage';
import { type BindSources, bindStatement } from '#sql/bind';
import {
  compileClearReferences,
  compileDeleteRows,
  compileFindReferrers,
  compileReferrerKeys,
  compileTouch,
} from '#sql/compile-delete';
import type { Dialect } from '#sql/dialect/dialect';
import type { Statement } from '#sql/sql-fragment';
import { sqlOf } from '../lanes/transaction';
import type { SqlConnection } from '../sql-connection';
import { ClearedRows } from './cleared-rows';
import { type DoomedGroup, DoomedRows } from './doomed-rows';
import { type HeldRow, keysJson, toKey } from './held-row';
import type { HeldRows } from './held-rows';
import type { LinkWriter } from './link-writer';
import { NO_REQUEST } from './no-request';
import { withDeferredKeys } from './with-deferred-keys';
import type { WrittenRows } from './written-rows';

type Touched = Readonly<Record<'updated_at' | 'updated_by', string>>;

/** Rows whose field refers to deleted ones, and is emptied. */
interface Clearing {
  readonly collection: Collection;
  readonly field: Field;
  readonly targets: readonly HeldRow[];
  readonly rows: readonly HeldRow[];
}

/**
 * Deletes rows and carries out what the fields that refer to them say: cascade deletes in turn, restrict refuses, set_null
 * clears, or refuses where nothing would be left of a list that is required. This is done here and not by the database, so that every row that is deleted or changed is known and reported, and
 * that there are not too many is known before the first is touched.
 */
export class Cascade {
  constructor(
    private readonly links: LinkWriter,
    private readonly dialect: Dialect,
    private readonly maxRows: number,
  ) {}

  /**
   * Deletes rows that are held and may be deleted. `by`: the one who deletes them; `held` reads the others, and `written` counts
   * all. Rejects with
   * RECORD_IN_USE, RECORD_TOO_MANY_ROWS and QUERY_TOO_COMPLEX.
   */
  async delete(
    tx: Transaction,
    catalog: Catalog,
    collection: Collection,
    rows: readonly HeldRow[],
    by: string,
    { held, written }: { readonly held: HeldRows; readonly written: WrittenRows },
  ): Promise<void> {
    const sql = sqlOf(tx);
    const named = new Set(rows);
    const doomed = await this.closure(held, catalog, collection, rows, written);
    const { groups } = doomed;
    for (const group of groups) await this.assertUnrestricted(sql, catalog, doomed, group);
    const cleared = new ClearedRows(written);
    const touched = { updated_at: tx.now, updated_by: by };
    const clearings: Clearing[] = [];
    for (const group of groups) clearings.push(...(await this.clearings(held, catalog, group)));
    for (const { collection: other, field, targets, rows: found } of clearings) {
      const left = found.filter((row) => !doomed.has(other, row));
      cleared.add(other, field, left, new Set(targets.map(({ id }) => id)), touched);
    }
    for (const clearing of clearings) await this.clear(sql, clearing, touched);
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
    held: HeldRows,
    catalog: Catalog,
    collection: Collection,
    rows: readonly HeldRow[],
    written: WrittenRows,
  ): Promise<DoomedRows> {
    const doomed = new DoomedRows(written);
    const found: DoomedGroup[] = [{ collection, rows: doomed.add(collection, rows) }];
    for (let next = found.pop(); next !== undefined; next = found.pop()) {
      for (const { collection: other, field } of referrers(catalog, next.collection, 'cascade')) {
        const added = doomed.add(other, await this.find(held, other, field, next.rows));
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
      const statement = compileReferrerKeys(other, field, this.dialect);
      const found = await sql.all(statement.text, bindStatement(statement, this.referring(rows)));
      if (found.some((row) => !doomed.has(other, toKey(row)))) throw recordInUse(other, field);
    }
  }

  private async clearings(held: HeldRows, catalog: Catalog, group: DoomedGroup): Promise<readonly Clearing[]> {
    const clearings: Clearing[] = [];
    for (const { collection, field } of referrers(catalog, group.collection, 'set_null')) {
      const rows = await this.find(held, collection, field, group.rows);
      if (rows.length > 0) clearings.push({ collection, field, targets: group.rows, rows });
    }
    return clearings;
  }

  private async clear(
    sql: SqlConnection,
    { collection, field, targets, rows }: Clearing,
    touched: Touched,
  ): Promise<void> {
    await runFor(sql, compileClearReferences(collection, field, this.dialect), targets, touched);
    if (storageOf(field) === 'junction') await runFor(sql, compileTouch(collection, this.dialect), rows, touched);
  }

  private find(
    held: HeldRows,
    other: Collection,
    field: Field,
    targets: readonly HeldRow[],
  ): Promise<readonly HeldRow[]> {
    return held.read(compileFindReferrers(other, field, this.dialect), this.referring(targets), this.mostRows);
  }

  private referring(targets: readonly HeldRow[]): BindSources {
    return { request: NO_REQUEST, parameters: { keys: keysJson(targets), limit: this.mostRows } };
  }

  /** Enough to know whether there are too many. */
  private get mostRows(): number {
    return this.maxRows + 1;
  }
}

function referrers(catalog: Catalog, collection: Collection, onDelete: OnDelete): ReturnType<Catalog['referrers']> {
  return catalog.referrers(collection.name).filter(({ field }) => field.onDelete === onDelete);
}

async function runFor(
  sql: SqlConnection,
  statement: Statement,
  rows: readonly HeldRow[],
  touched: Touched,
): Promise<void> {
  const parameters = { ...touched, keys: keysJson(rows) };
  await sql.all(statement.text, bindStatement(statement, { request: NO_REQUEST, parameters }));
}
