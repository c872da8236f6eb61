import { Injectable } from '@nestjs/common';
import type { Transaction } from '#application/ports/transactions';
import {
  type AddressedUser,
  type EarlierSessions,
  type LoginAnswer,
  type LoginQuestion,
  type NewUser,
  type UserChanges,
  type UserDetails,
  type UserFilter,
  type UserOrder,
  type UserReference,
  Users,
  type UserWithPassword,
} from '#application/ports/users';
import type { EmailAddress } from '#domain/auth/email-address';
import { FIRST_AUTH_VERSION, type User } from '#domain/auth/user';
import { type Device, SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import type { SqlValue } from '#sql/sql-fragment';
import { Database } from '../database/database';
import { sqlOf } from '../database/lanes/transaction';
import { ReadPool } from '../database/reads/read-pool';
import type { Row } from '../database/sql-connection';
import { LoginView, toLoginAnswer } from './login-view';
import { is, moveAuthorisation, updateUsers } from './update-users';
import { toUsers, usersText } from './user-rows';
import { orderText, selectionOf } from './user-selection';

// A placeholder's number is its place among the first uses (SQLite binds them in that order).
const BY_ID = usersText('users u', 'WHERE u.id = $1 ORDER BY g.name');
const WITH_PASSWORD = (where: string): string =>
  usersText('users u', `WHERE ${where} ORDER BY g.name`, ', u.password_hash');
const BY_ID_WITH_PASSWORD = WITH_PASSWORD('u.id = $1');
const BY_ADDRESS = WITH_PASSWORD('u.account_id = $1 AND u.email_key = $2');
/** The user that was made for the subject comes first. */
const FOR_ISSUER = usersText(
  'users u',
  `WHERE u.account_id = $1 AND ((u.auth_provider = 'platform' AND u.external_id = $2) OR u.email_key = $3) ` +
    `ORDER BY CASE WHEN u.auth_provider = 'platform' AND u.external_id = $2 THEN 0 ELSE 1 END, u.id, g.name`,
);
const INSERT =
  'INSERT INTO users (id, account_id, email, email_key, password_hash, role_id, is_active, email_verified, ' +
  'email_verified_at, auth_provider, external_id, auth_version, created_at, updated_at, last_login) ' +
  'VALUES ($1, $2, $3, $4, $5, (SELECT id FROM roles WHERE name = $6), TRUE, ';
const INSERT_REST = `$7, $8, $9, ${FIRST_AUTH_VERSION}, $10, $10, $11) ON CONFLICT DO NOTHING RETURNING id`;
const NOTE_LOGIN =
  'UPDATE users SET last_login = $1 WHERE id = $2 AND auth_version = $3 AND is_active AND email_verified RETURNING ' +
  'EXISTS (SELECT 1 FROM sessions s WHERE s.user_id = users.id AND s.ip IS NOT DISTINCT FROM $4 ' +
  'AND s.user_agent IS NOT DISTINCT FROM $5) AS is_known, ' +
  'EXISTS (SELECT 1 FROM sessions s WHERE s.user_id = users.id) AS has_others, ' +
  'EXISTS (SELECT 1 FROM sessions s WHERE s.user_id = users.id AND s.expires_at < $1) AS have_ended';
/** An update that changes nothing: SQLite has no SELECT … FOR UPDATE, and this locks the row on PostgreSQL just as well. */
const LOCK = 'UPDATE users SET auth_version = auth_version WHERE id = $1';
const HAS_ACTIVE = 'SELECT 1 FROM users WHERE account_id = $1 AND is_active LIMIT 1';

/** Users who sign in with a password; all others do so at an issuer that we trust. */
const HAS_PASSWORD = [is('is_active', true), is('auth_provider', 'password')];
/** How many values one statement lists; both engines take more. */
const MAX_IN_LIST = 500;

/** Plain statements, as on every path of identity: most decide and write at once, where the ORM would need several. */
@Injectable()
export class SqlUsers extends Users {
  private readonly logins: LoginView;

  constructor(
    private readonly pool: ReadPool,
    { dialect }: Database,
  ) {
    super();
    this.logins = new LoginView(dialect);
  }

  override async find(id: string, tx?: Transaction): Promise<UserDetails | null> {
    return toUsers(await this.read(BY_ID, [id], tx))[0] ?? null;
  }

  override async findWithPassword(id: string): Promise<UserWithPassword | null> {
    return withPassword(await this.pool.all(BY_ID_WITH_PASSWORD, [id]));
  }

  override async findByAddress(accountId: string, emailKey: string): Promise<UserWithPassword | null> {
    return withPassword(await this.pool.all(BY_ADDRESS, [accountId, emailKey]));
  }

  override async findForLogin(question: LoginQuestion): Promise<LoginAnswer> {
    const rows = await this.pool.all(...this.logins.statement(question));
    return toLoginAnswer(rows[0]!);
  }

  override async findForIssuer(externalId: string, emailKey: string, tx?: Transaction): Promise<UserDetails | null> {
    return toUsers(await this.read(FOR_ISSUER, [SYSTEM_ACCOUNT_ID, externalId, emailKey], tx))[0] ?? null;
  }

  override async findUnverified(accountId: string | null, emailKey: string, limit: number): Promise<UserReference[]> {
    const [scope, values] = accountId === null ? ['', [emailKey]] : [' AND account_id = $2', [emailKey, accountId]];
    const text =
      `SELECT id, account_id FROM users WHERE email_key = $1${scope} AND is_active AND NOT email_verified ` +
      `ORDER BY id DESC LIMIT ${limit}`;
    const rows = await this.pool.all(text, values);
    return rows.map((row) => ({ id: String(row['id']), accountId: String(row['account_id']) }));
  }

  override async list(
    filter: UserFilter,
    order: UserOrder,
    skip: number,
    limit: number,
  ): Promise<{ items: UserDetails[]; total: number }> {
    const { where, values } = selectionOf(filter);
    const sort = orderText(order);
    const page = `(SELECT * FROM users u ${where} ${sort} LIMIT $${values.length + 1} OFFSET $${values.length + 2}) u`;
    const [rows, counted] = await Promise.all([
      this.pool.all(usersText(page, `${sort}, g.name`), [...values, limit, skip], filter.accountId),
      this.pool.all(`SELECT COUNT(*) AS total FROM users u ${where}`, values, filter.accountId),
    ]);
    return { items: toUsers(rows), total: Number(counted[0]?.['total']) };
  }

  override async hasActive(accountId: string, tx?: Transaction): Promise<boolean> {
    return (await this.read(HAS_ACTIVE, [accountId], tx)).length > 0;
  }

  override async insertIfFree(tx: Transaction, user: NewUser): Promise<boolean> {
    const { id, accountId, email, emailKey, passwordHash, role, emailVerified, createdAt } = user;
    const { externalId = null, lastLogin = null } = user;
    const provider = externalId === null ? 'password' : 'platform';
    const verifiedAt = emailVerified ? createdAt : null;
    const values = [id, accountId, email, emailKey, passwordHash, role, verifiedAt, provider, externalId, createdAt];
    return (await sqlOf(tx).all(`${INSERT}${emailVerified}, ${INSERT_REST}`, [...values, lastLogin])).length === 1;
  }

  override async lock(tx: Transaction, id: string): Promise<void> {
    await sqlOf(tx).all(LOCK, [id]);
  }

  override async noteLogin(tx: Transaction, user: User, device: Device, now: string): Promise<EarlierSessions | null> {
    const { id, authVersion } = user;
    const [row] = await sqlOf(tx).all(NOTE_LOGIN, [now, id, authVersion, device.address, device.userAgent]);
    if (row === undefined) return null;
    const others = row['has_others'] ? 'others' : 'none';
    return { from: row['is_known'] ? 'known' : others, haveEnded: Boolean(row['have_ended']) };
  }

  override async update(tx: Transaction, id: string, changes: UserChanges, now: string): Promise<boolean> {
    const { address, emailVerified, roleId, isActive, ...profile } = changes;
    const columns = {
      ...columnsOfProfile(profile),
      email: address?.email,
      email_key: address?.key,
      email_verified: emailVerified,
      email_verified_at: emailVerified === false ? null : undefined,
      role_id: roleId,
      is_active: isActive,
      updated_at: now,
    };
    const free = address === undefined ? [] : [isFree(address, true)];
    return (await updateUsers(tx, columns, [is('id', id), ...free])) === 1;
  }

  override async markVerified(tx: Transaction, id: string, now: string): Promise<void> {
    await updateUsers(tx, verified(now), [is('id', id)]);
  }

  override async verifyAddress(tx: Transaction, { userId, emailKey }: AddressedUser, now: string): Promise<boolean> {
    const where = [is('id', userId), is('email_key', emailKey), is('is_active', true)];
    return (await updateUsers(tx, verified(now), where)) === 1;
  }

  override async changeAddress(tx: Transaction, userId: string, address: EmailAddress, now: string): Promise<boolean> {
    const columns = { email: address.email, email_key: address.key, ...verified(now) };
    return (await updateUsers(tx, columns, [is('id', userId), is('is_active', true), isFree(address, false)])) === 1;
  }

  override async setPassword(tx: Transaction, id: string, passwordHash: string, now: string): Promise<void> {
    await updateUsers(tx, { password_hash: passwordHash, updated_at: now }, [is('id', id)]);
  }

  override async changePassword(
    tx: Transaction,
    userId: string,
    from: string,
    to: string,
    now: string,
  ): Promise<boolean> {
    const where = [is('id', userId), is('password_hash', from), ...HAS_PASSWORD];
    return (await updateUsers(tx, { password_hash: to, updated_at: now }, where)) === 1;
  }

  override async resetPassword(
    tx: Transaction,
    { userId, emailKey }: AddressedUser,
    passwordHash: string,
    now: string,
  ): Promise<boolean> {
    const where = [is('id', userId), is('email_key', emailKey), ...HAS_PASSWORD];
    return (await updateUsers(tx, { password_hash: passwordHash, ...verified(now) }, where)) === 1;
  }

  override async touchAuthorisation(tx: Transaction, ids: readonly string[], now: string): Promise<void> {
    for (let start = 0; start < ids.length; start += MAX_IN_LIST) {
      const some = ids.slice(start, start + MAX_IN_LIST);
      await moveAuthorisation(tx, [(bind) => `id IN (${some.map(bind).join(', ')})`], now);
    }
  }

  private read(text: string, values: readonly SqlValue[], tx: Transaction | undefined): Promise<Row[]> {
    return tx ? sqlOf(tx).all(text, values) : this.pool.all(text, values);
  }
}

function withPassword(rows: readonly Row[]): UserWithPassword | null {
  const [user] = toUsers(rows);
  if (user === undefined) return null;
  return { user, passwordHash: user.authProvider === 'password' ? String(rows[0]!['password_hash']) : null };
}

function columnsOfProfile({ firstName, lastName, avatarUrl }: UserChanges) {
  return { first_name: firstName, last_name: lastName, avatar_url: avatarUrl };
}

function verified(now: string) {
  return { email_verified: true, email_verified_at: now, updated_at: now };
}

/** No user of the account has the address; `orOwn`: no user except the one that is changed. */
function isFree({ key }: EmailAddress, orOwn: boolean) {
  return (bind: (value: SqlValue) => string): string =>
    'NOT EXISTS (SELECT 1 FROM users other WHERE other.account_id = users.account_id ' +
    `AND other.email_key = ${bind(key)}${orOwn ? ' AND other.id <> users.id' : ''})`;
}
