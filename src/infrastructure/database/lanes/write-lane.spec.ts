import { StaleExpectation } from '#application/ports/stale-expectation';
import { type Expectation, NO_EXPECTATION, type Transaction } from '#application/ports/transactions';
import { type Clock, isoTime } from '#domain/kernel/clock';
import { SYSTEM_ACCOUNT_ID, type Credential, type Deadline } from '#domain/kernel/request-context';
import { newId } from '#domain/kernel/ids';
import type { RecordChange } from '#domain/records/record-change';
import { ENGINES, type TemporaryDatabase } from '../../../../test/support/engines';
import type { Database } from '../database';
import { GroupEntity } from '../entities/group.entity';
import { type SharedStep, SharedSteps, StepRefused } from './shared-steps';
import { openDatabase } from '../open-database';
import { managerOf, sqlOf } from './transaction';
import { violationOf } from '../errors/violation';
import { unitOf } from '../../../../test/support/unit';

function created(id: string): RecordChange {
  return {
    accountId: SYSTEM_ACCOUNT_ID,
    collectionId: 'notes',
    id,
    op: 'create',
    before: null,
    after: { id },
    bytes: 0,
  };
}

class Time implements Deadline {
  passed: Error | null = null;

  runOut(): void {
    this.passed = new Error('Over');
  }
}

