/** What a field type is: which settings its definition takes and what it makes of a value from a client. */
import type { Field, FieldOptions, JsonValue } from '#domain/schema/collection';

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

type ConvertedField = Pick<Field, 'name' | 'type' | 'options' | 'collection'>;

/** Collects what is wrong with the options of one field: the option's name and what it should be. */
export type OptionReport = (option: string, message: string) => void;

export type RawOptions = ReadonlyMap<string, unknown>;

export interface FieldTypeDefinition {
  readonly optionNames: readonly (keyof FieldOptions)[];
  /** Values can be told apart by the database, so `unique` and indexes make sense (never for lists). */
  readonly comparable: boolean;
  /** One value can suit the records of every account. */
  readonly canHaveDefault: boolean;
  parseOptions(raw: RawOptions, report: OptionReport): FieldOptions;
  /** The stored form of a value other than null. */
  convert(value: JsonValue, field: ConvertedField, context: ConversionContext): JsonValue | Refusal;
}

const KINDS: Readonly<Record<string, string>> = { string: 'text', number: 'number', boolean: 'boolean' };

export function wrongType(expected: string, value: JsonValue): Refusal {
  const kind = Array.isArray(value) ? 'list' : value === null ? 'null' : (KINDS[typeof value] ?? 'object');
  return new Refusal('invalid_type', `Expected ${expected} value, got ${kind}`);
}
