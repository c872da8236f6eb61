import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { type ApiKey, ApiKeyStore } from '#application/ports/api-key-store';
import type { Transaction } from '#application/ports/transactions';
import { renameInScopes } from '#domain/auth/key-scope';
import type { JsonColumn } from '#sql/dialect/dialect';
import { renderStatement } from '#sql/render-statement';
import { sql } from '#sql/sql-fragment';
import { ApiKeyEntity } from '../database/entities/api-key.entity';
import { sqlOf } from '../database/lanes/transaction';
import { readScopes } from './read-scopes';
import { moveAuthorisation } from './update-users';

const INSERT =
  'INSERT INTO api_keys (id, account_id, user_id, name, last4, created_at, updated_at, expires_at, scopes, key_hash) ' +
  'VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)';
const COUNT_ACTIVE =
  'SELECT COUNT(*) AS total FROM api_keys WHERE user_id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)';
/** A key that was revoked before keeps the time of its revocation. */
const REVOKE =
  'UPDATE api_keys SET updated_at = CASE WHEN revoked_at IS NULL THEN $1 ELSE updated_at END, ' +
  'revoked_at = COALESCE(revoked_at, $1) WHERE user_id = $2 AND id = $3 RETURNING revoked_at';
const TOUCH = 'UPDATE api_keys SET last_used_at = $1 WHERE id = $2 AND (last_used_at IS NULL OR last_used_at < $3)';
/** Scopes as they are stored under the former name and under the new one. */
const RENAMED: readonly JsonColumn[] = [
  { name: 'before', type: 'text' },
  { name: 'after', type: 'text' },
];

@Injectable()
export class SqlApiKeyStore extends ApiKeyStore {
  constructor(@InjectRepository(ApiKeyEntity) private readonly keys: Repository<ApiKeyEntity>) {
    super();
  }

  override async insert(tx: Transaction, key: ApiKey, keyHash: string): Promise<void> {
    const { id, accountId, userId, name, last4, createdAt, updatedAt, expiresAt } = key;
    const scopes = key.scopes && JSON.stringify(key.scopes);
    await sqlOf(tx).all(INSERT, [id, accountId, userId, name, last4, createdAt, updatedAt, expiresAt, scopes, keyHash]);
  }

  override async countActive(tx: Transaction, userId: string, now: string): Promise<number> {
    const [row] = await sqlOf(tx).all(COUNT_ACTIVE, [userId, now]);
    return Number(row?.['total']);
  }

  override async list(userId: string, skip: number, limit: number): Promise<{ items: ApiKey[]; total: number }> {
    const order = { id: 'DESC' } as const;
    const [rows, total] = await this.keys.findAndCount({
      where: { userId },
      order,
      skip,
      take: limit,
    });
    return { items: rows.map(toApiKey), total };
  }

  override async find(userId: string, id: string): Promise<ApiKey | null> {
    const row = await this.keys.findOneBy({ userId, id });
    return row && toApiKey(row);
  }

  override async revoke(tx: Transaction, userId: string, id: string, now: string): Promise<{ isNew: boolean } | null> {
    const [revoked] = await sqlOf(tx).all(REVOKE, [now, userId, id]);
    return revoked === undefined ? null : { isNew: revoked['revoked_at'] === now };
  }

  /** By text: many keys have the same few. */
  override async renameInScopes(tx: Transaction, from: string, to: string): Promise<void> {
    const connection = sqlOf(tx);
    const stored = await connection.all('SELECT DISTINCT scopes FROM api_keys WHERE scopes IS NOT NULL');
    const renamed = stored.flatMap(({ scopes }) => {
      const after = renameInScopes(readScopes(String(scopes)) ?? [], from, to);
      return after === null ? [] : { before: scopes, after: JSON.stringify(after) };
    });
    if (renamed.length === 0) return;
    const list = JSON.stringify(renamed);
    const { dialect } = connection;
    const rows = (mark: string): string => renderStatement(dialect, dialect.jsonRows(sql(mark), RENAMED)).text;
    await moveAuthorisation(tx, [
      (bind) => `id IN (SELECT user_id FROM api_keys WHERE scopes IN (SELECT n.before FROM (${rows(bind(list))}) n))`,
    ]);
    const change = `UPDATE api_keys SET scopes = n.after, updated_at = $1 FROM (${rows('$2')}) n WHERE scopes = n.before`;
    await connection.all(change, [tx.now, list]);
  }

  override async touch(tx: Transaction, id: string, now: string, since: string): Promise<void> {
    await sqlOf(tx).all(TOUCH, [now, id, since]);
  }
}

function toApiKey(row: ApiKeyEntity): ApiKey {
  const { id, accountId, userId, name, last4, createdAt, updatedAt, expiresAt, revokedAt, lastUsedAt } = row;
  const scopes = readScopes(row.scopes);
  return { id, accountId, userId, name, last4, scopes, createdAt, updatedAt, expiresAt, revokedAt, lastUsedAt };
}
