/**
 * On whose data does a request without a credential act? It names an account, and sees what that account's rules give to
 * everybody. Who is signed in never names one: the own account is the only one.
 */
import { DomainError } from '#domain/kernel/errors';
import { SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import type { ResolveAccount } from './resolve-account';

const MISSING = 'X-Account-ID header is required for unauthenticated requests';

/** The account's id. `header`: id, code or slug. */
export async function resolveAnonymousScope(accounts: ResolveAccount, header: string | undefined): Promise<string> {
  if (!header) throw new DomainError('AUTH_ACCOUNT_REQUIRED', 'invalid', MISSING);
  const account = await accounts.find(header);
  // The system account holds no tenant's data and is nobody's to name.
  if (!account || account.id === SYSTEM_ACCOUNT_ID) {
    throw new DomainError('AUTH_ACCOUNT_UNKNOWN', 'not_found', 'Account not found');
  }
  return account.id;
}
