/** A user who registered: nothing is proven yet. */
import type { EmailAddress } from '#domain/auth/email-address';
import { FIRST_AUTH_VERSION, type User } from '#domain/auth/user';
import type { ModelChange } from '../kernel/hooks/model-hooks';
import { newId, timestampOfId } from '#domain/kernel/ids';

export function newUser(accountId: string, { email }: EmailAddress, role: string): User {
  const id = newId();
  return {
    id,
    accountId,
    email,
    role,
    groups: [],
    isActive: true,
    emailVerified: false,
    createdAt: timestampOfId(id),
    lastLogin: null,
    authVersion: FIRST_AUTH_VERSION,
  };
}

/** What hooks are told of the new user. */
export function userCreation({ id, email, role }: User): ModelChange {
  return { op: 'create', model: 'users', id, data: { email, role } };
}
