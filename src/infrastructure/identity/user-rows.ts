import type { AuthProvider, UserDetails } from '#application/ports/users';
import type { Row } from '../database/sql-connection';
import { textOrNull } from '../database/text-or-null';
import { ACCOUNT_COLUMNS } from './account-rows';
import { columnsOf } from './columns-of';

/** Every column of `users u` except the password's hash. */
const OWN = [
  'id',
  'account_id',
  'email',
  'email_key',
  'role_id',
  'is_active',
  'email_verified',
  'email_verified_at',
  'first_name',
  'last_name',
  'avatar_url',
  'auth_provider',
  'external_id',
  'auth_version',
  'created_at',
  'updated_at',
  'last_login',
];

/** What toUser() reads: of `users u`, `accounts a` and `roles r`. */
export const USER_COLUMNS = `${columnsOf('u', 'user', OWN)}, r.name AS user_role, ${ACCOUNT_COLUMNS}`;

/** From a user to the groups that it is in: one row for each, one for a user without any. */
export const GROUPS_OF_USER = 'LEFT JOIN users_groups m ON m.user_id = u.id LEFT JOIN "groups" g ON g.id = m.group_id';

/**
 * Users with everything that is shown of them. `users`: FROM items, one of them `u`. Rows are to be ordered by user,
 * then `g.name`.
 */
export function usersText(users: string, rest: string, more = ''): string {
  return (
    `SELECT ${USER_COLUMNS}, g.name AS user_group${more} FROM ${users} JOIN accounts a ON a.id = u.account_id ` +
    `JOIN roles r ON r.id = u.role_id ${GROUPS_OF_USER} ${rest}`
  );
}

/** The rows of one user must follow each other. */
export function toUsers(rows: readonly Row[]): UserDetails[] {
  const users = new Map<string, { readonly row: Row; readonly groups: string[] }>();
  for (const row of rows) {
    const id = String(row['user_id']);
    const user = users.get(id) ?? { row, groups: [] };
    const group = textOrNull(row['user_group']);
    if (group !== null) user.groups.push(group);
    users.set(id, user);
  }
  return Array.from(users.values(), ({ row, groups }) => toUser(row, groups));
}

export function toUser(row: Row, groups: readonly string[]): UserDetails {
  return {
    id: String(row['user_id']),
    accountId: String(row['user_account_id']),
    accountCode: String(row['account_account_code']),
    accountName: String(row['account_name']),
    email: String(row['user_email']),
    role: String(row['user_role']),
    roleId: Number(row['user_role_id']),
    groups,
    isActive: Boolean(row['user_is_active']),
    emailVerified: Boolean(row['user_email_verified']),
    emailVerifiedAt: textOrNull(row['user_email_verified_at']),
    firstName: textOrNull(row['user_first_name']),
    lastName: textOrNull(row['user_last_name']),
    avatarUrl: textOrNull(row['user_avatar_url']),
    authProvider: row['user_auth_provider'] as AuthProvider,
    externalId: textOrNull(row['user_external_id']),
    authVersion: Number(row['user_auth_version']),
    createdAt: String(row['user_created_at']),
    updatedAt: String(row['user_updated_at']),
    lastLogin: textOrNull(row['user_last_login']),
  };
}
