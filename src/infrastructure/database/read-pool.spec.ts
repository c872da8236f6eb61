import { SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import { ENGINES, type TemporaryDatabase } from '../../../test/support/engines';
import type { Database } from './database';
import { openDatabase } from './open-database';
import { sqlOf } from './transaction';

describe.each(ENGINES)('the read pool on $name', ({ name: engine, create }) => {
  let place: TemporaryDatabase;
  let database: Database;
  const slow =
    engine === 'sqlite'
      ? 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) SELECT max(i) FROM n'
      : 'SELECT pg_sleep(30)';

  beforeAll(async () => {
    place = await create();
    database = await openDatabase({ target: place.target, statementTimeoutMs: 300, readers: 2, lanes: 1 });
  });

  afterAll(async () => {
    await database.close();
    await place.remove();
  });

  it('answers each statement with its own rows, also when many wait', async () => {
    const text = engine === 'sqlite' ? 'SELECT CAST(? AS integer) AS n' : 'SELECT $1::integer AS n';
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => database.reads.all(text, [n])));
    expect(answers).toEqual(Array.from({ length: 50 }, (_, n) => [{ n }]));
  });

  it('goes on after a statement that fails', async () => {
    await expect(database.reads.all('SELECT 1 FROM nowhere')).rejects.toThrow('nowhere');
    await expect(database.reads.all('SELECT 1 FROM nowhere')).rejects.toThrow('nowhere');
    expect(await database.reads.all('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('interrupts what takes too long, and serves others meanwhile', async () => {
    const stopped = expect(database.reads.all(slow)).rejects.toMatchObject({ code: 'QUERY_TIMEOUT' });
    expect(await database.reads.all('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await stopped;
    await expect(Promise.all([slow, slow, slow].map((text) => database.reads.all(text)))).rejects.toMatchObject({
      code: 'QUERY_TIMEOUT',
    });
    expect(await database.reads.all('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('cannot write', async () => {
    const attempt = `UPDATE system_state SET value = 99 WHERE name = 'schema_revision'`;
    await expect(database.reads.all(attempt)).rejects.toThrow(/read-?only/);
    await expect(database.readDataSource.query(attempt)).rejects.toThrow(/read-?only/);
    const rows = await database.reads.all(`SELECT value FROM system_state WHERE name = 'schema_revision'`);
    expect(rows).toEqual([{ value: 1 }]);
  });

  it('gives json and times as text and counters as numbers', async () => {
    const rows = await database.reads.all(
      engine === 'sqlite'
        ? `SELECT json('{"a":1}') AS j, count(*) AS n, '2026-01-02 03:04:05' AS t, 1 AS b FROM roles`
        : `SELECT '{"a":1}'::json AS j, count(*) AS n, timestamp '2026-01-02 03:04:05' AS t, true AS b FROM roles`,
    );
    expect(rows).toEqual([{ j: '{"a":1}', n: 2, t: '2026-01-02 03:04:05', b: engine === 'sqlite' ? 1 : true }]);
  });

  it('sees a schema change in statements that were prepared before it', async () => {
    const change = (text: string): Promise<unknown> =>
      database.lanes.submitExclusive(SYSTEM_ACCOUNT_ID, {
        guards: { credential: null, schemaRevision: null },
        work: (tx) => sqlOf(tx).all(text),
      });
    await change('CREATE TABLE changing (id integer)');
    const read = (): Promise<unknown[]> => Promise.all([1, 2].map(() => database.reads.all('SELECT * FROM changing')));
    await change('INSERT INTO changing (id) VALUES (1)');
    expect(await read()).toEqual([[{ id: 1 }], [{ id: 1 }]]);
    await change('ALTER TABLE changing ADD COLUMN extra text');
    expect(await read()).toEqual([[{ id: 1, extra: null }], [{ id: 1, extra: null }]]);
  });

  it('stops what runs when it is closed, and refuses what waits', async () => {
    const other = await openDatabase({ target: place.target, statementTimeoutMs: 300, readers: 1 });
    await other.reads.all('SELECT 1 AS one');
    const stopped = expect(other.reads.all(slow)).rejects.toMatchObject({ code: 'QUERY_TIMEOUT' });
    const refused = expect(other.reads.all('SELECT 2 AS two')).rejects.toMatchObject({ name: 'DatabaseUnavailable' });
    await Promise.all([other.close(), stopped, refused]);
    await expect(other.reads.all('SELECT 1 AS one')).rejects.toMatchObject({ name: 'DatabaseUnavailable' });
  });
});
