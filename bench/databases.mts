/** Empty databases for servers under measurement. */
import { Client } from 'pg';
import { startPostgres } from '../test/support/start-postgres.mts';

export interface Databases {
  /** The URL of a new one; undefined: the server makes a fresh SQLite file. */
  create(): Promise<string | undefined>;
  close(): Promise<void>;
}

export async function openDatabases(engine: string): Promise<Databases> {
  if (engine === 'sqlite') return { create: () => Promise.resolve(undefined), close: () => Promise.resolve() };
  if (engine !== 'postgres') throw new Error(`The engines are sqlite and postgres, not ${engine}`);
  const { url, stop } = await startPostgres();
  let created = 0;
  return {
    create: async () => {
      created += 1;
      const client = new Client({ connectionString: `${url}/postgres` });
      await client.connect();
      await client.query(`CREATE DATABASE bench_${created}`);
      await client.end();
      return `${url}/bench_${created}`;
    },
    close: stop,
  };
}
