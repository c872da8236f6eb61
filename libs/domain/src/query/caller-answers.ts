/** What the definition of a field asks of callers, and what each of them answers. */
import { PII_GROUP } from '#domain/accounts/pii-group';
import { authValues, principalOf, type RequestContext } from '#domain/kernel/request-context';
import { compileCallerCondition } from '#domain/rules/compile-caller-condition';
import type { Condition } from '#domain/rules/condition';
import { decide } from '#domain/rules/decide';
import type { PersonalData } from '#domain/schema/collection';

const NO_DATA = {};
/** No condition about the caller asks for the time. */
const NO_TIME = new Date(0);

export function conditionOf(text: string | null): Condition {
  return text === null || text === '' ? { kind: 'constant', value: text === '' } : compileCallerCondition(text);
}

export function isTrueOf(ctx: RequestContext, condition: Condition): boolean {
  return decide(condition, { auth: authValues(ctx), data: NO_DATA, now: NO_TIME }) === true;
}

export function readsClear(ctx: RequestContext, { clearTo: { roles, groups } }: PersonalData): boolean {
  const principal = principalOf(ctx);
  if (principal === null) return false;
  return roles.includes(principal.role) || principal.groups.some((name) => name === PII_GROUP || groups.includes(name));
}
