/** Tries a rule on a record that there is, for a caller that there is: what it comes to, and what each part of it saw. */
import type { Clock } from '#domain/kernel/clock';
import { isId } from '#domain/kernel/ids';
import type { RequestContext } from '#domain/kernel/request-context';
import type { JudgementPlan } from '#domain/query/trial-plan';
import type { Operand } from '#domain/rules/condition';
import { partsOfOutline, type RulePart } from '#domain/rules/outline-rule';
import type { JsonValue } from '#domain/schema/collection';
import type { Judgement, RuleExaminer } from '../ports/rule-examiner';
import { shownValue } from './shown-value';
import { type Admission, admissionOf, type TrialCaller, trialCaller } from './trial-caller';
import type { TrialInput } from './trial-input';
import { recordNotFound, type Subject, type TriedRule, type TrialSubjects } from './trial-subjects';

export interface TriedPart {
  readonly expression: string;
  /** null: unknown, which is not true. */
  readonly result: boolean | null;
  readonly values: Readonly<Record<string, JsonValue>>;
}

export interface RecordTrial {
  readonly allowed: boolean;
  readonly details: string;
  /** The code with which the caller's request would be refused, whatever record it is about. */
  readonly refusedWith: string | null;
  readonly parts: readonly TriedPart[];
}

export class TryOnRecord {
  constructor(
    private readonly subjects: TrialSubjects,
    private readonly examiner: RuleExaminer,
    private readonly clock: Clock,
  ) {}

  /** Throws RULE_TRIAL_INVALID, COLLECTION_NOT_FOUND, USER_NOT_FOUND, RECORD_NOT_FOUND, or as compileRule() of the rule. */
  run(ctx: RequestContext, input: TrialInput & { readonly record: string }): Promise<RecordTrial> {
    return this.subjects.about(ctx, input, async (subject) => {
      const { tried, planned, user } = subject;
      const caller = trialCaller(planned.ctx, user, this.clock.now());
      const judgement = await this.judge(subject, caller, input.record);
      const admission = admissionOf(caller, tried, input.operation);
      return { ...verdictOf(caller, admission, judgement), parts: triedParts(tried, caller, judgement) };
    });
  }

  private async judge({ planned, accountId, tried }: Subject, caller: TrialCaller, id: string): Promise<Judgement> {
    const key = { accountId, id };
    const judgements = isId(id)
      ? await this.examiner.judge(planned, judgementPlan(tried, partsOf(tried)), key, [caller.values])
      : null;
    if (judgements === null) throw recordNotFound();
    return judgements[0]!;
  }
}

function partsOf({ rule }: TriedRule): readonly RulePart[] {
  return partsOfOutline(rule?.outline ?? null);
}

function judgementPlan({ collection, rule }: TriedRule, parts: readonly RulePart[]): JudgementPlan {
  return {
    collection,
    rule: rule?.condition ?? { kind: 'constant', value: false },
    parts: parts.map(({ condition }) => condition),
    values: parts.flatMap(({ values }) => values.map(({ of }) => of).filter(isOperand)),
  };
}

function verdictOf(caller: TrialCaller, admission: Admission, judgement: Judgement): Omit<RecordTrial, 'parts'> {
  if (caller.isUnderNoRule) return { allowed: true, details: 'superadmins are under no rule', refusedWith: null };
  if ('refusal' in admission) {
    return { allowed: false, details: admission.refusal.message, refusedWith: admission.refusal.code };
  }
  return { allowed: judgement.allowed, details: `for the record: ${judgement.allowed}`, refusedWith: null };
}

function triedParts(tried: TriedRule, caller: TrialCaller, { parts, values }: Judgement): readonly TriedPart[] {
  const next = values.values();
  const shown = (of: Operand | 'groups' | null): JsonValue => {
    if (of === 'groups') return [...caller.values.auth.groups];
    return of === null ? null : shownValue(next.next().value ?? null);
  };
  return partsOf(tried).map(({ expression, values: seen }, index) => ({
    expression,
    result: parts[index]!,
    values: Object.fromEntries(seen.map(({ name, of }) => [name, shown(of)])),
  }));
}

function isOperand(of: Operand | 'groups' | null): of is Operand {
  return of !== null && of !== 'groups';
}
