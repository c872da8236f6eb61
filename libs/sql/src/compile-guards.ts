/**
 * Proof, inside a statement's own snapshot, that what its plan was made from still holds: the credential's authorisation
 * version and the schema revision. They ride along in statements that run anyway, so that caches are exact for free.
 */
import { OPEN_ACCOUNT_STAMP } from '#domain/kernel/request-context';
import type { Dialect } from './dialect/dialect';
import { renderStatement } from './render-statement';
import { type SqlFragment, type Statement, sql } from './sql-fragment';

const SCHEMA_REVISION = `(SELECT "value" FROM "system_state" WHERE "name" = 'schema_revision')`;

/**
 * The version behind a session's, an API key's or an account's id; 0, which no version has, where there is none
 * (revoked, inactive, account not open). Ids are unique over these tables, so that one text serves every kind of
 * caller.
 */
function stampOf(credential: SqlFragment): SqlFragment {
  return sql(
    'COALESCE(',
    '(SELECT u."auth_version" FROM "sessions" s JOIN "users" u ON u."id" = s."user_id" WHERE s."id" = ',
    credential,
    ' AND s."revoked_at" IS NULL AND u."is_active")',
    ', (SELECT u."auth_version" FROM "api_keys" k JOIN "users" u ON u."id" = k."user_id" WHERE k."id" = ',
    credential,
    ' AND k."revoked_at" IS NULL AND u."is_active")',
    `, (SELECT ${OPEN_ACCOUNT_STAMP} FROM "accounts" a WHERE a."id" = `,
    credential,
    ` AND a."status" = 'active'), 0)`,
  );
}

/** `SELECT stamp, schema` of the parameter `credential` (a session's, key's or account's id). */
export function guardColumns(): SqlFragment {
  return sql(
    stampOf({ parts: [{ from: 'parameter', type: 'text', name: 'credential' }] }),
    ` AS "stamp", ${SCHEMA_REVISION} AS "schema"`,
  );
}

/**
 * For a group of units. Parameter `credentials`: JSON text `[{"n": 0, "id": "…"}]`. Rows: `schema` (always, even for an
 * empty list), `n` and `stamp` (null in the only row of an empty list).
 */
export function compileGuards(dialect: Dialect): Statement {
  const list = sql({ from: 'parameter', type: 'json', name: 'credentials' });
  const rows = dialect.jsonRows(list, [
    { name: 'n', type: 'integer' },
    { name: 'id', type: 'text' },
  ]);
  return renderStatement(
    dialect,
    sql(
      `SELECT g."schema", c."n", CASE WHEN c."n" IS NULL THEN NULL ELSE `,
      stampOf(sql('c."id"')),
      ` END AS "stamp" FROM (SELECT ${SCHEMA_REVISION} AS "schema") g LEFT JOIN (`,
      rows,
      ') c ON TRUE',
    ),
  );
}
