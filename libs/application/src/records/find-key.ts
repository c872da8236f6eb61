/**
 * The whole key of a record that a request names by id. A tenant's request means its own account; a superadmin's spans
 * them all, so the account is looked up first and every statement after it stays within one account. The scopes of a key
 * come before that: whether such a record exists is not for a key to learn that may not touch it.
 */
import { isId } from '#domain/kernel/ids';
import { requireScope } from '#domain/query/rule-for';
import type { RuleOperation } from '#domain/schema/collection';
import type { RecordKey, RecordStore } from '../ports/record-store';
import type { PlannedRequest } from './record-requests';

/** null: what is not shaped like an id is nobody's id, and neither is one that no account has. */
export async function findKey(
  store: RecordStore,
  request: PlannedRequest,
  id: string,
  operation: RuleOperation,
): Promise<RecordKey | null> {
  requireScope(request.ctx, request.collection, operation);
  if (!isId(id)) return null;
  const accountId = request.ctx.accountId ?? (await store.findAccount(request.collection, id));
  return accountId === null ? null : { accountId, id };
}
