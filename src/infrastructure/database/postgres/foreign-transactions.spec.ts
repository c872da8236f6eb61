import { POSTGRES, type TemporaryDatabase } from '../../../../test/support/engines';
import { ForeignSession } from '../../../../test/support/foreign';
import { unitOf } from '../../../../test/support/unit';
import type { Database } from '../database';
import { sqlOf } from '../lanes/transaction';
import { openDatabase } from '../open-database';

describe.each([POSTGRES])('transactions of others on $name', ({ create }) => {
  let place: TemporaryDatabase;
  let database: Database;
  let stranger: ForeignSession;
  /** Never in a transaction. */
  let watcher: ForeignSession;

  beforeEach(async () => {
    place = await create();
    database = await openDatabase({ target: place.target, statementTimeoutMs: 500, readers: 3, lanes: 2 });
    const url = place.target.kind === 'postgres' ? place.target.url : '';
    stranger = await ForeignSession.open(url, 'nightly dump');
    watcher = await ForeignSession.open(url);
    await watcher.query(`CREATE TABLE things (id integer PRIMARY KEY, n integer)`);
    await watcher.query(`INSERT INTO things VALUES (1, 0)`);
  });

  afterEach(async () => {
    await stranger.end();
    await watcher.end();
    await database.close();
    await place.remove();
  });

  function change(text: string): Promise<unknown> {
    return database.lanes.submitAlone(unitOf((tx) => sqlOf(tx).all(text)));
  }

  function write(text: string): Promise<unknown> {
    return database.lanes.submit(unitOf((tx) => sqlOf(tx).all(text)));
  }

  it('let a schema change wait for a moment only, with writes going on, and are named when it gives up', async () => {
    await stranger.query('BEGIN');
    await stranger.query('SELECT * FROM things');
    const changed = change('ALTER TABLE things ADD COLUMN extra text');
    const settled = { yet: false };
    void changed.catch(() => undefined).finally(() => (settled.yet = true));
    await watcher.sawWaiting();
    await write('UPDATE things SET n = n + 1');
    await watcher.sawWaiting();
    await write('UPDATE things SET n = n + 1');
    expect(settled.yet).toBe(false);
    await expect(changed).rejects.toMatchObject({
      code: 'SCHEMA_BUSY',
      kind: 'unavailable',
      message: expect.stringContaining(`process ${await stranger.pid()} (nightly dump)`),
    });
    expect(await database.reads.all('SELECT * FROM things')).toEqual([{ id: 1, n: 2 }]);
  });

  it('let a schema change through that waited for them, in a later try', async () => {
    await stranger.query('BEGIN');
    await stranger.query('SELECT * FROM things');
    const changed = change('ALTER TABLE things ADD COLUMN extra text');
    await watcher.sawWaiting();
    await watcher.sawNobodyWait();
    await stranger.query('COMMIT');
    await changed;
    expect(await database.reads.all('SELECT * FROM things')).toEqual([{ id: 1, n: 0, extra: null }]);
  });

  it('do not keep a schema change from its turn where they hold up a write', async () => {
    await stranger.query('BEGIN');
    await stranger.query('SELECT * FROM things FOR UPDATE');
    const blocked = { tries: 0, stopped: false };
    const writing = (async () => {
      while (!blocked.stopped) {
        await write('UPDATE things SET n = n + 1').catch(() => undefined);
        blocked.tries += 1;
      }
    })();
    await watcher.sawWaiting();
    await change('CREATE TABLE others (id integer)');
    expect(await database.reads.all('SELECT * FROM others')).toEqual([]);
    blocked.stopped = true;
    await stranger.query('ROLLBACK');
    await writing;
  });

  it('stop a write that needs what they lock, which then says so', async () => {
    await stranger.query('BEGIN');
    await stranger.query('SELECT * FROM things FOR UPDATE');
    await expect(write('UPDATE things SET n = 1')).rejects.toMatchObject({
      code: 'DATABASE_LOCKED',
      kind: 'unavailable',
    });
    await stranger.query('ROLLBACK');
    await write('UPDATE things SET n = 1');
  });

  it('stop a read of a table that they lock, which then says so', async () => {
    await stranger.query('BEGIN');
    await stranger.query('LOCK TABLE things');
    const read = database.reads.all('SELECT * FROM things', [], 'a');
    await expect(read).rejects.toMatchObject({ code: 'DATABASE_LOCKED', kind: 'unavailable' });
    await stranger.query('ROLLBACK');
    expect(await database.reads.all('SELECT * FROM things', [], 'a')).toEqual([{ id: 1, n: 0 }]);
  });

  it('stop a server that starts and has to change its tables, with a sentence', async () => {
    const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    await watcher.query("DELETE FROM migrations WHERE name LIKE 'AddQuotas%'");
    await stranger.query('BEGIN');
    await stranger.query('LOCK TABLE migrations IN ACCESS SHARE MODE; LOCK TABLE accounts');
    const opening = openDatabase({ target: place.target, statementTimeoutMs: 500 });
    await expect(opening).rejects.toThrow(
      'Cannot open the PostgreSQL database: a transaction locks tables that have to change; end it and start again',
    );
    log.mockRestore();
  });
});
