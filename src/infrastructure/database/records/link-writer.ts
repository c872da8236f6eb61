import type { RecordKey } from '#application/ports/record-store';
import type { Collection, Field, JsonValue } from '#domain/schema/collection';
import { linkedFields } from '#domain/schema/field-storage';
import { compileLink, compileUnlink } from '#sql/compile-junctions';
import type { Dialect } from '#sql/dialect/dialect';
import type { Statement } from '#sql/sql-fragment';
import type { SqlConnection } from '../sql-connection';
import { StatementCache } from './statement-cache';

export interface LinkedRecord {
  readonly key: RecordKey;
  readonly values: Readonly<Record<string, JsonValue>>;
}

/** Writes the junction rows of multiple references. */
export class LinkWriter {
  private readonly links: StatementCache<Field, Statement>;
  private readonly unlinks: StatementCache<Field, Statement>;

  constructor(dialect: Dialect) {
    this.links = new StatementCache((field) => compileLink(field, dialect));
    this.unlinks = new StatementCache((field) => compileUnlink(field, dialect));
  }

  /** For records that are new. */
  async link(sql: SqlConnection, collection: Collection, records: readonly LinkedRecord[]): Promise<void> {
    for (const field of linkedFields(collection.fields)) {
      const links = records.flatMap(({ key, values }) =>
        targetsOf(values, field).map((target, position) => ({
          account: key.accountId,
          record: key.id,
          target,
          position,
        })),
      );
      if (links.length > 0) await sql.all(this.links.get(field).text, [JSON.stringify(links)]);
    }
  }

  /** For a record that has links already, in the given fields. */
  async replace(sql: SqlConnection, fields: readonly Field[], record: LinkedRecord): Promise<void> {
    const { accountId, id } = record.key;
    for (const field of linkedFields(fields)) {
      await sql.all(this.unlinks.get(field).text, [JSON.stringify([{ account: accountId, id }])]);
      const links = targetsOf(record.values, field).map((target, position) => ({
        account: accountId,
        record: id,
        target,
        position,
      }));
      if (links.length > 0) await sql.all(this.links.get(field).text, [JSON.stringify(links)]);
    }
  }

  /** For records that are about to go. */
  async unlink(sql: SqlConnection, collection: Collection, keysJson: string): Promise<void> {
    for (const field of linkedFields(collection.fields)) {
      await sql.all(this.unlinks.get(field).text, [keysJson]);
    }
  }
}

function targetsOf(values: Readonly<Record<string, JsonValue>>, field: Field): readonly string[] {
  return Object.hasOwn(values, field.name) ? ((values[field.name] ?? []) as readonly string[]) : [];
}
