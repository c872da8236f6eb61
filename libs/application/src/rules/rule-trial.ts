/** Lets superadmins check a rule, and try it on their own values, before a collection depends on it. */
import type { Clock } from '#domain/kernel/clock';
import { DomainError } from '#domain/kernel/errors';
import { type RequestContext } from '#domain/kernel/request-context';
import { checkRuleNames, type RuleSurroundings } from '#domain/rules/check-names';
import { tryRule } from '#domain/rules/try-rule';
import { requireSuperadmin } from '../kernel/require-superadmin';
import type { Catalogs } from '../ports/catalogs';
import type { RuleTrialInput } from './rule-trial-input';

export interface RuleTrialResult {
  readonly allowed: boolean;
  /** What is wrong with the rule; null: nothing. */
  readonly error: string | null;
  readonly details: string | null;
}

export class RuleTrial {
  constructor(
    private readonly catalogs: Catalogs,
    private readonly clock: Clock,
  ) {}

  /** What is wrong with the rule as far as it can be told without its collection; null: nothing. */
  check(ctx: RequestContext, rule: string, surroundings?: RuleSurroundings): string | null {
    requireSuperadmin(ctx);
    const { macros } = this.catalogs.current();
    return problemOf(() => checkRuleNames(rule, { ...surroundings, macros }));
  }

  async run(ctx: RequestContext, { rule, sample }: RuleTrialInput): Promise<RuleTrialResult> {
    requireSuperadmin(ctx);
    const catalog = await this.catalogs.refresh();
    const now = this.clock.now();
    let details: string | null = null;
    let allowed = false;
    const error = problemOf(() => ({ allowed, explanation: details } = tryRule(rule, sample, catalog, now)));
    return { allowed, error, details };
  }
}

function problemOf(work: () => unknown): string | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error.message;
    throw error;
  }
}
