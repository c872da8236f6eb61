/** Takes the database away from a running server for a moment: connections end on PostgreSQL, SQLite takes no writes. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { Database } from 'sqlite3';
import { AppConfig } from '#server/config/app-config';
import { parseDatabaseUrl } from '#server/config/database-url';
import type { TestServer } from './server';

const LOCKED_MS = 500;

export async function takeDatabaseAway(server: TestServer): Promise<void> {
  const target = parseDatabaseUrl(server.app.get(AppConfig, { strict: false }).databaseUrl);
  if (target.kind === 'sqlite') await lock(target.file);
  else await disconnect(target.url);
}

async function disconnect(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
  await client.end();
}

async function lock(file: string): Promise<void> {
  const database = new Database(file);
  const run = (statement: string): Promise<void> =>
    new Promise((resolve, reject) => database.exec(statement, (error) => (error ? reject(error) : resolve())));
  await run('PRAGMA busy_timeout = 5000; BEGIN IMMEDIATE');
  await sleep(LOCKED_MS);
  await run('COMMIT');
  await new Promise<void>((resolve) => database.close(() => resolve()));
}
