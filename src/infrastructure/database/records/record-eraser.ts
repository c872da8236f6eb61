import type { Transaction } from '#application/ports/transactions';
import { SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import { Catalog } from '#domain/schema/catalog';
import { type Collection, type Field, hasJunction } from '#domain/schema/collection';
import type { Dialect } from '#sql/dialect/dialect';
import { identifier } from '#sql/identifier';
import { sqlOf } from '../lanes/transaction';
import { Cascade } from './cascade';
import { LinkWriter } from './link-writer';

const MAX_ROWS = 1000;

/**
 * Deletes the records of an account as if nothing restricted it. References that may be empty are emptied first; they too
 * can be any number. Records whose reference may not be empty go along with its target: called for collections that refer
 * before those that are referred to, it meets them only where references lead in a circle.
 */
export class RecordEraser {
  private readonly cascade: Cascade;

  constructor(dialect: Dialect) {
    // A circle of required references can only go as a whole, however long it is.
    this.cascade = new Cascade(new LinkWriter(dialect), dialect, Number.POSITIVE_INFINITY);
  }

  /** A bounded number of links, references or records, in this order; resolves with how many there were. */
  async erase(tx: Transaction, catalog: Catalog, collection: Collection, accountId: string): Promise<number> {
    const referrers = catalog.referrers(collection.name);
    for (const field of [...collection.fields, ...referrers.map((referrer) => referrer.field)].filter(hasJunction)) {
      const links = await this.emptyJunction(tx, field.column, accountId);
      if (links > 0) return links;
    }
    for (const referrer of referrers.filter(({ field }) => !field.required && !hasJunction(field))) {
      const references = await this.emptyReference(tx, referrer.collection, referrer.field, accountId);
      if (references > 0) return references;
    }
    return this.deleteRecords(tx, catalog, collection, accountId);
  }

  private async emptyJunction(tx: Transaction, junction: string, accountId: string): Promise<number> {
    const table = identifier(junction);
    const key = '"account_id", "record_id", "target_id"';
    const text =
      `DELETE FROM ${table} WHERE (${key}) IN ` +
      `(SELECT ${key} FROM ${table} WHERE "account_id" = $1 LIMIT ${MAX_ROWS}) RETURNING "account_id"`;
    return (await sqlOf(tx).all(text, [accountId])).length;
  }

  private async emptyReference(
    tx: Transaction,
    { id, table: name }: Collection,
    field: Field,
    accountId: string,
  ): Promise<number> {
    const table = identifier(name);
    const column = identifier(field.column);
    const text =
      `UPDATE ${table} SET ${column} = NULL WHERE ("account_id", "id") IN (SELECT "account_id", "id" FROM ${table} ` +
      `WHERE "account_id" = $1 AND ${column} IS NOT NULL LIMIT ${MAX_ROWS}) RETURNING "account_id"`;
    const rows = await sqlOf(tx).all(text, [accountId]);
    // Nothing goes yet, but whatever was counted under a condition may count differently now.
    if (rows.length > 0)
      tx.changedMany({ accountId, collectionId: id, op: 'clear', field: field.name, count: rows.length });
    return rows.length;
  }

  private async deleteRecords(
    tx: Transaction,
    catalog: Catalog,
    { table, id }: Collection,
    accountId: string,
  ): Promise<number> {
    const text = `SELECT "id" FROM ${identifier(table)} WHERE "account_id" = $1 LIMIT ${MAX_ROWS}`;
    const rows = await sqlOf(tx).all(text, [accountId]);
    if (rows.length === 0) return 0;
    const yielding = withYieldingReferences(catalog);
    const keys = rows.map((row) => ({ accountId, id: row['id'] as string }));
    const change = { at: tx.now, by: SYSTEM_ACCOUNT_ID };
    await this.cascade.delete(tx, yielding, yielding.findById(id)!, keys, change);
    return rows.length;
  }
}

function withYieldingReferences({ revision, collections }: Catalog): Catalog {
  const yieldingField = (field: Field): Field => ({ ...field, onDelete: field.required ? 'cascade' : 'set_null' });
  return new Catalog(
    revision,
    collections.map((collection) => ({ ...collection, fields: collection.fields.map(yieldingField) })),
  );
}
