/** What rules can read of a request, made from its context once. */
import { principalOf, type RequestContext } from '#domain/kernel/request-context';
import type { RequestValues } from '#domain/rules/condition';

const NO_GROUPS: readonly string[] = [];
const NO_DATA = {};

export function requestValues(ctx: RequestContext, data: RequestValues['data'] = NO_DATA): RequestValues {
  const principal = principalOf(ctx);
  return {
    auth: {
      id: principal?.userId ?? null,
      email: principal?.email ?? null,
      role: principal?.role ?? null,
      account_id: principal?.accountId ?? null,
      groups: principal?.groups ?? NO_GROUPS,
    },
    data,
    now: new Date(),
  };
}
