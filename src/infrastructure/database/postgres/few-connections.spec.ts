import { POSTGRES, type TemporaryDatabase } from '../../../../test/support/engines';
import { ForeignSession } from '../../../../test/support/foreign';
import { unitOf } from '../../../../test/support/unit';
import type { Database } from '../database';
import { sqlOf } from '../lanes/transaction';
import { openDatabase } from '../open-database';

const LANES = 4;

describe.each([POSTGRES])('few connections to $name', ({ create }) => {
  let place: TemporaryDatabase;
  let database: Database;
  let outside: ForeignSession;
  let role: string;

  beforeEach(async () => {
    place = await create();
    const url = new URL(place.target.kind === 'postgres' ? place.target.url : '');
    outside = await ForeignSession.open(url.href);
    role = `few_${process.pid}_${Date.now()}`;
    await outside.query(`CREATE ROLE ${role} LOGIN PASSWORD 'few'; GRANT CREATE ON SCHEMA public TO ${role}`);
    [url.username, url.password] = [role, 'few'];
    const target = { kind: 'postgres', url: url.href } as const;
    database = await openDatabase({ target, statementTimeoutMs: 5000, readers: 8, lanes: LANES });
  });

  afterEach(async () => {
    await database.close();
    await outside.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
    await outside.end();
    await place.remove();
  });

  /** No more connections than there are now. */
  async function allowNoMore(): Promise<void> {
    const [row] = await outside.query('SELECT count(*)::integer AS n FROM pg_stat_activity WHERE usename = $1', [role]);
    await outside.query(`ALTER ROLE ${role} CONNECTION LIMIT ${Number(row!['n'])}`);
  }

  function burst(): Promise<unknown[]> {
    return Promise.all(Array.from({ length: 40 }, (_, n) => database.reads.all('SELECT $1::integer AS n', [n])));
  }

  const answers = Array.from({ length: 40 }, (_, n) => [{ n }]);

  it('serve all reads, one after another', async () => {
    await database.ping();
    await allowNoMore();
    expect(await burst()).toEqual(answers);
    expect(await burst()).toEqual(answers);
  });

  it('serve all reads when one of them is lost', async () => {
    await Promise.all([1, 2, 3].map(() => database.reads.all('SELECT pg_sleep(0.1)')));
    await allowNoMore();
    await outside.query(
      `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = '${role}' AND query LIKE '%pg_sleep%' LIMIT 1`,
    );
    const [row] = await outside.query('SELECT count(*)::integer AS n FROM pg_stat_activity WHERE usename = $1', [role]);
    await outside.query(`ALTER ROLE ${role} CONNECTION LIMIT ${Number(row!['n'])}`);
    await Promise.allSettled([database.ping(), database.ping(), database.ping()]);
    expect(await burst()).toEqual(answers);
  });

  it('serve the entities that many ask for', async () => {
    await database.readDataSource.query('SELECT 1');
    await allowNoMore();
    const asked = Array.from({ length: 10 }, (_, n) => database.readDataSource.query(`SELECT ${n} AS n`));
    expect(await Promise.all(asked)).toEqual(Array.from({ length: 10 }, (_, n) => [{ n }]));
  });

  it('serve the writes of all accounts', async () => {
    const write = (account: number): Promise<unknown> =>
      database.lanes.submit(unitOf((tx) => sqlOf(tx).all('SELECT 1 AS one'), undefined, `account ${account}`));
    await write(0);
    await allowNoMore();
    const written = await Promise.all(Array.from({ length: 4 * LANES }, (_, account) => write(account)));
    expect(written).toEqual(Array.from({ length: 4 * LANES }, () => [{ one: 1 }]));
  });

  it('refuse reads only while there are none', async () => {
    await outside.query(`ALTER ROLE ${role} CONNECTION LIMIT 0`);
    const refused = await Promise.allSettled([database.ping(), database.ping()]);
    expect(refused.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(database.ping()).rejects.toMatchObject({ name: 'DatabaseUnavailable' });
    await outside.query(`ALTER ROLE ${role} CONNECTION LIMIT -1`);
    await database.ping();
  });
});
