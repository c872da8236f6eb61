/** What turns one version of a collection into the next: shown where it must be confirmed, and compiled to statements. */
import type { Collection, Field, Index } from './collection';
import { storageOf } from './field-storage';

/** The settings whose change is a `change_field`, under the names that clients know. */
const SETTINGS = ['required', 'default', 'options', 'onDelete', 'computed'] as const;
type Setting = (typeof SETTINGS)[number];

export type SchemaChange =
  | { readonly kind: 'add_field'; readonly field: Field }
  | { readonly kind: 'remove_field'; readonly field: Field }
  | { readonly kind: 'rename_field'; readonly before: Field; readonly field: Field }
  | {
      readonly kind: 'change_field';
      readonly before: Field;
      readonly field: Field;
      readonly settings: readonly Setting[];
    }
  | { readonly kind: 'encrypt_field' | 'decrypt_field'; readonly before: Field; readonly field: Field }
  | { readonly kind: 'add_unique' | 'drop_unique'; readonly field: Field }
  | { readonly kind: 'add_index' | 'remove_index'; readonly index: Index };

export interface SchemaDiff {
  readonly changes: readonly SchemaChange[];
  /** Values that are stored now would be gone. */
  readonly destructive: boolean;
}

export function diffCollection(before: Collection, after: Collection): SchemaDiff {
  const changes = [...diffFields(before, after), ...diffIndexes(before, after)];
  return { changes, destructive: changes.some(isDestructive) };
}

/** A field of which nothing is stored loses nothing. */
export function isDestructive(change: SchemaChange): boolean {
  return change.kind === 'remove_field' && storageOf(change.field) !== 'none';
}

function diffFields(before: Collection, after: Collection): SchemaChange[] {
  const old = new Map(before.fields.map((field) => [field.id, field]));
  const kept = new Set(after.fields.map((field) => field.id));
  const removed = before.fields.filter((field) => !kept.has(field.id));
  return [
    ...removed.map((field): SchemaChange => ({ kind: 'remove_field', field })),
    ...after.fields.flatMap((field): readonly SchemaChange[] => {
      const previous = old.get(field.id);
      return previous ? diffField(previous, field) : [{ kind: 'add_field', field }];
    }),
  ];
}

function diffField(before: Field, field: Field): readonly SchemaChange[] {
  const changes: SchemaChange[] = [];
  if (before.name !== field.name) changes.push({ kind: 'rename_field', before, field });
  const settings = SETTINGS.filter((name) => !isSame(before[name], field[name]));
  if (settings.length > 0) changes.push({ kind: 'change_field', before, field, settings });
  const [wasOn, isOn] = [before, field].map(({ encryption }) => encryption?.isOn ?? false);
  if (wasOn !== isOn || (before.encryption === undefined) !== (field.encryption === undefined)) {
    changes.push({ kind: isOn ? 'encrypt_field' : 'decrypt_field', before, field });
  }
  if (before.unique !== field.unique) changes.push({ kind: field.unique ? 'add_unique' : 'drop_unique', field });
  return changes;
}

function diffIndexes(before: Collection, after: Collection): SchemaChange[] {
  const absent = (index: Index, others: readonly Index[]) => !others.some((other) => other.name === index.name);
  return [
    ...before.indexes
      .filter((index) => absent(index, after.indexes))
      .map((index): SchemaChange => ({ kind: 'remove_index', index })),
    ...after.indexes
      .filter((index) => absent(index, before.indexes))
      .map((index): SchemaChange => ({ kind: 'add_index', index })),
  ];
}

/** Settings are JSON; options are made by one parser, so equal ones have their members in the same order. */
function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
