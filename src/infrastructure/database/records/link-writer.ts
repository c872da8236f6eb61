import type { RecordKey } from '#application/ports/record-store';
import { ownValue } from '#domain/kernel/own-value';
import type { Field, JsonValue } from '#domain/schema/collection';
import { linkedFields } from '#domain/schema/field-storage';
import { compileLink, compileUnlink } from '#sql/compile-junctions';
import type { Dialect } from '#sql/dialect/dialect';
import type { SqlConnection } from '../sql-connection';
import { keysJson } from './held-row';
import { StatementCache } from './statement-cache';

export interface LinkedRecord extends RecordKey {
  readonly values: Readonly<Record<string, JsonValue>>;
}

/** Writes the junction rows of multiple references, of all records at once. */
export class LinkWriter {
  private readonly links: StatementCache<Field, string>;
  private readonly unlinks: StatementCache<Field, string>;

  constructor(dialect: Dialect) {
    this.links = new StatementCache((field) => compileLink(field, dialect).text);
    this.unlinks = new StatementCache((field) => compileUnlink(field, dialect).text);
  }

  /** For records that have no links in the given fields. */
  async link(sql: SqlConnection, fields: readonly Field[], records: readonly LinkedRecord[]): Promise<void> {
    for (const field of linkedFields(fields)) {
      const links = records.flatMap(({ accountId, id, values }) =>
        targetsOf(values, field).map((target, position) => ({ account: accountId, record: id, target, position })),
      );
      if (links.length > 0) await sql.all(this.links.get(field), [JSON.stringify(links)]);
    }
  }

  /** For records that already have links in the given fields. */
  async replace(sql: SqlConnection, fields: readonly Field[], records: readonly LinkedRecord[]): Promise<void> {
    await this.unlink(sql, fields, keysJson(records));
    await this.link(sql, fields, records);
  }

  async unlink(sql: SqlConnection, fields: readonly Field[], keys: string): Promise<void> {
    for (const field of linkedFields(fields)) await sql.all(this.unlinks.get(field), [keys]);
  }
}

function targetsOf(values: Readonly<Record<string, JsonValue>>, field: Field): readonly string[] {
  return (ownValue(values, field.name) ?? []) as readonly string[];
}
