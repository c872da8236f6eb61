import { POSTGRES, type TemporaryDatabase } from '../../../../test/support/engines';
import { PostgresProxy } from '../../../../test/support/postgres-proxy';
import { unitOf } from '../../../../test/support/unit';
import type { Database } from '../database';
import { sqlOf } from '../lanes/transaction';
import { openDatabase } from '../open-database';

describe.each([POSTGRES])('a frozen server of $name', ({ create }) => {
  let place: TemporaryDatabase;
  let proxy: PostgresProxy;
  let database: Database;

  beforeEach(async () => {
    place = await create();
    proxy = await PostgresProxy.open(place.target.kind === 'postgres' ? place.target.url : '');
    const target = { kind: 'postgres', url: proxy.url } as const;
    database = await openDatabase({ target, statementTimeoutMs: 300, readers: 2, lanes: 2 });
  });

  afterEach(async () => {
    proxy.thaw();
    await database.close();
    await proxy.close();
    await place.remove();
  });

  const kinds: readonly (() => Promise<unknown>)[] = [
    () => database.reads.all('SELECT 1 AS one'),
    () => database.readDataSource.query('SELECT 1 AS one'),
    () => database.lanes.submit(unitOf((tx) => sqlOf(tx).all('SELECT 1 AS one'))),
    () => database.lanes.submit(unitOf((tx) => sqlOf(tx).all('SELECT 1 AS one'), undefined, 'another account')),
    () => database.lanes.submitAlone(unitOf((tx) => sqlOf(tx).all('SELECT 1 AS one'))),
  ];
  const askAll = () => Promise.allSettled(kinds.map((ask) => ask()));

  it('gets nobody an answer but the refusal, and everybody one again when it goes on', async () => {
    expect((await askAll()).map(({ status }) => status)).toEqual(kinds.map(() => 'fulfilled'));
    proxy.freeze();
    const frozen = await askAll();
    expect(frozen.map(({ status }) => status)).toEqual(kinds.map(() => 'rejected'));
    proxy.thaw();
    const answered = { status: 'fulfilled', value: [{ one: 1 }] };
    expect(await askAll()).toEqual(kinds.map(() => answered));
  });

  it('does not keep the database from being closed', async () => {
    await askAll();
    proxy.freeze();
    await database.close();
  });

  it('is told from one on which a schema change takes long', async () => {
    const long = database.lanes.submitAlone(unitOf((tx) => sqlOf(tx).all('SELECT pg_sleep(6)::text AS slept')));
    await expect(long).resolves.toEqual([{ slept: '' }]);
  });
});
