import { ENGINES, type TemporaryDatabase } from '../../../../test/support/engines';
import type { Database } from '../database';
import { openDatabase } from '../open-database';
import { sqlOf } from '../lanes/transaction';
import { unitOf } from '../../../../test/support/unit';

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

  it('answers each statement with its own rows, even when many wait', async () => {
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
    const stopped = expect(database.reads.all(slow, [], 'a')).rejects.toMatchObject({ code: 'QUERY_TIMEOUT' });
    expect(await database.reads.all('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await stopped;
    await expect(
      Promise.all([slow, slow, slow].map((text) => database.reads.all(text, [], 'a'))),
    ).rejects.toMatchObject({
      code: 'QUERY_TIMEOUT',
    });
    expect(await database.reads.all('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('says of what the server looks up for itself that it is unavailable, where that takes too long', async () => {
    await expect(database.reads.all(slow)).rejects.toMatchObject({ name: 'DatabaseUnavailable' });
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
    const change = (text: string): Promise<unknown> => database.lanes.submitAlone(unitOf((tx) => sqlOf(tx).all(text)));
    await change('CREATE TABLE changing (id integer)');
    const read = (): Promise<unknown[]> => Promise.all([1, 2].map(() => database.reads.all('SELECT * FROM changing')));
    await change('INSERT INTO changing (id) VALUES (1)');
    expect(await read()).toEqual([[{ id: 1 }], [{ id: 1 }]]);
    await change('ALTER TABLE changing ADD COLUMN extra text');
    expect(await read()).toEqual([[{ id: 1, extra: null }], [{ id: 1, extra: null }]]);
  });

  it('leaves the others a connection while one owner has many slow statements', async () => {
    const other = await openDatabase({ target: place.target, statementTimeoutMs: 30_000, readers: 4 });
    const order: string[] = [];
    const read = async (owner: string, text: string): Promise<void> => {
      await other.reads.all(text, [], owner);
      order.push(owner);
    };
    const slowish = engine === 'sqlite' ? slow.replace('1000000000', '300000') : 'SELECT pg_sleep(0.1)';
    const many = Array.from({ length: 20 }, () => read('a', slowish));
    await Promise.all([...many, read('b', 'SELECT 1 AS one')]);
    expect(order).toHaveLength(21);
    expect(order.indexOf('b')).toBeLessThanOrEqual(3);
    await other.close();
  });

  it('never gives one owner the last connection', async () => {
    const other = await openDatabase({ target: place.target, statementTimeoutMs: 1000, readers: 4 });
    const order: string[] = [];
    const read = (owner: string, text: string): Promise<unknown> =>
      other.reads.all(text, [], owner).then(
        () => order.push(`${owner} answered`),
        () => order.push(`${owner} stopped`),
      );
    await Promise.all([...[slow, slow, slow, slow].map((text) => read('a', text)), read('b', 'SELECT 1 AS one')]);
    expect(order).toEqual(['b answered', ...Array.from({ length: 4 }, () => 'a stopped')]);
    await other.close();
  });

  it("serves the system first and the owners in turn, and refuses an owner's thousand and first", async () => {
    const other = await openDatabase({ target: place.target, statementTimeoutMs: 30_000, readers: 1 });
    const order: string[] = [];
    const read = async (name: string, owner?: string): Promise<void> => {
      await other.reads.all('SELECT 1 AS one', [], owner);
      order.push(name);
    };
    const first = [read('a1', 'a'), read('a2', 'a'), read('a3', 'a'), read('b1', 'b'), read('b2', 'b'), read('system')];
    await Promise.all(first);
    expect(order).toEqual(['a1', 'system', 'a2', 'b1', 'a3', 'b2']);
    const accepted = Array.from({ length: 1001 }, () => read('a', 'a'));
    const busy = { name: 'DatabaseUnavailable', message: 'The database is busy' };
    await expect(read('a', 'a')).rejects.toMatchObject(busy);
    await Promise.all([...accepted, read('b', 'b'), read('system')]);
    expect(order).toHaveLength(6 + 1001 + 2);
    await other.close();
  });

  it('refuses an answer that is too large and goes on', async () => {
    const other = await openDatabase({ target: place.target, statementTimeoutMs: 30_000, readers: 1 });
    const text =
      engine === 'sqlite'
        ? `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < CAST(? AS integer))
           SELECT group_concat(hex(zeroblob(500000)), '') AS text FROM n`
        : `SELECT repeat('x', $1::integer * 1000000) AS text`;
    const tooLarge = {
      code: 'QUERY_TOO_COMPLEX',
      kind: 'unprocessable',
      extras: { hint: 'Ask for fewer records or fields.' },
    };
    await expect(other.reads.all(text, [10])).rejects.toMatchObject(tooLarge);
    const both = [other.reads.all(text, [10]), other.reads.all('SELECT 1 AS one')] as const;
    await expect(both[0]).rejects.toMatchObject(tooLarge);
    expect(await both[1]).toEqual([{ one: 1 }]);
    const [row] = await other.reads.all(text, [3]);
    expect(row?.['text']).toHaveLength(3_000_000);
    await other.close();
  });

  it('stops what runs when it is closed, and refuses what waits', async () => {
    const other = await openDatabase({ target: place.target, statementTimeoutMs: 300, readers: 1 });
    await other.reads.all('SELECT 1 AS one');
    const stopped = expect(other.reads.all(slow, [], 'a')).rejects.toMatchObject({ code: 'QUERY_TIMEOUT' });
    const refused = expect(other.reads.all('SELECT 2 AS two')).rejects.toMatchObject({ name: 'DatabaseUnavailable' });
    await Promise.all([other.close(), stopped, refused]);
    await expect(other.reads.all('SELECT 1 AS one')).rejects.toMatchObject({ name: 'DatabaseUnavailable' });
  });
});
