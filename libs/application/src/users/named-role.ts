/** The role that a request gives to a user: by number, or, as some clients only can, by name. */
import { type Role, roleKey } from '#domain/accounts/role';
import { DomainError } from '#domain/kernel/errors';
import type { RoleStore } from '../ports/role-store';
import type { Transaction } from '../ports/transactions';

export interface RoleReference {
  readonly roleId?: number | undefined;
  readonly role?: string | undefined;
}

/** undefined: the request names no role. If it names two different roles, no role is found. */
export async function namedRole(
  roles: RoleStore,
  { roleId, role }: RoleReference,
  tx?: Transaction,
): Promise<Role | undefined> {
  if (roleId === undefined && role === undefined) return undefined;
  const found = (await roles.list(tx)).find(
    ({ id, name }) => (roleId ?? id) === id && roleKey(role ?? name) === roleKey(name),
  );
  if (found) return found;
  const field = roleId === undefined ? 'role' : 'role_id';
  throw new DomainError('ROLE_NOT_FOUND', 'not_found', 'Role not found', { field });
}
