/**
 * What a field type is: everything that the rest of the code asks about one. A new type is a file that answers these
 * questions, a name in the union FieldType and a row in the table of types.
 */
import type { ValueType } from '#domain/rules/condition';
import type { Field, FieldOptions, JsonValue, OnDelete } from '#domain/schema/collection';
import type { JsonSchema } from '#domain/schema/json-schema';

/** Why a value was not taken; `code` is what clients read. A class, so that no JSON value is mistaken for it. */
export class Refusal {
  constructor(
    readonly code: string,
    readonly message: string,
  ) {}
}

export interface ConversionContext {
  /** The account that the record belongs to. */
  readonly accountId: string;
}

/** What a type needs to know of a field; a field that is still being defined has no more. */
export type FieldShape = Pick<Field, 'name' | 'type' | 'options' | 'collection' | 'computed'>;

/** Where the values of a field are: in a column of the record's own row, as rows of a junction table, or nowhere. */
export type FieldStorage = 'column' | 'junction' | 'none';

/** What the values of a type that refers to other rows are ids of. */
export interface ReferenceTarget {
  /** Records of the collection that the field names, or users of the account. */
  readonly rows: 'records' | 'users';
  readonly onDelete: readonly OnDelete[];
  /** What applies when a definition does not say; null: the definition must say. */
  readonly onDeleteDefault: OnDelete | null;
}

/** How far an index over a column of the type makes sense; `narrowing`: not as a unique one. Lists have no indexes. */
export type IndexUse = 'unique' | 'narrowing' | 'none';

/** Collects what is wrong with the options of one field: the option's name and what it should be. */
export type OptionReport = (option: string, message: string) => void;

export type RawOptions = ReadonlyMap<string, unknown>;

export interface FieldTypeDefinition {
  storage(field: FieldShape): FieldStorage;
  /** What the column holds, which decides its physical type; of a junction table, what its ids are; else what is shown. */
  storageKind(field: FieldShape): ValueType;
  /** What the rule language takes a value for, or each member of a list. */
  valueType(field: FieldShape): ValueType;
  /** The value is a list of such values. */
  isList(field: FieldShape): boolean;
  /** null for types whose values refer to nothing. */
  readonly target: ReferenceTarget | null;
  readonly indexUse: IndexUse;
  /** Texts of any length, so that an index must bound the length. */
  readonly isFreeText: boolean;
  /** A value is one text or can be told as one, and there are too many of them to guess it from what a mask leaves. */
  readonly canBeMasked: boolean;
  /** Nothing but the value itself is asked of it: no index, no target, no comparison that everybody expects. */
  readonly canBeEncrypted: boolean;
  /** The whole value as clients see it, lists included; null and defaults are added for every type alike. */
  jsonSchema(field: FieldShape): JsonSchema;
  readonly optionNames: readonly (keyof FieldOptions)[];
  /** One value can suit the records of every account. */
  readonly canHaveDefault: boolean;
  parseOptions(raw: RawOptions, report: OptionReport): FieldOptions;
  /** The stored form of a value other than null. */
  convert(value: JsonValue, field: FieldShape, context: ConversionContext): JsonValue | Refusal;
}

const KINDS: Readonly<Record<string, string>> = { string: 'text', number: 'number', boolean: 'boolean' };

export function wrongType(expected: string, value: JsonValue): Refusal {
  const kind = Array.isArray(value) ? 'list' : value === null ? 'null' : (KINDS[typeof value] ?? 'object');
  return new Refusal('invalid_type', `Expected ${expected} value, got ${kind}`);
}
