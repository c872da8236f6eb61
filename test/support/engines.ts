/** The engines a unit spec runs on: SQLite in a folder of its own, PostgreSQL in a database of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { DatabaseTarget } from '#server/config/database-url';
import { creating, postgresServer } from './postgres-server';

export interface Engine {
  readonly name: 'sqlite' | 'postgres';
  /** A new, empty database. */
  readonly create: () => Promise<TemporaryDatabase>;
}

export interface TemporaryDatabase {
  readonly target: DatabaseTarget;
  remove(): Promise<void>;
}

let created = 0;

const sqlite: Engine = {
  name: 'sqlite',
  create: () => {
    const folder = mkdtempSync(join(tmpdir(), 'snackbase-test-'));
    return Promise.resolve({
      target: { kind: 'sqlite', file: join(folder, 'data', 'test.db') },
      remove: () => Promise.resolve(rmSync(folder, { recursive: true, force: true })),
    });
  },
};

function postgres(server: string): Engine {
  const administer = async (statement: string): Promise<void> => {
    const client = new Client({ connectionString: `${server}/postgres` });
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  return {
    name: 'postgres',
    create: async () => {
      created += 1;
      const name = `unit_${process.pid}_${Date.now()}_${created}`;
      await administer(creating(name));
      return {
        target: { kind: 'postgres', url: `${server}/${name}` },
        remove: () => administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
      };
    },
  };
}

export const POSTGRES = postgres(postgresServer());

export const ENGINES: readonly Engine[] = [sqlite, POSTGRES];
