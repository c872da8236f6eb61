/** Also the answer for ids that cannot be ids. */
import { DomainError } from '#domain/kernel/errors';

export function userNotFound(): DomainError {
  return new DomainError('USER_NOT_FOUND', 'not_found', 'User not found');
}
