import { Injectable } from '@nestjs/common';
import type { Transaction } from '#application/ports/transactions';
import { type TokenPurpose, type UserToken, UserTokenStore } from '#application/ports/user-token-store';
import { sqlOf } from '../database/lanes/transaction';
import { ReadPool } from '../database/reads/read-pool';
import type { Row } from '../database/sql-connection';

/** One statement decides: of several processes that send at the same time, one replaces the row. */
const REPLACE =
  'INSERT INTO user_tokens (id, user_id, purpose, token_hash, email, email_key, created_at, expires_at) ' +
  'VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (user_id, purpose) DO UPDATE SET ' +
  'token_hash = excluded.token_hash, email = excluded.email, email_key = excluded.email_key, ' +
  'created_at = excluded.created_at, expires_at = excluded.expires_at ' +
  'WHERE user_tokens.created_at <= $9 RETURNING id';
const REPLACE_PER_ADDRESS = REPLACE.replace('RETURNING', 'OR user_tokens.email_key <> excluded.email_key RETURNING');
const COUNT_SENT = 'SELECT COUNT(*) AS total FROM user_tokens WHERE email_key = $1 AND created_at > $2';
const COLUMNS = 'id, user_id, token_hash, email, email_key, created_at, expires_at';
const LIVING = 'FROM user_tokens WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3';
const FIND = `SELECT ${COLUMNS} ${LIVING}`;
const CONSUME = `DELETE ${LIVING} RETURNING ${COLUMNS}`;

@Injectable()
export class SqlUserTokenStore extends UserTokenStore {
  constructor(private readonly pool: ReadPool) {
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

  override async countSentTo(tx: Transaction, emailKey: string, since: string): Promise<number> {
    const [row] = await sqlOf(tx).all(COUNT_SENT, [emailKey, since]);
    return Number(row?.['total']);
  }

  override async find(tokenHash: string, purpose: TokenPurpose, now: string): Promise<UserToken | null> {
    const [row] = await this.pool.all(FIND, [tokenHash, purpose, now]);
    return row === undefined ? null : toToken(row, purpose);
  }

  override async consume(
    tx: Transaction,
    tokenHash: string,
    purpose: TokenPurpose,
    now: string,
  ): Promise<UserToken | null> {
    // Two units may both have looked for the row; the one that deletes it has used it.
    const [row] = await sqlOf(tx).all(CONSUME, [tokenHash, purpose, now]);
    return row === undefined ? null : toToken(row, purpose);
  }

  override async deleteAllOfUser(tx: Transaction, userId: string): Promise<void> {
    await sqlOf(tx).all('DELETE FROM user_tokens WHERE user_id = $1', [userId]);
  }
}

function toToken(row: Row, purpose: TokenPurpose): UserToken {
  return {
    id: String(row['id']),
    userId: String(row['user_id']),
    purpose,
    tokenHash: String(row['token_hash']),
    email: String(row['email']),
    emailKey: String(row['email_key']),
    createdAt: String(row['created_at']),
    expiresAt: String(row['expires_at']),
  };
}
