import { Client } from 'pg';
import { STARTUP_LOCK } from './advisory-locks';
import { clientConfig } from './client-config';

/** Runs `work` while no other process that starts on the same database does. The lock ends with its connection. */
export async function withStartupLock<T>(url: string, work: () => Promise<T>): Promise<T> {
  const client = new Client(clientConfig(url));
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(`SELECT pg_advisory_lock(${STARTUP_LOCK})`);
    return await work();
  } finally {
    await client.end();
  }
}
