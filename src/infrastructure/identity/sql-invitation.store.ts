import { Injectable } from '@nestjs/common';
import {
  type FoundInvitation,
  type InvitationQuery,
  InvitationStore,
  type NewInvitation,
  type Renewal,
} from '#application/ports/invitation-store';
import type { Transaction } from '#application/ports/transactions';
import type { Invitation, InvitationStatus } from '#domain/invitations/invitation';
import type { SqlValue } from '#sql/sql-fragment';
import { ReadPool } from '../database/reads/read-pool';
import type { Row } from '../database/sql-connection';
import { textOrNull } from '../database/text-or-null';
import { ACCOUNT_COLUMNS, toAccount } from './account-rows';
import { sqlOf } from '../database/lanes/transaction';

const COLUMNS =
  'i.id, i.account_id, a.account_code, i.email, i.email_key, i.role_id, r.name AS role, i.group_ids, i.invited_by, ' +
  'u.email AS invited_by_email, i.created_at, i.updated_at, i.expires_at, i.accepted_at, i.cancelled_at, ' +
  '(SELECT MAX(l.sent_at) FROM email_logs l WHERE l.account_id = i.account_id AND l.recipient_email = i.email AND ' +
  "l.template_type = 'invitation' AND l.created_at >= i.created_at) AS email_sent_at";
const FROM =
  'invitations i JOIN accounts a ON a.id = i.account_id JOIN roles r ON r.id = i.role_id ' +
  'LEFT JOIN users u ON u.id = i.invited_by';

const OPEN = 'i.accepted_at IS NULL AND i.cancelled_at IS NULL';
/** As invitationStatus() decides it. */
const HAS_STATUS: Readonly<Record<InvitationStatus, (bindNow: () => string) => string>> = {
  accepted: () => 'i.accepted_at IS NOT NULL',
  cancelled: () => 'i.cancelled_at IS NOT NULL',
  expired: (bindNow) => `${OPEN} AND i.expires_at <= ${bindNow()}`,
  pending: (bindNow) => `${OPEN} AND i.expires_at > ${bindNow()}`,
};
const BY_TOKEN =
  `SELECT ${COLUMNS}, ${ACCOUNT_COLUMNS}, u.account_id AS inviter_account_id, u.is_active AS inviter_is_active, ` +
  `ir.name AS inviter_role FROM ${FROM} LEFT JOIN roles ir ON ir.id = u.role_id WHERE i.token_hash = $1`;
const COUNT_RECENT =
  'SELECT COUNT(*) AS total FROM invitations i WHERE i.account_id = $1 AND i.accepted_at IS NULL AND i.expires_at > $2';
const PENDING = `SELECT i.id FROM invitations i WHERE i.account_id = $1 AND i.email_key = $2 AND ${OPEN} AND i.expires_at > $3`;
const HAS_USER = 'SELECT id FROM users WHERE account_id = $1 AND email_key = $2';
const INSERT =
  'INSERT INTO invitations (id, account_id, email, email_key, role_id, group_ids, token_hash, invited_by, created_at, ' +
  'updated_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)';
const NOT_ENDED = 'accepted_at IS NULL AND cancelled_at IS NULL';
const RENEW =
  'UPDATE invitations SET token_hash = $1, invited_by = $2, expires_at = $3, updated_at = $4 ' +
  `WHERE id = $5 AND ${NOT_ENDED} AND (updated_at = created_at OR updated_at <= $6) RETURNING id`;
const CANCEL = `UPDATE invitations SET cancelled_at = $1, updated_at = $1 WHERE id = $2 AND ${NOT_ENDED}`;
const ACCEPT =
  'UPDATE invitations SET accepted_at = $1, updated_at = $1 ' +
  `WHERE id = $2 AND token_hash = $3 AND ${NOT_ENDED} AND expires_at > $1 RETURNING id`;

@Injectable()
export class SqlInvitationStore extends InvitationStore {
  constructor(private readonly pool: ReadPool) {
    super();
  }

  override async list(
    accountId: string | null,
    { status, now, skip, limit }: InvitationQuery,
  ): Promise<{ items: Invitation[]; total: number }> {
    const values: SqlValue[] = [];
    const bind = (value: SqlValue): string => `$${values.push(value)}`;
    const conditions = accountId === null ? [] : [`i.account_id = ${bind(accountId)}`];
    if (status !== null) conditions.push(HAS_STATUS[status](() => bind(now)));
    const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
    const [count] = await this.pool.all(`SELECT count(*) AS total FROM invitations i${where}`, [...values]);
    const text = `SELECT ${COLUMNS} FROM ${FROM}${where} ORDER BY i.id DESC LIMIT ${bind(limit)} OFFSET ${bind(skip)}`;
    const rows = await this.pool.all(text, values);
    return { items: rows.map(toInvitation), total: Number(count?.['total'] ?? 0) };
  }

