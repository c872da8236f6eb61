import type { Transaction } from '#application/ports/transactions';
import { ID_BYTES } from '#domain/records/record-size';
import type { Catalog } from '#domain/schema/catalog';
import type { Collection, Field } from '#domain/schema/collection';
import { storageOf } from '#domain/schema/field-storage';
import { compileEraseByIds, compileReferringIds } from '#sql/compile-erase';
import type { Dialect } from '#sql/dialect/dialect';
import { identifier } from '#sql/identifier';
import { sqlOf } from '../lanes/transaction';
import { withDeferredKeys } from './with-deferred-keys';

const MAX_ROWS = 1000;

interface FieldOf {
  readonly collection: Collection;
  readonly field: Field;
}

/**
 * Deletes the records of an account as if nothing restricted it. References that may be empty are emptied first; there
 * can be any number of them. Records whose reference may not be empty are deleted together with its target. As
 * collections that refer to others are erased before their targets, that happens only where references form a cycle. A
 * cycle can only be deleted as a whole, however long it is.
 */
export class RecordEraser {
  constructor(private readonly dialect: Dialect) {}

  /** A bounded number of links, references or records, in this order; resolves with how many there were. */
  async erase(tx: Transaction, catalog: Catalog, collection: Collection, accountId: string): Promise<number> {
    const tied = tiedTo(catalog, collection);
    const referrers = tied.flatMap(({ name }) => catalog.referrers(name));
    const own = tied.flatMap((one) => one.fields.map((field): FieldOf => ({ collection: one, field })));
    for (const place of [...own, ...referrers]) {
      if (storageOf(place.field) !== 'junction') continue;
      const links = await this.emptyJunction(tx, place, accountId);
      if (links > 0) return links;
    }
    for (const place of referrers) {
      if (place.field.required || storageOf(place.field) !== 'column') continue;
      const references = await this.emptyReference(tx, place, accountId);
      if (references > 0) return references;
    }
    return this.deleteRecords(tx, catalog, collection, accountId);
  }

  private async emptyJunction(tx: Transaction, place: FieldOf, accountId: string): Promise<number> {
    const table = identifier(place.field.column);
    const key = '"account_id", "record_id", "target_id"';
    const text =
      `DELETE FROM ${table} WHERE (${key}) IN ` +
      `(SELECT ${key} FROM ${table} WHERE "account_id" = $1 ORDER BY ${key} LIMIT ${MAX_ROWS}) RETURNING "record_id"`;
    const rows = await sqlOf(tx).all(text, [accountId]);
    const records = new Set(rows.map((row) => row['record_id'])).size;
    tellCleared(tx, place, accountId, records, rows.length);
    return rows.length;
  }

  private async emptyReference(tx: Transaction, place: FieldOf, accountId: string): Promise<number> {
    const table = identifier(place.collection.table);
    const column = identifier(place.field.column);
    const text =
      `UPDATE ${table} SET ${column} = NULL WHERE ("account_id", "id") IN (SELECT "account_id", "id" FROM ${table} ` +
      `WHERE "account_id" = $1 AND ${column} IS NOT NULL LIMIT ${MAX_ROWS}) RETURNING "account_id"`;
    const { length } = await sqlOf(tx).all(text, [accountId]);
    tellCleared(tx, place, accountId, length, length);
    return length;
  }

  private async deleteRecords(
    tx: Transaction,
    catalog: Catalog,
    collection: Collection,
    accountId: string,
  ): Promise<number> {
    const sql = sqlOf(tx);
    const text = `SELECT "id" FROM ${identifier(collection.table)} WHERE "account_id" = $1 LIMIT ${MAX_ROWS}`;
    const ids = (await sql.all(text, [accountId])).map((row) => row['id'] as string);
    if (ids.length === 0) return 0;
    const doomed = await this.closure(tx, catalog, collection, ids, accountId);
    let erased = 0;
    await withDeferredKeys(sql, async () => {
      for (const [one, idsOfOne] of doomed) {
        const statement = compileEraseByIds(one, this.dialect);
        const rows = await sql.all(statement.text, [accountId, JSON.stringify([...idsOfOne])]);
        const bytes = rows.reduce((sum, row) => sum - Number(row['bytes']), 0);
        tx.changedMany({ accountId, collectionId: one.id, op: 'erase', field: null, count: rows.length, bytes });
        erased += rows.length;
      }
    });
    return erased;
  }

  /** The records and all that cannot exist without them. */
  private async closure(
    tx: Transaction,
    catalog: Catalog,
    collection: Collection,
    ids: readonly string[],
    accountId: string,
  ): Promise<ReadonlyMap<Collection, ReadonlySet<string>>> {
    const doomed = new Map([[collection, new Set(ids)]]);
    const found = [{ collection, ids }];
    for (let next = found.pop(); next !== undefined; next = found.pop()) {
      for (const { collection: other, field } of requiredReferrers(catalog, next.collection)) {
        const statement = compileReferringIds(other, field, this.dialect);
        const rows = await sqlOf(tx).all(statement.text, [accountId, JSON.stringify(next.ids)]);
        const known = doomed.get(other) ?? new Set<string>();
        const added = rows.map((row) => row['id'] as string).filter((id) => !known.has(id));
        if (added.length === 0) continue;
        for (const id of added) known.add(id);
        doomed.set(other, known);
        found.push({ collection: other, ids: added });
      }
    }
    return doomed;
  }
}

function requiredReferrers(catalog: Catalog, { name }: Collection): readonly FieldOf[] {
  return catalog.referrers(name).filter(({ field }) => field.required && storageOf(field) === 'column');
}

/** The collection, and those whose records cannot exist without a record of one of these. */
function tiedTo(catalog: Catalog, collection: Collection): readonly Collection[] {
  const tied = new Set([collection]);
  // Iterating over a set includes what is added meanwhile.
  for (const one of tied) for (const referrer of requiredReferrers(catalog, one)) tied.add(referrer.collection);
  return [...tied];
}

/** `count`: of records; `targets`: of the ids that they lose. */
function tellCleared(
  tx: Transaction,
  { collection, field }: FieldOf,
  accountId: string,
  count: number,
  targets: number,
): void {
  if (count === 0) return;
  const bytes = -targets * ID_BYTES;
  tx.changedMany({ accountId, collectionId: collection.id, op: 'clear', field: field.name, count, bytes });
}
