/**
 * What a record request comes to, as plain data: made by the planner (pure), turned into one statement by libs/sql, run
 * by the record store. A plan holds no value of the request but what its shape needs: the account, record ids, page
 * bounds and body are bound when the statement runs, so that equal requests share one plan.
 */
import type { Mask } from '#domain/masks/mask';
import type { ACCOUNT_NAME, Collection, Field, SystemColumn } from '#domain/schema/collection';
import type { EncryptedField } from '#domain/schema/field-storage';
import type { Condition, NamedOperand, Operand, PathStep } from '#domain/rules/condition';
import type { AggregatePlan } from './aggregate-plan';
import type { Reach } from './reach';

/** What a record is rendered as, in order. */
export interface Output {
  readonly collection: Collection;
  readonly members: readonly OutputMember[];
}

export type OutputMember =
  | { readonly kind: 'system'; readonly name: SystemColumn }
  /** The name of the account that the record belongs to, which is kept with the account. */
  | { readonly kind: 'account'; readonly name: typeof ACCOUNT_NAME }
  /** `mask`: what is shown instead of the value; never of a field that is expanded. */
  | {
      readonly kind: 'field';
      readonly field: Field;
      readonly expand: Expansion | null;
      readonly mask: Mask | null;
      /** As that of a column (condition.ts), of a computed field. */
      readonly made?: Operand;
    }
  /** The first of the records that a back-relation leads to, as a list; step null: of records of which the caller may view none. */
  | { readonly kind: 'back'; readonly name: string; readonly step: PathStep | null; readonly output: Output }
  /** Of an encrypted field, for the server itself: `bytes` of the value, or what is stored, `{encrypted, plain}`, one of them null. */
  | {
      readonly kind: 'secret';
      readonly name: string;
      readonly field: EncryptedField;
      readonly shown: 'bytes' | 'stored';
    };

/** The id is replaced by the target's object; null where the target is missing or not visible. */
export interface Expansion {
  /** What the caller may read of the target; the constant false when its view rule is locked to them. */
  readonly visibleIf: Condition;
  /** The other possibility is a user: with id, email, first_name, last_name and avatar_url, or the id alone. */
  readonly output: Output | 'user' | 'user-id';
}

export interface OrderTerm {
  readonly operand: NamedOperand;
  readonly descending: boolean;
}

export type Page =
  | { readonly kind: 'offset' }
  /**
   * The id always ends the order, so that the position is unique. `nulls`: which values of the position are null (their
   * comparison has another form); null starts at the first page. The values are bound as k0, k1, …
   */
  | { readonly kind: 'keyset'; readonly direction: 'after' | 'before'; readonly nulls: readonly boolean[] | null };

/** One value per order term; the last is the id. */
export type KeysetValue = string | number | boolean | null;

export interface GetPlan {
  readonly kind: 'get';
  readonly collection: Collection;
  readonly reach: Reach;
  readonly where: Condition;
  readonly output: Output;
}

/** Those of several records of one account that the caller may see. */
export interface GetManyPlan extends Omit<GetPlan, 'kind' | 'reach'> {
  readonly kind: 'getMany';
}

export interface ListPlan {
  readonly kind: 'list';
  readonly collection: Collection;
  readonly reach: Reach;
  /** The list rule, what hooks narrow it by, and the caller's filter, all of them. */
  readonly where: Condition;
  readonly output: Output;
  /** Nulls are the smallest value on both engines. Ends with the id. */
  readonly order: readonly OrderTerm[];
  readonly page: Page;
  readonly total: boolean;
  /** Ids of the collections whose rows decide the total, the listed one first; empty: no version proves a kept total. */
  readonly countedFrom: readonly string[];
}

export interface CreatePlan {
  readonly kind: 'create';
  readonly collection: Collection;
  /** Holds for the new row, or the row is not written. */
  readonly rule: Condition;
  readonly output: Output;
}

export interface UpdatePlan {
  readonly kind: 'update';
  readonly collection: Collection;
  readonly reach: Reach;
  /** Holds for the old row and for the new row. */
  readonly rule: Condition;
  /** The fields that the request sets. */
  readonly sets: readonly Field[];
  /** The caller's view rule: where it does not hold for the new row, the answer shows the id alone. */
  readonly shownIf: Condition;
  readonly output: Output;
  /** Its records are changed at once: what is asked of other records is asked of them as they were before any was changed. */
  readonly atOnce?: true;
}

export interface DeletePlan {
  readonly kind: 'delete';
  readonly collection: Collection;
  readonly reach: Reach;
  readonly rule: Condition;
}

/** Finds the accounts of records that a superadmin names by their ids alone. */
export interface LocatePlan {
  readonly kind: 'locate';
  readonly collection: Collection;
}

/** Counts and finds the records that a change by filter is about. */
export interface SelectPlan {
  readonly kind: 'select';
  readonly collection: Collection;
  readonly reach: Reach;
  /** The list rule, what hooks narrow it by, the filter, and the rule of the change for the records as they are. */
  readonly where: Condition;
  /** As those of an update. */
  readonly sets: readonly Field[];
}

/** Finds the records of an account that have given values in the fields of a unique index. */
export interface MatchPlan {
  readonly kind: 'match';
  readonly collection: Collection;
  readonly on: readonly Field[];
}

export type RecordPlan =
  | GetPlan
  | GetManyPlan
  | ListPlan
  | AggregatePlan
  | CreatePlan
  | UpdatePlan
  | DeletePlan
  | LocatePlan
  | MatchPlan
  | SelectPlan;
