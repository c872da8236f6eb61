import { setImmediate } from 'node:timers/promises';
import { ENGINES, type TemporaryDatabase } from '../../../../test/support/engines';
import type { Database } from '../database';
import { openDatabase } from '../open-database';
import { managerOf, sqlOf } from '../lanes/transaction';
import { unitOf } from '../../../../test/support/unit';
import { SqliteStatements } from './sqlite-statements';

const [SQLITE] = ENGINES;

describe('the SQLite lane', () => {
  let place: TemporaryDatabase;
  let database: Database;

  beforeEach(async () => {
    place = await SQLITE!.create();
    database = await openDatabase({ target: place.target, statementTimeoutMs: 1000, readers: 1 });
    await exclusive('CREATE TABLE parents (id text PRIMARY KEY)');
    await exclusive('CREATE TABLE children (id text PRIMARY KEY, parent text REFERENCES parents)');
    await exclusive(`INSERT INTO parents VALUES ('p')`, `INSERT INTO children VALUES ('c', 'p')`);
  });

  afterEach(async () => {
    await database.close();
    await place.remove();
  });

  function exclusive(...texts: string[]): Promise<void> {
    return database.lanes.submitAlone(
      unitOf(async (tx) => {
        for (const text of texts) await sqlOf(tx).all(text);
      }),
    );
  }

  function run(text: string): Promise<unknown> {
    return database.lanes.submit(unitOf((tx) => sqlOf(tx).all(text)));
  }

  it('lets an exclusive unit rebuild a table that others refer to', async () => {
    await exclusive(
      'CREATE TABLE parents_new (id text PRIMARY KEY, name text)',
      'INSERT INTO parents_new (id) SELECT id FROM parents',
      'DROP TABLE parents',
      'ALTER TABLE parents_new RENAME TO parents',
    );
    expect(await database.reads.all('SELECT * FROM parents')).toEqual([{ id: 'p', name: null }]);
    expect(await database.reads.all('SELECT * FROM children')).toEqual([{ id: 'c', parent: 'p' }]);
  });

  it('refuses an exclusive unit that leaves a broken reference, and checks references again after it', async () => {
    await expect(exclusive('DELETE FROM parents')).rejects.toThrow('breaks a reference from children');
    expect(await database.reads.all('SELECT * FROM parents')).toEqual([{ id: 'p' }]);
    await expect(run('DELETE FROM parents')).rejects.toThrow('FOREIGN KEY');
    await expect(exclusive('SELECT 1 FROM nowhere')).rejects.toThrow('nowhere');
    await expect(run('DELETE FROM parents')).rejects.toThrow('FOREIGN KEY');
  });

  it('is durable and checks references', async () => {
    const settings = async (name: string): Promise<unknown> => {
      const [row] = (await run(`PRAGMA ${name}`)) as Record<string, unknown>[];
      return Object.values(row!)[0];
    };
    expect(await settings('synchronous')).toBe(2);
    expect(await settings('journal_mode')).toBe('wal');
    expect(await settings('foreign_keys')).toBe(1);
    expect(await settings('mmap_size')).toBe(0);
  });

  it('has readers that sort in files once their cache is full', async () => {
    expect(await database.reads.all('PRAGMA temp_store')).toEqual([{ temp_store: 0 }]);
    expect(process.env['SQLITE_TMPDIR']).toBeDefined();
  });

  it('commits nothing of a unit that hid an error which rolled the transaction back', async () => {
    const endless = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000)
      INSERT INTO parents SELECT max(i) FROM n`;
    const hiding = database.lanes.submit(
      unitOf(async (tx) => {
        await managerOf(tx).query(`INSERT INTO parents VALUES ('x')`);
        await sqlOf(tx)
          .all(endless)
          .catch(() => []);
        await sqlOf(tx)
          .all(`INSERT INTO parents VALUES ('y')`)
          .catch(() => []);
      }),
    );
    await expect(hiding).rejects.toMatchObject({ code: 'WRITE_TIMEOUT' });
    await run(`INSERT INTO parents VALUES ('z')`);
    expect(await database.reads.all('SELECT id FROM parents ORDER BY id')).toEqual([{ id: 'p' }, { id: 'z' }]);
  });

  it('tries again while another process writes, and writes after it', async () => {
    const other = await openDatabase({ target: place.target, statementTimeoutMs: 1000, readers: 1 });
    const began = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const first = other.lanes.submit(
      unitOf(async (tx) => {
        await sqlOf(tx).all(`INSERT INTO parents VALUES ('first')`);
        began.resolve();
        await goOn.promise;
      }),
    );
    await began.promise;
    const statements = jest.spyOn(SqliteStatements.prototype, 'run');
    const second = run(`INSERT INTO parents SELECT 'second' FROM parents WHERE id = 'first'`);
    const begins = (): number => statements.mock.calls.filter(([text]) => text === 'BEGIN IMMEDIATE').length;
    while (begins() < 3) await setImmediate();
    goOn.resolve();
    await Promise.all([first, second]);
    statements.mockRestore();
    await other.close();
    expect(await database.reads.all('SELECT id FROM parents ORDER BY id')).toEqual(
      ['first', 'p', 'second'].map((id) => ({ id })),
    );
  });
});
