/**
 * Explains a rule by what it does: who of an account may do something with a record and why not, what a list under it reads, and
 * which records somebody would gain or lose if it were another.
 */
import type { Clock } from '#domain/kernel/clock';
import { isId } from '#domain/kernel/ids';
import type { RequestContext } from '#domain/kernel/request-context';
import { settleCaller } from '#domain/rules/caller-conditions';
import type { Condition } from '#domain/rules/condition';
import { failedParts, partsOfOutline } from '#domain/rules/outline-rule';
import type { Comparison, Judgement, RuleExaminer, Survey } from '../ports/rule-examiner';
import type { Users } from '../ports/users';
import { type Admission, admissionOf, type TrialCaller, trialCaller } from './trial-caller';
import type { TrialInput } from './trial-input';
import { recordNotFound, type Subject, type TriedRule, type TrialSubjects } from './trial-subjects';

/** Of the account: the first by address. */
const MAX_USERS = 1000;
const BY_ADDRESS = { by: 'email', descending: false } as const;
const NEVER: Condition = { kind: 'constant', value: false };

export interface CallerVerdict {
  readonly allowed: boolean;
  /** As that of a trial on a record. */
  readonly refusedWith: string | null;
  /** The parts because of which the rule does not hold. */
  readonly failed: readonly string[];
}

export interface UserVerdict extends CallerVerdict {
  readonly id: string;
  readonly email: string;
  readonly role: string;
}

export interface CallerVerdicts {
  readonly users: readonly UserVerdict[];
  /** Active users of the account, of whom `users` has the first. */
  readonly total: number;
  readonly stranger: CallerVerdict;
}

export interface RuleExplanation {
  /** null: no record was named. */
  readonly callers: CallerVerdicts | null;
  /** null: no caller was named, they are refused before anything is read, or it is not about lists. */
  readonly reading: Survey | null;
  /** null: no caller was named, or no rule was given. */
  readonly changes: Comparison | null;
}

export class ExplainRule {
  constructor(
    private readonly subjects: TrialSubjects,
    private readonly examiner: RuleExaminer,
    private readonly users: Users,
    private readonly clock: Clock,
  ) {}

  /** Throws as a trial on a record does. */
  run(ctx: RequestContext, input: TrialInput): Promise<RuleExplanation> {
    return this.subjects.about(ctx, input, async (subject) => {
      const { record, user, rule } = input;
      const caller = user === undefined ? null : trialCaller(subject.planned.ctx, subject.user, this.clock.now());
      return {
        callers: record === undefined ? null : await this.callersOf(subject, input, record),
        reading: caller === null ? null : await this.readingOf(subject, input, caller),
        changes: caller === null || rule === undefined ? null : await this.changesFor(subject, input, caller),
      };
    });
  }

  private async callersOf(
    { planned, accountId, tried }: Subject,
    { operation }: TrialInput,
    id: string,
  ): Promise<CallerVerdicts> {
    const { items, total } = await this.users.list({ accountId, isActive: true }, BY_ADDRESS, 0, MAX_USERS);
    const now = this.clock.now();
    const stranger = trialCaller(planned.ctx, null, now);
    const callers = items.map((user) => trialCaller(planned.ctx, user, now));
    const parts = partsOfOutline(tried.rule?.outline ?? null).map(({ condition }) => condition);
    const plan = { collection: tried.collection, rule: tried.rule?.condition ?? NEVER, parts, values: [] };
    const everybody = [stranger, ...callers].map(({ values }) => values);
    const judgements = isId(id) ? await this.examiner.judge(planned, plan, { accountId, id }, everybody) : null;
    if (judgements === null) throw recordNotFound();
    const [ofStranger, ...ofUsers] = judgements;
    // All users of an account are admitted, or none is.
    const admission = callers[0] === undefined ? null : admissionOf(callers[0], tried, operation);
    const users = items.map(({ id: userId, email, role }, index) => {
      return { id: userId, email, role, ...verdictOf(tried, callers[index]!, admission!, ofUsers[index]!) };
    });
    const ofStrangers = admissionOf(stranger, tried, operation);
    return { users, total, stranger: verdictOf(tried, stranger, ofStrangers, ofStranger!) };
  }

  private async readingOf(
    { planned, accountId, tried }: Subject,
    { operation }: TrialInput,
    caller: TrialCaller,
  ): Promise<Survey | null> {
    const admission = admissionOf(caller, tried, operation);
    if (operation !== 'list' || 'refusal' in admission) return null;
    const where = settleCaller(admission.rule, caller.values);
    return this.examiner.survey(planned, { collection: tried.collection, where }, accountId, caller.values);
  }

  private changesFor(
    { planned, accountId, stored, tried }: Subject,
    { operation }: TrialInput,
    caller: TrialCaller,
  ): Promise<Comparison> {
    const ruleOf = (rule: TriedRule): Condition => {
      const admission = admissionOf(caller, rule, operation);
      return 'refusal' in admission ? NEVER : settleCaller(admission.rule, caller.values);
    };
    const plan = { collection: tried.collection, before: ruleOf(stored), after: ruleOf(tried) };
    return this.examiner.compare(planned, plan, accountId, caller.values);
  }
}

function verdictOf(
  { rule }: TriedRule,
  caller: TrialCaller,
  admission: Admission,
  { allowed, parts }: Judgement,
): CallerVerdict {
  if (caller.isUnderNoRule) return { allowed: true, refusedWith: null, failed: [] };
  if ('refusal' in admission) return { allowed: false, refusedWith: admission.refusal.code, failed: [] };
  const outline = rule?.outline ?? null;
  const places = new Map(partsOfOutline(outline).map((part, index) => [part, index]));
  const failed = outline === null ? [] : failedParts(outline, (part) => parts[places.get(part)!] === true);
  return { allowed, refusedWith: null, failed: failed.map(({ expression }) => expression) };
}
