/** The refusals about users that more than one feature raises. */
import { DomainError } from '#domain/kernel/errors';

/** Also the answer for ids that cannot be ids. */
export function userNotFound(): DomainError {
  return new DomainError('USER_NOT_FOUND', 'not_found', 'User not found');
}

export function emailTaken(): DomainError {
  const message = 'A user with this email already exists in the account';
  return new DomainError('USER_EMAIL_TAKEN', 'conflict', message, { field: 'email' });
}
