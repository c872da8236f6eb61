/** The errors of account administration that more than one use case raises. */
import { DomainError } from '#domain/kernel/errors';

/** Also for accounts that the caller does not administer, and for texts that cannot be ids. */
export function accountNotFound(): DomainError {
  return new DomainError('ACCOUNT_NOT_FOUND', 'not_found', 'Account not found');
}

export function accountIsDeleting(): DomainError {
  return new DomainError('ACCOUNT_DELETING', 'conflict', 'The account is being deleted');
}

export function systemAccountStays(what: string): DomainError {
  return new DomainError('ACCOUNT_SYSTEM', 'unprocessable', `Cannot ${what} system account`);
}
