import type { LoginAnswer, LoginQuestion } from '#application/ports/users';
import type { Dialect } from '#sql/dialect/dialect';
import { renderStatement } from '#sql/render-statement';
import { sql, type SqlFragment, type SqlValue } from '#sql/sql-fragment';
import type { Row } from '../database/sql-connection';
import { toAccount } from './account-rows';
import { toAttemptCount } from './attempt-rows';
import { toUser, USER_COLUMNS } from './user-rows';

const ACCOUNT_KEYS = { id: 'id', accountCode: 'account_code', slug: 'slug' } as const;

/**
 * What a login has to read, in one statement of one row. It does the same work whether account and user exist or not: what
 * is joined to something that is not there is looked up nevertheless.
 */
export class LoginView {
  /** Of the user, in one value, as a row for each would tell that there is a user. */
  private readonly groups: string;

  constructor(dialect: Dialect) {
    this.groups = renderStatement(dialect, namesOfGroups(dialect)).text;
  }

  statement({ account, emailKey, attempts, now }: LoginQuestion): [string, SqlValue[]] {
    const text =
      `SELECT ${USER_COLUMNS}, u.password_hash, ${this.groups} AS user_groups, t.count, t.since FROM (SELECT 1 AS asked) q ` +
      `LEFT JOIN accounts a ON a.${ACCOUNT_KEYS[account.by]} = $1 AND a.status = 'active' ` +
      `LEFT JOIN users u ON u.account_id = COALESCE(a.id, '') AND u.email_key = $2 AND u.auth_provider = 'password' ` +
      'LEFT JOIN roles r ON r.id = COALESCE(u.role_id, 0) ' +
      'LEFT JOIN login_attempts t ON t.key = $3 AND t.expires_at > $4';
    return [text, [account.value, emailKey, attempts, now]];
  }
}

export function toLoginAnswer(row: Row): LoginAnswer {
  return {
    account: row['account_id'] === null ? null : toAccount(row),
    found: row['user_id'] === null ? null : toFound(row),
    attempts: row['count'] === null ? null : toAttemptCount(row),
  };
}

function toFound(row: Row): NonNullable<LoginAnswer['found']> {
  const groups = JSON.parse(String(row['user_groups'])) as string[];
  return { user: toUser(row, groups), passwordHash: String(row['password_hash']) };
}

function namesOfGroups(dialect: Dialect): SqlFragment {
  const members = `FROM users_groups m JOIN "groups" g ON g.id = m.group_id WHERE m.user_id = COALESCE(u.id, '')`;
  return dialect.textList(dialect.jsonElement('text', sql('g.name')), sql(` ${members}`), sql('g.name'));
}
