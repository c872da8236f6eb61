/** The refusals that several changes of users share. */
import { DomainError } from '#domain/kernel/errors';

/** Mails with secrets would be of no use to the user. */
export function userInactive(): DomainError {
  return new DomainError('USER_INACTIVE', 'invalid', 'The user is deactivated');
}

export function userIsExternal(): DomainError {
  const message = 'The user signs in at an identity provider and has no password here';
  return new DomainError('USER_EXTERNAL', 'invalid', message);
}
