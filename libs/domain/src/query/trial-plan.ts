/**
 * Questions about a rule as plain data, for statements that answer them from the rules and records that there are. Only
 * superadmins ask them. Each stays in one account, which is bound when it runs.
 */
import type { Condition, Operand } from '#domain/rules/condition';
import type { Collection } from '#domain/schema/collection';

/** Of a text that a rule looks at: whoever asks why it fails need not read all of it. */
export const SHOWN_CHARACTERS = 200;

/** What a rule, and each of its parts, comes to for one record and each of several callers, who write nothing. */
export interface JudgementPlan {
  readonly collection: Collection;
  readonly rule: Condition;
  readonly parts: readonly Condition[];
  /** None of them is what a write sends. */
  readonly values: readonly Operand[];
}

/** Which of the newest records one condition lets through, and another does not. */
export interface ComparisonPlan {
  readonly collection: Collection;
  readonly before: Condition;
  readonly after: Condition;
}

/** How many records a list under the condition has to read. */
export interface SurveyPlan {
  readonly collection: Collection;
  readonly where: Condition;
}
