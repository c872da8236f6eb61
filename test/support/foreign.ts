/** Sessions on PostgreSQL that are not the server's, and what they see of those that are. */
import { Client } from 'pg';
import { eventually } from './eventually';

export class ForeignSession {
  private constructor(readonly client: Client) {}

  static async open(url: string, name = 'foreign'): Promise<ForeignSession> {
    const client = new Client({ connectionString: url, application_name: name });
    client.on('error', () => undefined);
    await client.connect();
    return new ForeignSession(client);
  }

  async query(text: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> {
    return (await this.client.query<Record<string, unknown>>(text, [...values])).rows;
  }

  async pid(): Promise<number> {
    return Number((await this.query('SELECT pg_backend_pid() AS pid'))[0]!['pid']);
  }

  /** Resolves as soon as a session of the server waits for a lock. The own session must not be in a transaction. */
  async sawWaiting(): Promise<void> {
    await eventually(async () => {
      const rows = await this.query(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'snackbase'
         AND wait_event_type = 'Lock'`,
      );
      return rows.length > 0;
    });
  }

  /** Resolves as soon as none does. */
  async sawNobodyWait(): Promise<void> {
    await eventually(async () => {
      const rows = await this.query(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'snackbase'
         AND wait_event_type = 'Lock'`,
      );
      return rows.length === 0;
    });
  }

  async end(): Promise<void> {
    await this.client.end();
  }
}
