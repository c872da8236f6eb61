import { Client } from 'pg';
import { openDatabase } from '#server/infrastructure/database/open-database';
import { sqlOf } from '#server/infrastructure/database/lanes/transaction';
import { Database } from 'sqlite3';
import { ENGINES } from './engines';
import { postgresServer } from './postgres-server';
import { statementsOf } from './statements';
import { unitOf } from './unit';

describe.each(ENGINES)('statements on $name', ({ create }) => {
  test('are seen in order, wherever they come from, and no longer than the work lasts', async () => {
    const place = await create();
    const database = await openDatabase({ target: place.target, statementTimeoutMs: 5000 });
    const read = () => database.reads.all('SELECT 1 AS one');
    const { all, data } = await statementsOf(async () => {
      await read();
      await database.lanes.submit(unitOf((tx) => sqlOf(tx).all('SELECT 2 AS two')));
      await read();
    });
    expect(data).toEqual(['SELECT 1 AS one', 'SELECT 2 AS two', 'SELECT 1 AS one']);
    expect(all[1]).toMatch(/^BEGIN/);
    expect(all.at(-2)).toBe('COMMIT');
    await read();
    expect(data).toHaveLength(3);
    await database.close();
    await place.remove();
  });
});

test('SQLite’s shortcuts count once', async () => {
  const database = new Database(':memory:');
  const { all } = await statementsOf(async () => {
    for (const method of ['run', 'get', 'all', 'exec'] as const) {
      await new Promise((resolve) => database[method](`SELECT '${method}'`, resolve));
    }
    await new Promise((resolve) => database.each("SELECT 'each'", () => undefined, resolve));
  });
  expect(all).toEqual(["SELECT 'run'", "SELECT 'get'", "SELECT 'all'", "SELECT 'exec'", "SELECT 'each'"]);
  await new Promise((resolve) => database.close(resolve));
});

test('PostgreSQL’s queries are seen as text and as objects', async () => {
  const client = new Client({ connectionString: `${postgresServer()}/postgres` });
  await client.connect();
  const { all } = await statementsOf(async () => {
    await client.query('SELECT 1');
    await client.query({ name: 'two', text: 'SELECT 2' });
  });
  expect(all).toEqual(['SELECT 1', 'SELECT 2']);
  await client.end();
});
