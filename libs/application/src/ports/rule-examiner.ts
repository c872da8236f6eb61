/** Asks the records of an account about rules, for superadmins. Every method rejects with StaleExpectation as RecordStore does. */
import type { ComparisonPlan, JudgementPlan, SurveyPlan } from '#domain/query/trial-plan';
import type { Operand, RequestValues } from '#domain/rules/condition';
import type { JsonValue } from '#domain/schema/collection';
import type { Planned, RecordKey } from './record-store';

/** What the plan's conditions and values come to for one caller. */
export interface Judgement {
  readonly allowed: boolean;
  /** null: unknown, which is not true. */
  readonly parts: readonly (boolean | null)[];
  /** A list where the value is one of several; not all of them, where there are many. */
  readonly values: readonly JsonValue[];
}

/** Records that one rule lets through and the other does not. */
export interface Difference {
  readonly total: number;
  /** The newest of them. */
  readonly ids: readonly string[];
}

export interface Comparison {
  /** Of the account. */
  readonly records: number;
  /** How many records were looked at, which are the newest. */
  readonly compared: number;
  readonly gained: Difference;
  readonly lost: Difference;
}

export interface Survey {
  /** Of the account. */
  readonly records: number;
  /** The index that finds the rows which are read; null: all of the account's are. */
  readonly index: { readonly name: string; readonly fields: readonly string[] } | null;
  readonly rows: number;
  /** Whether these are all of them, or as many as were counted. */
  readonly exact: boolean;
}

export abstract class RuleExaminer {
  /** One for each caller; null: there is no such record. */
  abstract judge(
    planned: Planned,
    plan: JudgementPlan,
    key: RecordKey,
    callers: readonly RequestValues[],
  ): Promise<readonly Judgement[] | null>;

  abstract compare(
    planned: Planned,
    plan: ComparisonPlan,
    accountId: string,
    request: RequestValues,
  ): Promise<Comparison>;

  abstract survey(planned: Planned, plan: SurveyPlan, accountId: string, request: RequestValues): Promise<Survey>;

  /** What a value that is about no record comes to in the account. */
  abstract value(planned: Planned, operand: Operand, accountId: string, request: RequestValues): Promise<JsonValue>;
}
