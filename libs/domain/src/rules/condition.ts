/**
 * A checked rule or filter: every name is resolved and every type known, so that the SQL compiler and the in-memory
 * evaluator need no more checks. Three-valued as SQL is: a comparison with a missing value is unknown, and unknown is
 * not true; docs/rules.md has the whole semantics.
 */
import type { AuthValues } from '#domain/kernel/request-context';
import type { Collection, Field } from '#domain/schema/collection';
import type { JsonStep } from './json-step';

export type ValueType = 'text' | 'number' | 'boolean' | 'datetime' | 'date' | 'json';

export type ComparisonOperator = '=' | '!=' | '<' | '<=' | '>' | '>=';
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';

export type Condition =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'and' | 'or'; readonly items: readonly Condition[] }
  | { readonly kind: 'not'; readonly item: Condition }
  | { readonly kind: 'compare'; readonly op: ComparisonOperator; readonly left: Operand; readonly right: Operand }
  /** `pattern` is bound: a text literal or request value; likePattern() in like-pattern.ts makes its final form. */
  | {
      readonly kind: 'like';
      readonly negated: boolean;
      readonly left: Operand;
      readonly pattern: BoundOperand;
      /** As hasLookalikes() of the pattern; true where it is not known yet. */
      readonly lookalikes: boolean;
    }
  | { readonly kind: 'in'; readonly negated: boolean; readonly left: Operand; readonly items: readonly BoundOperand[] }
  | { readonly kind: 'null'; readonly negated: boolean; readonly operand: Operand }
  /** A boolean operand standing alone, e.g. the rule `public`. */
  | { readonly kind: 'truth'; readonly operand: Operand }
  /** The caller is in the named group of their account. */
  | { readonly kind: 'has_group'; readonly group: string }
  /** The request body has the key, even if its value is null. */
  | { readonly kind: 'isset'; readonly name: string }
  /** The write gives the field a value distinct from the stored one; on create: a value other than null. */
  | { readonly kind: 'changed'; readonly field: Field }
  /** UTC hour h with from <= h < to, evaluated when the statement is bound. */
  | { readonly kind: 'time_range'; readonly from: number; readonly to: number }
  /** The caller may do this whatever the row: decided in memory when the statement is bound. */
  | { readonly kind: 'has_permission'; readonly condition: Condition }
  /** Of SQL macros, which the database alone can answer: a SELECT finds any row; a value is one of those that it finds. */
  | { readonly kind: 'exists'; readonly rows: SelectedRows }
  | {
      readonly kind: 'among';
      readonly negated: boolean;
      readonly left: Operand;
      readonly value: Operand;
      readonly rows: SelectedRows;
    };

/** Operands whose value is known before the statement runs. */
export type BoundOperand =
  | { readonly kind: 'literal'; readonly type: ValueType; readonly value: string | number | boolean | null }
  | GivenOperand
  | { readonly kind: 'auth'; readonly type: 'text'; readonly name: 'id' | 'email' | 'role' | 'account_id' }
  | { readonly kind: 'data'; readonly type: ValueType; readonly name: string; readonly list: boolean };

/** A literal of the caller's filter. The request has its value, so that filters which differ in literals alone share a plan. */
export interface GivenOperand {
  readonly kind: 'given';
  readonly type: ValueType;
  /** In RequestValues.given. */
  readonly index: number;
  readonly negated: boolean;
}

export type GivenValue = string | number | boolean;

export type Operand =
  | BoundOperand
  | ColumnOperand
  | {
      readonly kind: 'arithmetic';
      readonly type: 'number';
      readonly op: ArithmeticOperator;
      readonly left: Operand;
      readonly right: Operand;
    }
  | { readonly kind: 'negate'; readonly type: 'number'; readonly operand: Operand }
  | { readonly kind: 'call'; readonly type: ValueType; readonly name: FunctionName; readonly args: readonly Operand[] }
  | AggregateOperand
  /** The first argument of `if(condition, a, b)`. */
  | { readonly kind: 'condition'; readonly type: 'boolean'; readonly condition: Condition }
  | SelectOperand
  /** A column of a row that a SELECT around it looks at. */
  | {
      readonly kind: 'source';
      readonly type: ValueType;
      readonly source: SelectSource;
      readonly column: Field | string;
    }
  | ParameterOperand;

