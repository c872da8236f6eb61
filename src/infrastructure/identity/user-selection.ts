import type { UserFilter, UserOrder, UserSort } from '#application/ports/users';
import type { SqlValue } from '#sql/sql-fragment';
import { containsPattern } from './contains-pattern';

export interface UserSelection {
  /** Begins with WHERE, or is empty. */
  readonly where: string;
  readonly values: readonly SqlValue[];
}

/** Missing values come first on both engines. */
const SORT_KEYS: Readonly<Record<UserSort, string>> = {
  id: 'u.id',
  // Ids are made in the order of time, and there is an index on them for each account.
  created_at: 'u.id',
  updated_at: 'u.updated_at',
  email: 'u.email_key',
  first_name: `COALESCE(u.first_name, '')`,
  last_name: `COALESCE(u.last_name, '')`,
  last_login: `COALESCE(u.last_login, '')`,
};

const NAME = `COALESCE(u.first_name, '') || ' ' || COALESCE(u.last_name, '')`;

export function selectionOf({ accountId, roleId, isActive, search }: UserFilter): UserSelection {
  const conditions: string[] = [];
  const values: SqlValue[] = [];
  const bound = (value: SqlValue): string => `$${values.push(value)}`;
  if (accountId !== undefined) conditions.push(`u.account_id = ${bound(accountId)}`);
  if (roleId !== undefined) conditions.push(`u.role_id = ${bound(roleId)}`);
  if (isActive !== undefined) conditions.push(isActive ? 'u.is_active' : 'NOT u.is_active');
  if (search !== undefined) {
    const part = search.normalize('NFC');
    // Keys of addresses are in lower case throughout, names only as far as both engines know how.
    const ofAddress = `u.email_key LIKE ${bound(containsPattern(part.toLowerCase()))} ESCAPE '\\'`;
    const shown = bound(containsPattern(part));
    // The key has the ASCII form of an internationalised domain.
    const others = [NAME, 'u.email'].map((text) => `LOWER(${text}) LIKE ${shown} ESCAPE '\\'`);
    conditions.push(`(${[ofAddress, ...others].join(' OR ')})`);
  }
  return { where: conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`, values };
}

export function orderText({ by, descending }: UserOrder): string {
  const direction = descending ? 'DESC' : 'ASC';
  const key = SORT_KEYS[by];
  return `ORDER BY ${key} ${direction}${key === 'u.id' ? '' : `, u.id ${direction}`}`;
}
