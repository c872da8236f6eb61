import type { Unit } from '#application/ports/transactions';
import { SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';

/** The account that the unit writes; its lane is the unit's. */
export function accountOf({ ctx }: Unit<unknown>): string {
  return ctx.accountId ?? SYSTEM_ACCOUNT_ID;
}
