/**
 * The whole key of a record that a request names by id. A tenant's request means its own account; a superadmin's spans
 * them all, so the account is looked up first and every statement after it stays within one account.
 */
import { isId } from '#domain/kernel/ids';
import type { RecordKey, RecordStore } from '../ports/record-store';
import type { PlannedRequest } from './record-requests';

/** null: what is not shaped like an id is nobody's id, and neither is one that no account has. */
export async function findKey(store: RecordStore, request: PlannedRequest, id: string): Promise<RecordKey | null> {
  if (!isId(id)) return null;
  const accountId = request.ctx.accountId ?? (await store.findAccount(request.collection, id));
  return accountId === null ? null : { accountId, id };
}