  override async find(accountId: string | null, id: string, tx?: Transaction): Promise<Invitation | null> {
    const [scope, values] = accountId === null ? ['', [id]] : [' AND i.account_id = $2', [id, accountId]];
    const source = tx ? sqlOf(tx) : this.pool;
    const [row] = await source.all(`SELECT ${COLUMNS} FROM ${FROM} WHERE i.id = $1${scope}`, values);
    return row === undefined ? null : toInvitation(row);
  }

  override async findByToken(tokenHash: string, tx?: Transaction): Promise<FoundInvitation | null> {
    const [row] = await (tx ? sqlOf(tx) : this.pool).all(BY_TOKEN, [tokenHash]);
    return row === undefined
      ? null
      : { invitation: toInvitation(row), account: toAccount(row), inviter: toInviter(row) };
  }

  override async lockAccount(tx: Transaction, accountId: string): Promise<void> {
    // An update that changes nothing, because SQLite has no SELECT … FOR UPDATE.
    await sqlOf(tx).all('UPDATE accounts SET updated_at = updated_at WHERE id = $1', [accountId]);
  }

  override async countRecent(tx: Transaction, accountId: string, now: string, emailKey?: string): Promise<number> {
    const [address, values] =
      emailKey === undefined ? ['', [accountId, now]] : [' AND i.email_key = $3', [accountId, now, emailKey]];
    const [row] = await sqlOf(tx).all(`${COUNT_RECENT}${address}`, values);
    return Number(row?.['total']);
  }

  override async hasPending(
    tx: Transaction,
    accountId: string,
    emailKey: string,
    now: string,
    except?: string,
  ): Promise<boolean> {
    const key = [accountId, emailKey, now];
    const [other, values] = except === undefined ? ['', key] : [' AND i.id <> $4', [...key, except]];
    return (await sqlOf(tx).all(`${PENDING}${other}`, values)).length > 0;
  }

  override async hasUser(tx: Transaction, accountId: string, emailKey: string): Promise<boolean> {
    return (await sqlOf(tx).all(HAS_USER, [accountId, emailKey])).length > 0;
  }

  override async insert(tx: Transaction, invitation: NewInvitation): Promise<void> {
    const { id, accountId, email, emailKey, roleId, groupIds, tokenHash, invitedBy } = invitation;
    const { createdAt, updatedAt, expiresAt } = invitation;
    const target = [id, accountId, email, emailKey, roleId, JSON.stringify(groupIds)];
    await sqlOf(tx).all(INSERT, [...target, tokenHash, invitedBy, createdAt, updatedAt, expiresAt]);
  }

  override async renew(tx: Transaction, id: string, renewal: Renewal): Promise<boolean> {
    const { tokenHash, invitedBy, now, expiresAt, notResentSince } = renewal;
    return (await sqlOf(tx).all(RENEW, [tokenHash, invitedBy, expiresAt, now, id, notResentSince])).length === 1;
  }

  override async cancel(tx: Transaction, accountId: string | null, id: string, now: string): Promise<boolean> {
    const [scope, values] = accountId === null ? ['', [now, id]] : [' AND account_id = $3', [now, id, accountId]];
    return (await sqlOf(tx).all(`${CANCEL}${scope} RETURNING id`, values)).length === 1;
  }

  override async accept(tx: Transaction, id: string, tokenHash: string, now: string): Promise<boolean> {
    return (await sqlOf(tx).all(ACCEPT, [now, id, tokenHash])).length === 1;
  }
}

function toInviter(row: Row): FoundInvitation['inviter'] {
  const accountId = textOrNull(row['inviter_account_id']);
  if (accountId === null) return null;
  return { accountId, role: String(row['inviter_role']), isActive: Boolean(row['inviter_is_active']) };
}

function toInvitation(row: Row): Invitation {
  return {
    id: String(row['id']),
    accountId: String(row['account_id']),
    accountCode: String(row['account_code']),
    email: String(row['email']),
    emailKey: String(row['email_key']),
    roleId: Number(row['role_id']),
    role: String(row['role']),
    groupIds: JSON.parse(String(row['group_ids'])) as string[],
    invitedBy: textOrNull(row['invited_by']),
    invitedByEmail: textOrNull(row['invited_by_email']),
    createdAt: String(row['created_at']),
    updatedAt: String(row['updated_at']),
    expiresAt: String(row['expires_at']),
    acceptedAt: textOrNull(row['accepted_at']),
    cancelledAt: textOrNull(row['cancelled_at']),
    emailSentAt: textOrNull(row['email_sent_at']),
  };
}