describe.each(ENGINES)('a write lane on $name', ({ name: engine, create }) => {
  let place: TemporaryDatabase;
  let database: Database;
  let now: number;
  /** Stands still, so that no group takes long, unless a test lets it. */
  const clock: Clock = { now: () => now, iso: () => isoTime(now) };

  beforeEach(async () => {
    now = Date.now();
    place = await create();
    database = await openDatabase({ target: place.target, statementTimeoutMs: 1000, readers: 2, lanes: 2, clock });
    await write('CREATE TABLE notes (id varchar(36) PRIMARY KEY, account_id varchar(36), text varchar(20) UNIQUE)');
  });

  afterEach(async () => {
    await database.close();
    await place.remove();
  });

  function write(text: string, values: readonly string[] = []): Promise<unknown> {
    return database.lanes.submit(unitOf((tx) => sqlOf(tx).all(text, values)));
  }

  /** A unit that inserts one note and, if told so, fails after it. */
  function note(text: string, failure?: Error): Promise<string> {
    return database.lanes.submit(
      unitOf(async (tx) => {
        const id = newId();
        const marks = engine === 'sqlite' ? '?, ?, ?' : '$1, $2, $3';
        await sqlOf(tx).all(`INSERT INTO notes (id, account_id, text) VALUES (${marks})`, [id, 'a', text]);
        if (failure) throw failure;
        return id;
      }),
    );
  }

  async function notes(): Promise<string[]> {
    const rows = await database.reads.all('SELECT text FROM notes ORDER BY text');
    return rows.map((row) => String(row['text']));
  }

  /** Refuses texts that begin with "refused", as a create rule would. */
  function insert(
    texts: readonly string[],
    expectation?: Expectation,
    deadline?: Deadline,
  ): Promise<Record<string, unknown>[]> {
    const ids = texts.map(() => newId());
    const source =
      engine === 'sqlite'
        ? `SELECT value ->> 'id' AS id, value ->> 'account_id' AS account_id, value ->> 'text' AS text FROM json_each(?)`
        : `SELECT id, account_id, text FROM json_to_recordset($1::json) AS r (id text, account_id text, text text)`;
    const step: SharedStep = {
      text: `INSERT INTO notes (id, account_id, text) SELECT * FROM (${source}) s WHERE text NOT LIKE 'refused%' RETURNING id, text`,
      bind: (rows) => [rows],
      rows: texts.map((text, index) => JSON.stringify({ id: ids[index], account_id: 'a', text })),
      ids,
    };
    const work = new SharedSteps([step], (tx, [rows]) => {
      for (const id of ids) tx.changed(created(id));
      return [...rows!];
    });
    const unit = unitOf(work, expectation);
    return database.lanes.submit(deadline === undefined ? unit : { ...unit, ctx: { ...unit.ctx, deadline } });
  }

  async function counted(): Promise<[number, number]> {
    const [row] = await database.reads.all(`SELECT count, version FROM record_counts WHERE collection_id = 'notes'`);
    return [Number(row?.['count'] ?? 0), Number(row?.['version'] ?? 0)];
  }

  it('gives each unit its own result', async () => {
    const ids = await Promise.all(['a', 'b', 'c'].map((text) => note(text)));
    expect(new Set(ids).size).toBe(3);
    expect(await notes()).toEqual(['a', 'b', 'c']);
  });

  it('undoes a failing unit alone, in the middle of a group and when alone', async () => {
    const failure = new Error('not this one');
    const results = await Promise.allSettled([note('a'), note('b', failure), note('c'), note('a'), note('d')]);
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect(results[1]).toMatchObject({ reason: failure });
    expect(violationOf((results[3] as PromiseRejectedResult).reason)).toMatchObject({
      kind: 'unique',
      columns: ['text'],
    });
    await expect(note('e', failure)).rejects.toBe(failure);
    expect(await notes()).toEqual(['a', 'c', 'd']);
  });

  it('commits what arrives together at once', async () => {
    await insert(['first']);
    const [, before] = await counted();
    await Promise.all(Array.from({ length: 20 }, (_, index) => insert([`n${index}`])));
    const [count, after] = await counted();
    expect(count).toBe(21);
    // The version grows once with each commit that touched the collection.
    expect(after - before).toBe(1);
  });

  it('counts the records of units that were committed, and of no others', async () => {
    const tell = (op: RecordChange['op'], times: number, failure?: Error): Promise<void> =>
      database.lanes.submit(
        unitOf((tx) => {
          for (let index = 0; index < times; index += 1) tx.changed({ ...created(newId()), op });
          return failure ? Promise.reject(failure) : Promise.resolve();
        }),
      );
    await Promise.allSettled([
      tell('create', 5),
      tell('create', 100, new Error('no')),
      tell('update', 1),
      tell('delete', 2),
      insert(['a']),
    ]);
    expect(await counted()).toEqual([4, 1]);
    const erased = { accountId: SYSTEM_ACCOUNT_ID, collectionId: 'notes', field: null, count: 3, bytes: 0 } as const;
    await database.lanes.submit(unitOf((tx) => Promise.resolve(tx.changedMany({ ...erased, op: 'erase' }))));
    expect(await counted()).toEqual([1, 2]);
  });

  it('refuses a change of an account that is not the one of the unit, unless it is alone', async () => {
    const foreign = { ...created(newId()), accountId: newId() };
    const work = (tx: Transaction): Promise<void> => Promise.resolve().then(() => tx.changed(foreign));
    await expect(database.lanes.submit(unitOf(work))).rejects.toThrow('account that is not its own');
    await database.lanes.submitAlone(unitOf(work));
    expect(await counted()).toEqual([1, 1]);
  });

  it('does not answer before the commit, and tells then how each unit ended', async () => {
    const seen: string[] = [];
    const watched = (text: string, failure?: Error): Promise<void> =>
      database.lanes.submit(
        unitOf(async (tx) => {
          tx.onSettled((outcome) => seen.push(`${text} ${outcome}`));
          const id = newId();
          const marks = engine === 'sqlite' ? '?, ?, ?' : '$1, $2, $3';
          await sqlOf(tx).all(`INSERT INTO notes (id, account_id, text) VALUES (${marks})`, [id, 'a', text]);
          // A reader has a snapshot of its own: what is not committed is not there.
          expect(await notes()).toEqual([]);
          if (failure) throw failure;
        }),
      );
    await Promise.allSettled([watched('a'), watched('b', new Error('no')), watched('c')]);
    expect(await notes()).toEqual(['a', 'c']);
    expect(seen).toEqual(['a committed', 'c committed', 'b rolled_back']);
  });

  it('merges inserts of one key and gives each its own rows', async () => {
    const results = await Promise.all([insert(['a']), insert(['b', 'c']), insert(['d'])]);
    expect(results.map((rows) => rows.map((row) => row['text']))).toEqual([['a'], ['b', 'c'], ['d']]);
    expect((await counted())[0]).toBe(4);
  });

  it('runs merged inserts singly when the statement fails, so that only the guilty one is refused', async () => {
    await insert(['taken']);
    const results = await Promise.allSettled([
      insert(['a']),
      insert(['taken']),
      insert(['b', 'c']),
      insert(['d', 'd']),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected']);
    expect(await notes()).toEqual(['a', 'b', 'c', 'taken']);
    expect((await counted())[0]).toBe(4);
  });

  it('undoes merged inserts by themselves where another unit shares their commit', async () => {
    const results = await Promise.allSettled([note('plain'), insert(['a', 'b']), insert(['c', 'c']), insert(['d'])]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(await notes()).toEqual(['a', 'b', 'd', 'plain']);
    expect((await counted())[0]).toBe(3);
  });

  it('refuses all rows of an insert when the statement leaves out some', async () => {
    const results = await Promise.allSettled([insert(['a']), insert(['b', 'refused 1', 'c']), insert(['refused 2'])]);
    expect(results[0]).toMatchObject({ status: 'fulfilled' });
    expect((results[1] as PromiseRejectedResult).reason).toBeInstanceOf(StepRefused);
    expect(results[1]).toMatchObject({ reason: { refused: [1] } });
    expect(results[2]).toMatchObject({ reason: { refused: [0] } });
    await expect(insert(['x', 'refused 3'])).rejects.toMatchObject({ refused: [1] });
    expect(await notes()).toEqual(['a']);
    expect((await counted())[0]).toBe(1);
  });

  it('keeps the order of what one caller writes', async () => {
    await note('a');
    await write(`UPDATE notes SET text = 'b' WHERE text = 'a'`);
    expect(await notes()).toEqual(['b']);
  });

  it('rejects units whose credential or schema is stale, and only those', async () => {
    const credential: Credential = { kind: 'session', id: newId(), stamp: 1 };
    const userId = newId();
    const now = new Date().toISOString();
    await write(
      `INSERT INTO users (id, account_id, email, email_key, password_hash, role_id, is_active, email_verified, auth_version, created_at, updated_at)
       VALUES ('${userId}', '${SYSTEM_ACCOUNT_ID}', 'a@b.c', 'a@b.c', 'x', 1, true, true, 1, '${now}', '${now}')`,
    );
    await write(
      `INSERT INTO sessions (id, account_id, user_id, created_at, expires_at)
       VALUES ('${credential.id}', '${SYSTEM_ACCOUNT_ID}', '${userId}', '${now}', '${now}')`,
    );
    const results = await Promise.allSettled([
      insert(['a'], { credential, schemaRevision: 1 }),
      insert(['b'], { credential: { ...credential, stamp: 2 }, schemaRevision: null }),
      insert(['c'], { credential: { ...credential, id: newId() }, schemaRevision: null }),
      insert(['d'], { credential, schemaRevision: 2 }),
      insert(['e']),
    ]);
    const outcomes = results.map((result) =>
      result.status === 'rejected' ? (result.reason as StaleExpectation).stale : 'written',
    );
    expect(outcomes).toEqual(['written', 'credential', 'credential', 'schema', 'written']);
    await write(`UPDATE users SET is_active = false WHERE id = '${userId}'`);
    await expect(insert(['f'], { credential, schemaRevision: null })).rejects.toBeInstanceOf(StaleExpectation);
    expect(await notes()).toEqual(['a', 'e']);
  });

  it('rejects a unit whose time is over when its turn comes', async () => {
    const [time, gate] = [new Time(), Promise.withResolvers<void>()];
    const before = database.lanes.submit(unitOf(() => gate.promise));
    const late = insert(['late'], NO_EXPECTATION, time);
    const others = [before, insert(['other'], NO_EXPECTATION, new Time())];
    time.runOut();
    gate.resolve();
    await expect(late).rejects.toBe(time.passed);
    await Promise.all(others);
    expect(await notes()).toEqual(['other']);
  });

  it('undoes a unit whose time is over before its commit, and runs those that shared it again', async () => {
    const time = new Time();
    const late = insert(['late'], NO_EXPECTATION, time);
    const runs: string[] = [];
    const last = database.lanes.submit(
      unitOf((tx) => {
        runs.push('ran');
        tx.onSettled((outcome) => runs.push(outcome));
        return Promise.resolve(time.runOut());
      }),
    );
    await expect(late).rejects.toThrow('Over');
    await Promise.all([last, note('other')]);
    expect(await notes()).toEqual(['other']);
    expect(await counted()).toEqual([0, 0]);
    expect(runs).toEqual(['ran', 'rolled_back', 'ran', 'committed']);
  });

  it('runs entities in the unit, never in a transaction of their own', async () => {
    const group = (name: string, failure?: Error): Promise<void> =>
      database.lanes.submit(
        unitOf(async (tx) => {
          const now = new Date().toISOString();
          const row = {
            id: newId(),
            accountId: SYSTEM_ACCOUNT_ID,
            name,
            description: null,
            createdAt: now,
            updatedAt: now,
          };
          await managerOf(tx).getRepository(GroupEntity).save(row);
          if (failure) throw failure;
        }),
      );
    await Promise.allSettled([group('a'), group('b', new Error('no')), note('n'), group('c')]);
    await expect(group('d', new Error('no'))).rejects.toThrow('no');
    const found = await database.readDataSource.getRepository(GroupEntity).find({ order: { name: 'ASC' } });
    expect(found.map(({ name }) => name)).toEqual(['a', 'c']);
  });

  it('refuses statements that a unit sends after it ended', async () => {
    const ended = await database.lanes.submit(unitOf((tx) => Promise.resolve(sqlOf(tx))));
    const late = Promise.resolve().then(() => ended.all(`INSERT INTO notes (id, text) VALUES ('late', 'late')`));
    await expect(late).rejects.toThrow('A unit of work ran a statement after it had ended');
    expect(await notes()).toEqual([]);
  });

  it('stops a statement that takes too long, and rejects only its unit', async () => {
    const slow =
      engine === 'sqlite'
        ? `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000000)
           INSERT INTO notes (id, text) SELECT 'slow', max(i) FROM n`
        : 'SELECT pg_sleep(20)';
    const results = await Promise.allSettled([note('a'), write(slow), note('b'), insert(['c'])]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(results[1]).toMatchObject({ reason: { code: 'WRITE_TIMEOUT' } });
    expect(await notes()).toEqual(['a', 'b', 'c']);
  });

  it('refuses new units while it drains, and finishes those it accepted', async () => {
    const accepted = Promise.all([note('a'), note('b')]);
    const drained = database.lanes.drain();
    await expect(note('c')).rejects.toMatchObject({ name: 'DatabaseUnavailable' });
    await drained;
    await accepted;
    expect(await notes()).toEqual(['a', 'b']);
  });

  it('commits what has run when a group takes long, and runs the rest of it after what came meanwhile', async () => {
    const sameLane = await openDatabase({
      target: place.target,
      statementTimeoutMs: 1000,
      readers: 1,
      lanes: 1,
      clock,
    });
    const ended: string[] = [];
    const take = (name: string, ms: number, accountId?: string, work?: () => void): Promise<void> => {
      const slow = async (tx: Transaction): Promise<void> => {
        await sqlOf(tx).all('SELECT 1 AS one');
        now += ms;
        work?.();
      };
      return sameLane.lanes.submit(unitOf(slow, undefined, accountId)).then(() => void ended.push(name));
    };
    const account = newId();
    let late: Promise<void> | undefined;
    const first = take('a1', 30, account, () => (late = take('b1', 60)));
    await Promise.all([first, take('a2', 30, account), take('a3', 30, account), take('a4', 30, account)]);
    await late;
    await sameLane.close();
    // a1 and a2 share a commit, then a3 and b1 do.
    expect(ended).toEqual(['a1', 'a2', 'b1', 'a3', 'a4']);
  });

  it('runs an exclusive unit alone and undoes all of it when it fails', async () => {
    const change = (text: string, failure?: Error): Promise<void> =>
      database.lanes.submitAlone(
        unitOf(async (tx) => {
          await sqlOf(tx).all(text);
          if (failure) throw failure;
        }),
      );
    const results = await Promise.allSettled([
      note('a'),
      change('CREATE TABLE made (id integer)'),
      change('CREATE TABLE unmade (id integer)', new Error('no')),
      note('b'),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(await database.reads.all('SELECT * FROM made')).toEqual([]);
    await expect(database.reads.all('SELECT * FROM unmade')).rejects.toThrow('unmade');
    expect(await notes()).toEqual(['a', 'b']);
  });
});
