/**
 * The one place that changes users, and so the one that increments the authorisation version: with every column that
 * decides what a user may do, and where a caller says so.
 */
import type { Transaction } from '#application/ports/transactions';
import type { SqlValue } from '#sql/sql-fragment';
import { sqlOf } from '../database/lanes/transaction';

/** Rules and tokens name the address too. */
const DECIDING: readonly string[] = ['email', 'password_hash', 'role_id', 'is_active'];

const NEXT_VERSION = 'auth_version = auth_version + 1';

type Columns = Readonly<Record<string, SqlValue | boolean | undefined>>;

/** SQL over `users`, with what binds its values: they are numbered in the order of their first use. */
type Condition = (bind: (value: SqlValue) => string) => string;

/** Columns with undefined stay as they are. Resolves with how many users met all of `where` and were changed. */
export async function updateUsers(tx: Transaction, changes: Columns, where: readonly Condition[]): Promise<number> {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  const isDeciding = given.some(([name]) => DECIDING.includes(name));
  return update(tx, given, isDeciding, where);
}

/** For changes outside the users' own rows that decide rights: groups, the names of roles, the state of accounts. */
export async function moveAuthorisation(
  tx: Transaction,
  where: readonly Condition[],
  updatedAt?: string,
): Promise<number> {
  return update(tx, updatedAt === undefined ? [] : [['updated_at', updatedAt]], true, where);
}

export function is(column: string, value: SqlValue | boolean): Condition {
  return (bind) => `${column} = ${literalOr(value, bind)}`;
}

async function update(
  tx: Transaction,
  changes: readonly (readonly [string, SqlValue | boolean | undefined])[],
  moves: boolean,
  where: readonly Condition[],
): Promise<number> {
  const values: SqlValue[] = [];
  const bind = (value: SqlValue): string => `$${values.push(value)}`;
  const set = changes.map(([name, value]) => `${name} = ${literalOr(value ?? null, bind)}`);
  if (moves) set.push(NEXT_VERSION);
  const conditions = where.map((condition) => condition(bind));
  const text = `UPDATE users SET ${set.join(', ')} WHERE ${conditions.join(' AND ')} RETURNING id`;
  return (await sqlOf(tx).all(text, values)).length;
}

/** Neither engine takes the other's booleans as values; both know the words. */
function literalOr(value: SqlValue | boolean, bind: (value: SqlValue) => string): string {
  return typeof value === 'boolean' ? String(value) : bind(value);
}
