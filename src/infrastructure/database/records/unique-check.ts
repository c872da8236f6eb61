import { ownValue } from '#domain/kernel/own-value';
import { type Collection, isSystemColumn, type JsonValue, SYSTEM_COLUMNS } from '#domain/schema/collection';
import { findField } from '#domain/schema/find-field';
import { storageKind } from '#domain/schema/field-storage';
import { type PhysicalIndex, physicalIndexes } from '#domain/schema/physical-indexes';
import { compileTaken, type UniqueColumn } from '#sql/compile-taken';
import type { Dialect } from '#sql/dialect/dialect';
import type { ReadPool } from '../reads/read-pool';

/** A record of a write that the database refused, with the values that it was to get. */
export interface WrittenRecord {
  readonly accountId: string;
  readonly id: string;
  readonly values: Readonly<Record<string, JsonValue>>;
}

/** Says which unique value of a refused write is taken: on both engines the same one where there are several. */
export class UniqueCheck {
  constructor(
    private readonly reads: ReadPool,
    private readonly dialect: Dialect,
  ) {}

  /**
   * The field of the first record with values that are taken, in the order of the definition, and the first field of an index.
   * undefined: they are not any more.
   */
  async takenField(collection: Collection, records: readonly WrittenRecord[]): Promise<string | undefined> {
    let first = records.length;
    let field: string | undefined;
    for (const index of physicalIndexes(collection)) {
      if (!index.unique) continue;
      const taken = Math.min(await this.firstTaken(collection, index, records), firstTwice(index, records));
      if (taken >= first) continue;
      first = taken;
      [field] = index.fields;
    }
    return field;
  }

  /** The place of the first record whose values a record has that is not written; Infinity: none. */
  private async firstTaken(
    collection: Collection,
    { columns, fields }: PhysicalIndex,
    records: readonly WrittenRecord[],
  ): Promise<number> {
    const typed = columns.map((name, index): UniqueColumn => ({ name, type: typeOf(collection, fields[index]!) }));
    const { text } = compileTaken(collection.table, typed, this.dialect);
    const rows = records.map(({ accountId, id, values }, n) => {
      const key = JSON.stringify({ n, account: accountId, id }).slice(1, -1);
      return `{${[key, ...this.sent(fields, values)].join(',')}}`;
    });
    const ids = records.map(({ id }) => id);
    const taken = await this.reads.all(text, [`[${rows.join(',')}]`, JSON.stringify(ids)], records[0]!.accountId);
    return Math.min(...taken.map(({ n }) => Number(n)));
  }

  /** The members of a row, as JSON text. */
  private sent(fields: readonly string[], values: WrittenRecord['values']): string[] {
    return fields.flatMap((name, index) => {
      if (!Object.hasOwn(values, name)) return [`"s${index}":false`];
      const value = ownValue(values, name) ?? null;
      const member = `c${index}`;
      const shown =
        typeof value === 'number' ? this.dialect.numberMembers(member, value) : `"${member}":${JSON.stringify(value)}`;
      return [`"s${index}":true`, shown];
    });
  }
}

/** The place of the first record that is to get the same values as one before it; Infinity: none. */
function firstTwice({ fields }: PhysicalIndex, records: readonly WrittenRecord[]): number {
  const owners = new Map<string, string>();
  for (const [place, { id, values }] of records.entries()) {
    const wanted = fields.map((name) => ownValue(values, name) ?? null);
    if (wanted.includes(null)) continue;
    const key = JSON.stringify(wanted);
    if ((owners.get(key) ?? id) !== id) return place;
    owners.set(key, id);
  }
  return Infinity;
}

function typeOf(collection: Collection, name: string): UniqueColumn['type'] {
  return isSystemColumn(name) ? SYSTEM_COLUMNS[name] : storageKind(findField(collection, name)!);
}
