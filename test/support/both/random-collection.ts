/** A collection of a random case, as far as those need to know it who write and read its records. */
export interface RandomField {
  readonly name: string;
  readonly type: FieldTypeName;
  readonly list: boolean;
  /** Of a select. */
  readonly values: readonly string[];
  /** The collection that a reference leads to. */
  readonly target: string | null;
}

// prettier-ignore
export const FIELD_TYPES = [
  'text', 'number', 'boolean', 'datetime', 'date', 'email', 'url', 'json', 'select', 'reference', 'user',
] as const;
type FieldTypeName = (typeof FIELD_TYPES)[number];

export interface RandomCollection {
  readonly name: string;
  readonly fields: readonly RandomField[];
}
