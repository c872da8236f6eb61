import { Injectable } from '@nestjs/common';
import { type CredentialKey, PrincipalStore, type StoredPrincipal } from '#application/ports/principal-store';
import { ReadPool } from '../database/read-pool';
import type { Row } from '../database/sql-connection';

/** The credential's table, and what makes a credential hold: the same words as the stamp of the data statements. */
const FROM = {
  session: 'sessions c JOIN users u ON u.id = c.user_id',
  api_key: 'api_keys c JOIN users u ON u.id = c.user_id',
} as const;
const HOLDS = 'c.id = $1 AND c.revoked_at IS NULL AND u.is_active';

// One statement, so one snapshot: groups read after a stamp that they do not belong to would be trusted for too long.
const principalText = (kind: CredentialKey['kind'], keyHash: string): string =>
  `SELECT u.id AS user_id, u.account_id, u.email, u.auth_version, r.name AS role, g.name AS group_name, c.expires_at, ${keyHash} AS key_hash ` +
  `FROM ${FROM[kind]} JOIN roles r ON r.id = u.role_id ` +
  `LEFT JOIN users_groups m ON m.user_id = u.id LEFT JOIN "groups" g ON g.id = m.group_id ` +
  `WHERE ${HOLDS} ORDER BY g.name`;

const PRINCIPAL = { session: principalText('session', 'NULL'), api_key: principalText('api_key', 'c.key_hash') };
const STAMP = {
  session: `SELECT u.auth_version FROM ${FROM.session} WHERE ${HOLDS}`,
  api_key: `SELECT u.auth_version FROM ${FROM.api_key} WHERE ${HOLDS}`,
};

/** Over the prepared statements of the read pool, not the ORM: this runs for every request that is not a record's. */
@Injectable()
export class PrincipalStoreService extends PrincipalStore {
  constructor(private readonly pool: ReadPool) {
    super();
  }

  override async find({ kind, id }: CredentialKey): Promise<StoredPrincipal | null> {
    const rows = await this.pool.all(PRINCIPAL[kind], [id]);
    const [row] = rows;
    if (!row) return null;
    return {
      principal: {
        userId: text(row, 'user_id'),
        email: text(row, 'email'),
        role: text(row, 'role'),
        groups: rows.flatMap((each) => optionalText(each, 'group_name') ?? []),
        accountId: text(row, 'account_id'),
        credential: { kind, id, stamp: Number(row['auth_version']) },
      },
      expiresAt: optionalText(row, 'expires_at'),
      keyHash: optionalText(row, 'key_hash'),
    };
  }

  override async findStamp({ kind, id }: CredentialKey): Promise<number | null> {
    const [row] = await this.pool.all(STAMP[kind], [id]);
    return row ? Number(row['auth_version']) : null;
  }
}

function optionalText(row: Row, column: string): string | null {
  const value = row[column];
  return typeof value === 'string' ? value : null;
}

function text(row: Row, column: string): string {
  return optionalText(row, column) ?? '';
}
