import { Injectable } from '@nestjs/common';
import { IsNull, MoreThan, Not } from 'typeorm';
import {
  type InvitationQuery,
  InvitationStore,
  type NewInvitation,
  type Renewal,
} from '#application/ports/invitation-store';
import type { Transaction } from '#application/ports/transactions';
import type { Invitation, InvitationStatus } from '#domain/invitations/invitation';
import type { SqlValue } from '#sql/sql-fragment';
import { AccountEntity } from '../database/entities/account.entity';
import { InvitationEntity } from '../database/entities/invitation.entity';
import { UserEntity } from '../database/entities/user.entity';
import { ReadPool } from '../database/reads/read-pool';
import type { Row } from '../database/sql-connection';
import { managerOf, sqlOf } from '../database/lanes/transaction';

const COLUMNS =
  'i.id, i.account_id, a.account_code, i.email, i.email_key, i.role_id, r.name AS role, i.group_ids, i.invited_by, ' +
  'u.email AS invited_by_email, i.created_at, i.updated_at, i.expires_at, i.accepted_at, i.cancelled_at';
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
const NOT_ENDED = { acceptedAt: IsNull(), cancelledAt: IsNull() };

@Injectable()
export class InvitationStoreService extends InvitationStore {
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

  override async findByToken(tokenHash: string): Promise<Invitation | null> {
    const [row] = await this.pool.all(`SELECT ${COLUMNS} FROM ${FROM} WHERE i.token_hash = $1`, [tokenHash]);
    return row === undefined ? null : toInvitation(row);
  }

  override async lockAccount(tx: Transaction, accountId: string): Promise<void> {
    // An update that changes nothing, because SQLite has no SELECT … FOR UPDATE.
    await managerOf(tx).update(AccountEntity, { id: accountId }, { updatedAt: () => 'updated_at' });
  }

  override countRecent(tx: Transaction, accountId: string, now: string, emailKey?: string): Promise<number> {
    const address = emailKey === undefined ? {} : { emailKey };
    const recent = { accountId, ...address, acceptedAt: IsNull(), expiresAt: MoreThan(now) };
    return managerOf(tx).countBy(InvitationEntity, recent);
  }

  override hasPending(
    tx: Transaction,
    accountId: string,
    emailKey: string,
    now: string,
    except?: string,
  ): Promise<boolean> {
    const other = except === undefined ? {} : { id: Not(except) };
    const pending = { accountId, emailKey, ...NOT_ENDED, expiresAt: MoreThan(now), ...other };
    return managerOf(tx).existsBy(InvitationEntity, pending);
  }

  override hasUser(tx: Transaction, accountId: string, emailKey: string): Promise<boolean> {
    return managerOf(tx).existsBy(UserEntity, { accountId, emailKey });
  }

  override async insert(tx: Transaction, { groupIds, ...invitation }: NewInvitation): Promise<void> {
    await managerOf(tx).insert(InvitationEntity, { ...invitation, groupIds: JSON.stringify(groupIds) });
  }

  override async renew(tx: Transaction, id: string, renewal: Renewal): Promise<boolean> {
    const { tokenHash, invitedBy, now, expiresAt, notResentSince } = renewal;
    const { affected } = await managerOf(tx)
      .createQueryBuilder()
      .update(InvitationEntity)
      .set({ tokenHash, invitedBy, expiresAt, updatedAt: now })
      .where({ id, ...NOT_ENDED })
      .andWhere('(updated_at = created_at OR updated_at <= :notResentSince)', { notResentSince })
      .execute();
    return affected === 1;
  }

  override async cancel(tx: Transaction, accountId: string | null, id: string, now: string): Promise<boolean> {
    const where = { id, ...(accountId === null ? {} : { accountId }), ...NOT_ENDED };
    const { affected } = await managerOf(tx).update(InvitationEntity, where, { cancelledAt: now, updatedAt: now });
    return affected === 1;
  }

  override async accept(tx: Transaction, id: string, tokenHash: string, now: string): Promise<boolean> {
    const usable = { id, tokenHash, ...NOT_ENDED, expiresAt: MoreThan(now) };
    const { affected } = await managerOf(tx).update(InvitationEntity, usable, { acceptedAt: now, updatedAt: now });
    return affected === 1;
  }
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
  };
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
