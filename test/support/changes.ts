/**
 * Which records changed, read from the tables before and after, in all accounts and collections, lists of references
 * included. It asks none of the writers, so that it can judge what they report.
 */
import { type Field, SYSTEM_COLUMNS } from '#domain/schema/collection';
import { columnFields, linkedFields, storageKind } from '#domain/schema/field-storage';
import type { Database } from '#server/infrastructure/database/database';
import { storedForm } from './stored-form';

/** Fields, system columns and `_rev` by name, in the form in which units report them; lists of references in order. */
export type Values = Readonly<Record<string, unknown>>;

interface StoredRecord {
  readonly accountId: string;
  readonly collectionId: string;
  readonly collection: string;
  readonly id: string;
  readonly values: Values;
}

/** By account, collection and id. */
export type Snapshot = ReadonlyMap<string, StoredRecord>;

export interface Change {
  readonly accountId: string;
  readonly collectionId: string;
  /** The collection's name. */
  readonly collection: string;
  readonly id: string;
  readonly op: 'create' | 'update' | 'delete';
  readonly before: Values | null;
  readonly after: Values | null;
}

const COLLECTIONS = 'SELECT id, name, table_name, fields FROM collections';

/** Something that can tell which changes happen from now on until it is asked. */
export type ChangeObserver = () => Promise<() => Promise<readonly Change[]>>;

export function tableObserver(database: Database): ChangeObserver {
  return async () => {
    const before = await snapshot(database);
    return async () => diff(before, await snapshot(database));
  };
}

export async function snapshot({ reads }: Database): Promise<Snapshot> {
  const records = new Map<string, StoredRecord>();
  for (const { id: ownId, name, table_name: table, fields } of await reads.all(COLLECTIONS)) {
    const [collectionId, collection] = [String(ownId), String(name)];
    const all = JSON.parse(String(fields)) as Field[];
    const lists = linkedFields(all);
    const columns = new Map(columnFields(all).map((field) => [field.column, field]));
    const kinds = new Map(Object.entries(SYSTEM_COLUMNS));
    const named = (column: string, value: unknown): [string, unknown] => {
      const field = columns.get(column);
      const kind = field ? storageKind(field) : (kinds.get(column) ?? 'number');
      return [field?.name ?? column, storedForm(kind, value)];
    };
    const key = (accountId: unknown, id: unknown): string => `${String(accountId)} ${collectionId} ${String(id)}`;
    for (const row of await reads.all(`SELECT * FROM "${String(table)}"`)) {
      const values: Record<string, unknown> = {
        ...Object.fromEntries(Object.entries(row).map(([column, value]) => named(column, value))),
        ...Object.fromEntries(lists.map((field) => [field.name, []])),
      };
      const [accountId, id] = [String(row['account_id']), String(row['id'])];
      records.set(key(accountId, id), { accountId, collectionId, collection, id, values });
    }
    for (const { name: field, column } of lists) {
      for (const link of await reads.all(`SELECT * FROM "${column}" ORDER BY record_id, position`)) {
        const record = records.get(key(link['account_id'], link['record_id']));
        if (!record) throw new Error(`${column} links from a record that does not exist`);
        (record.values[field] as unknown[]).push(link['target_id']);
      }
    }
  }
  return records;
}

/** In the order of accounts, names of collections and ids. A field that did not exist was null, or an empty list. */
export function diff(before: Snapshot, after: Snapshot): readonly Change[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  const changes = keys.flatMap((key): Change[] => {
    const [old, now] = [before.get(key), after.get(key)];
    const { accountId, collectionId, collection, id } = (now ?? old)!;
    const change = { accountId, collectionId, collection, id, before: old?.values ?? null, after: now?.values ?? null };
    if (old === undefined) return [{ ...change, op: 'create' }];
    if (now === undefined) return [{ ...change, op: 'delete' }];
    return areEqual(old.values, now.values) ? [] : [{ ...change, op: 'update' }];
  });
  const place = ({ accountId, collection, id }: Change): string => `${accountId} ${collection} ${id}`;
  return changes.sort((one, other) => (place(one) < place(other) ? -1 : 1));
}

function areEqual(one: Values, other: Values): boolean {
  return changedFields(one, other).length === 0;
}

/** The names of the fields and columns whose values differ. */
export function changedFields(one: Values, other: Values): readonly string[] {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return names.filter((name) => {
    const [value, otherValue] = [valueOf(one, name), valueOf(other, name)];
    return value !== otherValue && JSON.stringify(value) !== JSON.stringify(otherValue);
  });
}

function valueOf(values: Values, name: string): unknown {
  const value = values[name] ?? null;
  return Array.isArray(value) && value.length === 0 ? null : value;
}
