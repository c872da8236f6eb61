/** A user's role, which rules ask for by name (`@has_role`). Roles are the same in all accounts. */
import { ADMIN_ROLE } from '../auth/user';

export interface Role {
  /** Never reused: the id of a deleted role does not become another role's. */
  readonly id: number;
  readonly name: string;
  readonly description: string | null;
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
}

export const USER_ROLE = 'user';

/** The server itself assigns these two, so they keep their names and cannot be deleted. */
export function isDefaultRole({ name }: Pick<Role, 'name'>): boolean {
  return name === ADMIN_ROLE || name === USER_ROLE;
}

/** No two roles may share it: names that differ only in case or in the form of their letters would be confused. */
export function roleKey(name: string): string {
  return name.trim().normalize('NFKC').toLowerCase();
}

const ROLE_ID = /^[1-9][0-9]{0,8}$/;

/** null: no role can have this id. */
export function parseRoleId(text: string): number | null {
  return ROLE_ID.test(text) ? Number(text) : null;
}
