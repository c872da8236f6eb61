/**
 * A caller whom a superadmin asks about: under the same rules as when they ask themselves, and refused with the same code. It
 * exists for plans and for the values that rules read, and never runs a statement: the superadmin's own context does.
 */
import { DomainError } from '#domain/kernel/errors';
import { ANONYMOUS, authValues, type RequestContext } from '#domain/kernel/request-context';
import { isUnderNoRule, ruleFor } from '#domain/query/rule-for';
import type { Condition, RequestValues } from '#domain/rules/condition';
import type { RuleOperation } from '#domain/schema/collection';
import type { User } from '#domain/auth/user';
import type { TriedRule } from './trial-subjects';

export interface TrialCaller {
  readonly ctx: RequestContext;
  readonly values: RequestValues;
  readonly isUnderNoRule: boolean;
}

/** What a caller's request is under; or the refusal, where it is refused whatever record it is about. */
export type Admission = { readonly rule: Condition } | { readonly refusal: DomainError };

const NO_DATA = {};

/** null: somebody who has not signed in. */
export function trialCaller(asked: RequestContext, user: User | null, now: number): TrialCaller {
  const ctx: RequestContext = { ...asked, actor: user === null ? ANONYMOUS : principalFor(user) };
  const values = { auth: authValues(ctx), data: NO_DATA, now: new Date(now) };
  return { ctx, values, isUnderNoRule: isUnderNoRule(ctx) };
}

export function admissionOf(
  { ctx }: TrialCaller,
  { catalog, collection }: TriedRule,
  operation: RuleOperation,
): Admission {
  try {
    return { rule: ruleFor(ctx, catalog, collection, operation) };
  } catch (error) {
    if (error instanceof DomainError && (error.kind === 'forbidden' || error.kind === 'unauthenticated')) {
      return { refusal: error };
    }
    throw error;
  }
}

function principalFor({ id, email, role, groups, accountId, authVersion }: User): RequestContext['actor'] {
  const credential = { kind: 'session', id, stamp: authVersion } as const;
  return { kind: 'user', userId: id, email, role, groups, accountId, credential };
}
