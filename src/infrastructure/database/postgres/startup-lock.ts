import { Client } from 'pg';
import { DatabaseUnavailable } from '../errors/database-unavailable';
import { STARTUP_LOCK } from './advisory-locks';
import { beginSession } from './begin-session';
import { clientConfig } from './client-config';
import { keepsSessions } from './keeps-sessions';
import { startupSettings } from './session-settings';

const POOLED =
  'a pooler hands out its sessions by transaction or statement, but locks, prepared statements and settings belong to sessions; ' +
  'use a port of the pooler in session mode, or the server itself';

/**
 * Runs `work` while no other process that starts on the same database does. The lock ends with its connection. Rejects where
 * the database is one that the server cannot work on.
 */
export async function withStartupLock<T>(url: string, work: () => Promise<T>): Promise<T> {
  const client = newClient(url);
  await client.connect();
  try {
    await assertSessions(url, client);
    await beginSession(client, startupSettings());
    await client.query(`SELECT pg_advisory_lock(${STARTUP_LOCK})`);
    return await work();
  } finally {
    await client.end();
  }
}

async function assertSessions(url: string, client: Client): Promise<void> {
  const second = newClient(url);
  await second.connect();
  try {
    if (!(await keepsSessions(client, second))) throw new DatabaseUnavailable(POOLED);
  } finally {
    await second.end();
  }
}

function newClient(url: string): Client {
  const client = new Client(clientConfig(url));
  client.on('error', () => undefined);
  return client;
}
