import { Injectable } from '@nestjs/common';
import { type CredentialKey, Principals, type StoredPrincipal } from '#application/ports/principals';
import { ReadPool } from '../database/reads/read-pool';
import { textOrNull } from '../database/text-or-null';
import { readScopes } from './read-scopes';

/**
 * The credential's table and the condition under which it is valid, the same as for the stamp of the data statements.
 */
const FROM = {
  session: 'sessions c JOIN users u ON u.id = c.user_id',
  api_key: 'api_keys c JOIN users u ON u.id = c.user_id',
} as const;
const HOLDS = 'c.id = $1 AND c.revoked_at IS NULL AND u.is_active';

// One statement, so one snapshot: groups read after a stamp that they do not belong to would be trusted for too long. The
// account is asked for here only: closing it moves the stamps of its users, and so brings them all here.
const principalText = (kind: CredentialKey['kind'], keyHash: string, scopes: string): string =>
  'SELECT u.id AS user_id, u.account_id, u.email, u.auth_version, r.name AS role, g.name AS group_name, ' +
  `c.expires_at, ${keyHash} AS key_hash, ${scopes} AS scopes ` +
  `FROM ${FROM[kind]} JOIN roles r ON r.id = u.role_id JOIN accounts a ON a.id = u.account_id AND a.status = 'active' ` +
  `LEFT JOIN users_groups m ON m.user_id = u.id LEFT JOIN "groups" g ON g.id = m.group_id ` +
  `WHERE ${HOLDS} ORDER BY g.name`;

const PRINCIPAL = {
  session: principalText('session', 'NULL', 'NULL'),
  api_key: principalText('api_key', 'c.key_hash', 'c.scopes'),
};
const STAMP = {
  session: `SELECT u.auth_version FROM ${FROM.session} WHERE ${HOLDS}`,
  api_key: `SELECT u.auth_version FROM ${FROM.api_key} WHERE ${HOLDS}`,
};

/** Uses the prepared statements of the read pool, not the ORM: this runs for every request that is not for records. */
@Injectable()
export class SqlPrincipals extends Principals {
  constructor(private readonly pool: ReadPool) {
    super();
  }

  override async find({ kind, id }: CredentialKey): Promise<StoredPrincipal | null> {
    const rows = await this.pool.all(PRINCIPAL[kind], [id]);
    const [row] = rows;
    if (!row) return null;
    const scopes = readScopes(textOrNull(row['scopes']));
    return {
      principal: {
        kind: 'user',
        userId: String(row['user_id']),
        email: String(row['email']),
        role: String(row['role']),
        groups: rows.flatMap((each) => textOrNull(each['group_name']) ?? []),
        accountId: String(row['account_id']),
        credential: { kind, id, stamp: Number(row['auth_version']) },
        ...(scopes === null ? {} : { scopes }),
      },
      expiresAt: textOrNull(row['expires_at']),
      keyHash: textOrNull(row['key_hash']),
    };
  }

  override async findStamp({ kind, id }: CredentialKey): Promise<number | null> {
    const [row] = await this.pool.all(STAMP[kind], [id]);
    return row ? Number(row['auth_version']) : null;
  }
}
