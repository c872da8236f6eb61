/**
 * A database of each engine with the system tables, made once for the whole run by the migrations of the build. Suites get copies
 * (database.ts), found through SNACKBASE_TEST_SQLITE_TEMPLATE and SNACKBASE_TEST_POSTGRES_TEMPLATE.
 */
const { randomBytes } = require('node:crypto');
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { dirname, join } = require('node:path');
const { Client } = require('pg');

const STATEMENT_TIMEOUT_MS = 60_000;

/** By this run, which removes nothing else. */
const made = (globalThis.snackbaseTemplates ??= {});

function migrate(target) {
  const { migrate } = require('#server/infrastructure/database/open-database');
  return migrate({ target, statementTimeoutMs: STATEMENT_TIMEOUT_MS });
}

async function onPostgres(...statements) {
  const client = new Client({ connectionString: `${process.env.SNACKBASE_TEST_POSTGRES_URL}/postgres` });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

/** Once for the set-ups of both engines. */
exports.makeSqliteTemplate = async () => {
  if (made.file !== undefined) return;
  const file = join(mkdtempSync(join(tmpdir(), 'snackbase-template-')), 'snackbase.db');
  made.file = process.env.SNACKBASE_TEST_SQLITE_TEMPLATE = file;
  await migrate({ kind: 'sqlite', file });
};

exports.makePostgresTemplate = async () => {
  const name = `template_${randomBytes(6).toString('hex')}`;
  made.name = process.env.SNACKBASE_TEST_POSTGRES_TEMPLATE = name;
  await onPostgres(`CREATE DATABASE ${name}`);
  await migrate({ kind: 'postgres', url: `${process.env.SNACKBASE_TEST_POSTGRES_URL}/${name}` });
  // Nobody copies a database while somebody is connected to it.
  await onPostgres(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
};

exports.removeTemplates = async () => {
  const { file, name } = made;
  if (file !== undefined) rmSync(dirname(file), { recursive: true, force: true });
  if (name !== undefined) await onPostgres(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
};
