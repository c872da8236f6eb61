import { Client } from 'pg';
import { POSTGRES, type TemporaryDatabase } from '../../../../test/support/engines';
import type { Database } from '../database';
import { openDatabase } from '../open-database';
import { managerOf, sqlOf } from '../lanes/transaction';
import { unitOf } from '../../../../test/support/unit';

describe.each([POSTGRES])('connections to $name', ({ create }) => {
  let place: TemporaryDatabase;
  let database: Database;
  let outside: Client;
  /** Never in a transaction, in which pg_stat_activity would stand still. */
  let watcher: Client;

  beforeEach(async () => {
    place = await create();
    database = await openDatabase({ target: place.target, statementTimeoutMs: 5000, readers: 1, lanes: 1 });
    const connectionString = place.target.kind === 'postgres' ? place.target.url : '';
    outside = new Client({ connectionString });
    watcher = new Client({ connectionString });
    await outside.connect();
    await watcher.connect();
    await outside.query(
      `CREATE TABLE pairs (name text PRIMARY KEY, n integer); INSERT INTO pairs VALUES ('a', 0), ('b', 0)`,
    );
  });

  afterEach(async () => {
    await outside.end();
    await watcher.end();
    await database.close();
    await place.remove();
  });

  function unit(...texts: string[]): Promise<unknown> {
    return database.lanes.submit(
      unitOf(async (tx) => {
        for (const text of texts) await sqlOf(tx).all(text);
      }),
    );
  }

  async function terminate(): Promise<void> {
    await outside.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'snackbase' AND datname = current_database()`,
    );
  }

  /** Waits until the server runs a statement that begins like this. */
  async function running(start: string): Promise<void> {
    for (;;) {
      const { rows } = await watcher.query(
        `SELECT 1 FROM pg_stat_activity WHERE application_name = 'snackbase' AND state = 'active' AND query LIKE $1`,
        [`${start}%`],
      );
      if (rows.length > 0) return;
    }
  }

  it('rejects what ran on a lost connection, and opens another for what comes next', async () => {
    const lost = Promise.allSettled([
      unit(`UPDATE pairs SET n = 1`, 'SELECT pg_sleep(20)'),
      database.reads.all('SELECT pg_sleep(21)'),
    ]);
    await running('SELECT pg_sleep(20)');
    await running('SELECT pg_sleep(21)');
    await terminate();
    const unavailable = { status: 'rejected', reason: { name: 'DatabaseUnavailable' } };
    expect(await lost).toMatchObject([unavailable, unavailable]);
    await unit(`UPDATE pairs SET n = n + 5 WHERE name = 'a'`);
    expect(await database.reads.all('SELECT n FROM pairs ORDER BY name')).toEqual([{ n: 5 }, { n: 0 }]);
  });

  it('opens another for a connection that was lost while it was idle', async () => {
    await unit('SELECT 1');
    await database.ping();
    await terminate();
    await Promise.allSettled([unit('SELECT 1'), database.ping()]);
    await unit('SELECT 1');
    await database.ping();
  });

  it('runs the units of a group again when a deadlock undid it', async () => {
    await outside.query(`SET deadlock_timeout = '20s'; BEGIN; UPDATE pairs SET n = n + 100 WHERE name = 'b'`);
    const units = [
      unit(`UPDATE pairs SET n = n + 1 WHERE name = 'a'`),
      unit(`UPDATE pairs SET n = n + 1 WHERE name = 'b'`),
    ];
    await running(`UPDATE pairs SET n = n + 1 WHERE name = 'b'`);
    await outside.query(`UPDATE pairs SET n = n + 100 WHERE name = 'a'; COMMIT`);
    await Promise.all(units);
    // Whichever of the two gets the row first when the group is undone, both changes are there in the end.
    expect(await database.reads.all('SELECT n FROM pairs')).toEqual([{ n: 101 }, { n: 101 }]);
  });

  it.each([
    ['a statement', (text: string) => unit(text)],
    ['an entity', (text: string) => database.lanes.submit(unitOf((tx) => managerOf(tx).query(text)))],
  ])(
    'replaces a session that has become read-only, which %s notices, as soon as another one writes',
    async (_, write) => {
      const readOnly = async (value: string): Promise<void> => {
        await outside.query(
          `DO $do$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = ${value}', current_database()); END $do$`,
        );
      };
      await unit('SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY');
      await readOnly('on');
      const unavailable = { name: 'DatabaseUnavailable' };
      await expect(write(`UPDATE pairs SET n = 1`)).rejects.toMatchObject(unavailable);
      await expect(write(`UPDATE pairs SET n = 2`)).rejects.toMatchObject(unavailable);
      await readOnly('off');
      await write(`UPDATE pairs SET n = 3`);
      expect(await database.reads.all('SELECT DISTINCT n FROM pairs')).toEqual([{ n: 3 }]);
    },
  );

  it('does not call a transaction committed whose unit hid an error', async () => {
    const hiding = database.lanes.submit(
      unitOf(async (tx) => {
        await sqlOf(tx).all(`UPDATE pairs SET n = 9`);
        await sqlOf(tx)
          .all('SELECT 1/0')
          .catch(() => []);
      }),
    );
    await expect(hiding).rejects.toThrow('aborted');
    expect(await database.reads.all('SELECT DISTINCT n FROM pairs')).toEqual([{ n: 0 }]);
  });
});