/** What a SELECT of a SQL macro comes to: null where it finds nothing. */
export interface SelectOperand {
  readonly kind: 'select';
  readonly type: ValueType;
  /** first: of the first row in order. */
  readonly take: Measure | 'first';
  /** null: rows are counted. */
  readonly value: Operand | null;
  readonly rows: SelectedRows;
  readonly order: readonly { readonly operand: Operand; readonly descending: boolean }[];
}

/** Stands for what a macro is called with, until it is called. */
export interface ParameterOperand {
  readonly kind: 'parameter';
  readonly index: number;
  readonly type: ValueType;
  /** Whether it has the type of what it is used with; otherwise it may be of any. */
  readonly isTyped: boolean;
}

/** Records of the account that the row is of, or that the statement is about where there is none. */
export interface SelectedRows {
  readonly sources: readonly SelectFrom[];
  readonly where: Condition | null;
}

export interface SelectFrom {
  readonly source: SelectSource;
  /** As in FromTree. */
  readonly outer: boolean;
  readonly on: Condition | null;
}

/** Known by its identity: a collection can be there several times. */
export interface SelectSource {
  readonly collection: Collection;
  /** Physical names of the columns that it has for macros. */
  readonly columns: readonly string[];
}

export const MEASURES = ['count', 'count_distinct', 'sum', 'avg', 'min', 'max'] as const;
export type Measure = (typeof MEASURES)[number];

/** A column of the row itself (empty path) or of a row that relations lead to. */
export interface ColumnOperand {
  readonly kind: 'column';
  readonly type: ValueType;
  readonly path: readonly PathStep[];
  /** A system column's name, or the field. */
  readonly column: Field | string;
  /** The value is a list, or the path crosses one: a comparison holds if any value satisfies it. */
  readonly many: boolean;
  /**
   * The path ends at rows of which the caller may see none, whatever was named behind it: there is never a value, and it has
   * the type of what it is used with. Nobody can find out so which names and types there are.
   */
  readonly leadsNowhere?: true;
  /** A back-relation without a column behind it, which stands for the records that it leads to; `column` is their id. */
  readonly records?: true;
  /**
   * Where the value is in that of a json field; never empty. The type is that of what it is used with, and json where it is asked
   * for whether it is there, or for its length: a value of another type is null.
   */
  readonly inside?: readonly JsonStep[];
  /** Of a computed field: the collection that has it, whose fields its expression names (computed-value.ts). */
  readonly of?: Collection;
  /** What such a field is made of, where that depends on who reads it and on other collections (related-value.ts). */
  readonly made?: Operand;
}

/** One value made of the records that a back-relation leads to. */
export interface AggregateOperand {
  readonly kind: 'aggregate';
  readonly type: ValueType;
  /** length: how many there are; count: how many of them have a value. */
  readonly measured: 'length' | AggregateName;
  /** Its path crosses one back-relation and no other list. */
  readonly over: ColumnOperand;
}

/** What stands for one value of a row where names are listed, as in sorts. */
export type NamedOperand = ColumnOperand | AggregateOperand;

export type AggregateName = 'count' | 'sum' | 'avg' | 'min' | 'max';

export interface PathStep {
  readonly field: Field;
  /** Back: to the records of the target whose `field`, which is a reference of theirs, names the one that the step leaves. */
  readonly back?: true;
  /** null: the step leads to a user of the account (only id and email can be read there). */
  readonly target: Collection | null;
  /** What the caller may read of the target (filters, sorts); null inside rules, which are trusted. */
  readonly visibleIf: Condition | null;
}

/** Scalar functions; semantics per function in docs/rules.md. */
export type FunctionName =
  | 'concat'
  | 'upper'
  | 'lower'
  | 'trim'
  | 'length'
  | 'substring'
  | 'round'
  | 'abs'
  | 'ceil'
  | 'floor'
  | 'if'
  | 'coalesce'
  | 'nullif'
  | 'now'
  | 'date_diff'
  | 'date_add';

/** What bound operands are read from, once per request. */
export interface RequestValues {
  readonly auth: AuthValues;
  /** The request body in stored form; only create and update have one. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly now: Date;
  /** The literals of the request's filter, as they were written; absent: it has none. */
  readonly given?: readonly GivenValue[];
}
