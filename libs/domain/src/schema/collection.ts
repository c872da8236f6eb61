/**
 * A collection as plain data: what the registry stores and what planner, compiler and validator read. No methods, no
 * cycles. Names are as the user wrote them; `column` and `table` are the physical names, made once by physical-names.ts.
 */
export type FieldType =
  | 'text'
  | 'number'
  | 'boolean'
  | 'datetime'
  | 'date'
  | 'email'
  | 'url'
  | 'json'
  | 'select'
  | 'reference'
  | 'user'
  | 'file'
  | 'computed';

/** How a value that identifies a person is shown to those who may not read it (masks/mask.ts). */
export const MASK_TYPES = ['email', 'ssn', 'phone', 'name', 'full', 'custom'] as const;
export type MaskType = (typeof MASK_TYPES)[number];

export type OnDelete = 'cascade' | 'set_null' | 'restrict';

/** Constraints and settings of one field. Which of them a type takes is said in field-types.ts. */
export interface FieldOptions {
  /** number: smallest value; text, email, url: smallest length in characters; date, datetime: earliest (ISO text). */
  readonly min?: number | string;
  /** As `min`; for select: the largest number of values, and more than 1 makes the value a list. */
  readonly max?: number | string;
  /** text: RE2 syntax, matched anywhere unless anchored. */
  readonly pattern?: string;
  /** select: the allowed values, in order. */
  readonly values?: readonly string[];
  /** reference: the value is a list of ids, kept in a junction table. */
  readonly multiple?: boolean;
}

/** What an expression can come to. */
export const COMPUTED_TYPES = ['text', 'number', 'boolean', 'datetime', 'date'] as const;
export type ComputedType = (typeof COMPUTED_TYPES)[number];

/** A value that is made of others of its record whenever it is read, and stored nowhere. */
export interface Computed {
  readonly expression: string;
  readonly returns: ComputedType;
}

/** Who may do something with a field: a condition about the caller alone. null: superadmins only; '': everybody. */
export interface FieldConditions {
  readonly read: string | null;
  readonly write: string | null;
}

/** A field whose values identify a person: what most callers read instead of them. */
export interface PersonalData {
  readonly mask: MaskType;
  /** Of the mask `custom`. */
  readonly template?: string;
  /** Who reads the values themselves, beside the group that every account has for it. */
  readonly clearTo: ClearTo;
}

/** A field whose values are kept encrypted: each of them is in this column, or in the field's own while it is to be moved. */
export interface Encryption {
  /** Physical name of the text column. */
  readonly column: string;
  /** false: it was turned off, and values are moved back into the field's own column. To readers it is encrypted until then. */
  readonly isOn: boolean;
  /** Id of the key that every value is encrypted with; null: not all are with one. */
  readonly keyId: string | null;
  /** The job that moves the values, or did so last. */
  readonly job: string | null;
}

/** Names, as they are written in rules. */
export interface ClearTo {
  readonly roles: readonly string[];
  readonly groups: readonly string[];
}

export interface Field {
  /** Stable across renames. */
  readonly id: string;
  readonly name: string;
  readonly type: FieldType;
  readonly required: boolean;
  readonly unique: boolean;
  /** A stored-form value, or null for none. */
  readonly default: JsonValue;
  readonly options: FieldOptions;
  /** reference: the name of the target collection; null for other types. */
  readonly collection: string | null;
  /** reference, user: what happens to this row when the target goes. */
  readonly onDelete: OnDelete | null;
  /** Physical column; for a multiple reference, the physical name of its junction table; empty where nothing is stored. */
  readonly column: string;
  /** Absent: everybody who may reach the record. */
  readonly access?: FieldConditions;
  /** Absent: whoever is shown the field reads its values. */
  readonly pii?: PersonalData;
  /** Absent: values are kept as they are. Asked for by isEncrypted() (field-storage.ts). */
  readonly encryption?: Encryption;
  /** Of the type computed, and of no other. */
  readonly computed?: Computed;
}

export interface Index {
  /** Names of fields or system columns, or paths into json fields (index-term.ts), in order; the account always leads the physical index. */
  readonly fields: readonly string[];
  readonly unique: boolean;
  /** Physical name. */
  readonly name: string;
}

export const RULE_OPERATIONS = ['list', 'view', 'create', 'update', 'delete'] as const;
export type RuleOperation = (typeof RULE_OPERATIONS)[number];

/** null = locked (superadmins only), '' = open, otherwise an expression of the rule language. */
export type Rules = Readonly<Record<RuleOperation, string | null>>;

/** The operations whose fields can be narrowed: what lists show, what reads and writes answer, what writes take. */
export const FIELD_LIST_OPERATIONS = ['list', 'view', 'create', 'update'] as const;
export type FieldListOperation = (typeof FIELD_LIST_OPERATIONS)[number];

/** Ids of fields, so that they stay the same ones under other names; null: all fields. System columns are always shown. */
export type FieldLists = Readonly<Record<FieldListOperation, readonly string[] | null>>;

export const NO_FIELD_LISTS: FieldLists = { list: null, view: null, create: null, update: null };

export interface Collection {
  readonly id: string;
  readonly name: string;
  readonly table: string;
  readonly fields: readonly Field[];
  readonly indexes: readonly Index[];
  readonly rules: Rules;
  readonly fieldLists: FieldLists;
  /** Which rules hold for callers who have not signed in. null: the empty ones; true: expressions, too; false: none. */
  readonly allowAnonymous: boolean | null;
  /** Whether members see the address and the names of users that records refer to. Strangers never do. */
  readonly showUserDetails: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Columns that every collection table has; all are read-only for callers. Types as in ValueType. */
export const SYSTEM_COLUMNS = {
  id: 'text',
  account_id: 'text',
  created_at: 'datetime',
  created_by: 'text',
  updated_at: 'datetime',
  updated_by: 'text',
} as const;
export type SystemColumn = keyof typeof SYSTEM_COLUMNS;

/** What superadmins read beside the columns: the name of the record's account. A field may be called so, and is shown instead. */
export const ACCOUNT_NAME = 'account_name';

/** Integer column, 1 on create and one more with each update: the record's ETag. Never part of the record itself. */
export const REVISION_COLUMN = '_rev';

export function isSystemColumn(name: string): name is SystemColumn {
  return Object.hasOwn(SYSTEM_COLUMNS, name);
}
