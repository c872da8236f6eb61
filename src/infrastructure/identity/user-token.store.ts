import { Injectable } from '@nestjs/common';
import { type FindOptionsWhere, MoreThan } from 'typeorm';
import type { Transaction } from '#application/ports/transactions';
import { type TokenPurpose, type UserToken, UserTokenStore } from '#application/ports/user-token-store';
import { UserTokenEntity } from '../database/entities/user-token.entity';
import { ReadDataSource } from '../database/reads/read-data-source';
import { managerOf, sqlOf } from '../database/lanes/transaction';

/** One statement decides: of several processes that send at the same time, one replaces the row. */
const REPLACE =
  'INSERT INTO user_tokens (id, user_id, purpose, token_hash, email, email_key, created_at, expires_at) ' +
  'VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (user_id, purpose) DO UPDATE SET ' +
  'token_hash = excluded.token_hash, email = excluded.email, email_key = excluded.email_key, ' +
  'created_at = excluded.created_at, expires_at = excluded.expires_at ' +
  'WHERE user_tokens.created_at <= $9 RETURNING id';
const REPLACE_PER_ADDRESS = REPLACE.replace('RETURNING', 'OR user_tokens.email_key <> excluded.email_key RETURNING');

@Injectable()
export class UserTokenStoreService extends UserTokenStore {
  constructor(private readonly reads: ReadDataSource) {
    super();
  }

  override async replaceUnlessSince(
    tx: Transaction,
    token: UserToken,
    since: string,
    perAddress: boolean,
  ): Promise<boolean> {
    const { id, userId, purpose, tokenHash, email, emailKey, createdAt, expiresAt } = token;
    const values = [id, userId, purpose, tokenHash, email, emailKey, createdAt, expiresAt, since];
    return (await sqlOf(tx).all(perAddress ? REPLACE_PER_ADDRESS : REPLACE, values)).length === 1;
  }

  override countSentTo(tx: Transaction, emailKey: string, since: string): Promise<number> {
    return managerOf(tx).countBy(UserTokenEntity, { emailKey, createdAt: MoreThan(since) });
  }

  override async find(tokenHash: string, purpose: TokenPurpose, now: string): Promise<UserToken | null> {
    const row = await this.reads.manager.findOneBy(UserTokenEntity, living(tokenHash, purpose, now));
    return row && toToken(row, purpose);
  }

  override async consume(
    tx: Transaction,
    tokenHash: string,
    purpose: TokenPurpose,
    now: string,
  ): Promise<UserToken | null> {
    const manager = managerOf(tx);
    const row = await manager.findOneBy(UserTokenEntity, living(tokenHash, purpose, now));
    if (!row) return null;
    // Of two units that both saw the row, the one whose deletion counts has used it.
    const { affected } = await manager.delete(UserTokenEntity, { id: row.id, tokenHash });
    return affected === 1 ? toToken(row, purpose) : null;
  }

  override async deleteAllOfUser(tx: Transaction, userId: string): Promise<void> {
    await managerOf(tx).delete(UserTokenEntity, { userId });
  }
}

function living(tokenHash: string, purpose: TokenPurpose, now: string): FindOptionsWhere<UserTokenEntity> {
  return { tokenHash, purpose, expiresAt: MoreThan(now) };
}

function toToken(row: UserTokenEntity, purpose: TokenPurpose): UserToken {
  const { id, userId, tokenHash, email, emailKey, createdAt, expiresAt } = row;
  return { id, userId, purpose, tokenHash, email, emailKey, createdAt, expiresAt };
}
