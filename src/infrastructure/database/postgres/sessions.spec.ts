import { POSTGRES, type TemporaryDatabase } from '../../../../test/support/engines';
import { ForeignSession } from '../../../../test/support/foreign';
import { PostgresProxy } from '../../../../test/support/postgres-proxy';
import { TransactionPooler } from '../../../../test/support/transaction-pooler';
import { unitOf } from '../../../../test/support/unit';
import { sqlOf } from '../lanes/transaction';
import { openDatabase } from '../open-database';

/** Settings that a database may have, with ours. */
const SETTINGS: readonly (readonly [name: string, theirs: string, ours: string])[] = [
  ['extra_float_digits', '-3', '1'],
  ['standard_conforming_strings', 'off', 'on'],
  ['DateStyle', 'SQL, DMY', 'ISO, MDY'],
  ['IntervalStyle', 'iso_8601', 'postgres'],
  ['bytea_output', 'escape', 'hex'],
  ['TimeZone', 'Asia/Tokyo', 'UTC'],
  ['default_transaction_isolation', 'serializable', 'read committed'],
  ['default_transaction_deferrable', 'on', 'off'],
  ['row_security', 'on', 'off'],
  ['transform_null_equals', 'on', 'off'],
  ['idle_in_transaction_session_timeout', '1h', '0'],
  ['client_encoding', 'LATIN1', 'UTF8'],
];

describe.each([POSTGRES])('sessions on $name', ({ create }) => {
  let place: TemporaryDatabase;
  let url: string;
  let outside: ForeignSession;
  const open = (through = url) =>
    openDatabase({ target: { kind: 'postgres', url: through }, statementTimeoutMs: 5000, readers: 1, lanes: 1 });

  beforeEach(async () => {
    place = await create();
    url = place.target.kind === 'postgres' ? place.target.url : '';
    outside = await ForeignSession.open(url);
  });

  afterEach(async () => {
    await outside.end();
    await place.remove();
  });

  function setInDatabase(name: string, value: string): Promise<unknown> {
    return outside.query(
      `DO $do$ BEGIN EXECUTE format($f$ALTER DATABASE %I SET ${name} = ${value}$f$, current_database()); END $do$`,
    );
  }

  /** What readers, lanes and the entities' connections see, one after another. */
  async function seen(text: string, through?: string): Promise<unknown[]> {
    const database = await open(through);
    try {
      return [
        await database.reads.all(text),
        await database.lanes.submit(unitOf((tx) => sqlOf(tx).all(text))),
        await database.readDataSource.query(text),
      ];
    } finally {
      await database.close();
    }
  }

  it('have settings of their own, whatever those of the database are', async () => {
    for (const [name, theirs] of SETTINGS) await setInDatabase(name, theirs.includes(',') ? theirs : `'${theirs}'`);
    const list = SETTINGS.map(([name]) => `current_setting('${name}') AS "${name}"`).join(', ');
    const ours = [Object.fromEntries(SETTINGS.map(([name, , value]) => [name, value]))];
    expect(await seen(`SELECT ${list}`)).toEqual([ours, ours, ours]);
  });

  it('have the options of the URL beside their own settings', async () => {
    const options = encodeURIComponent('-c work_mem=12345kB -c extra_float_digits=-3');
    const text = `SELECT current_setting('work_mem') AS m, current_setting('extra_float_digits') AS d,
      current_setting('statement_timeout') <> '0' AS t, current_setting('default_transaction_read_only') AS r`;
    const row = { m: '12345kB', d: '1', t: true };
    expect(await seen(text, `${url}?options=${options}`)).toEqual([
      [{ ...row, r: 'on' }],
      [{ ...row, r: 'off' }],
      [{ ...row, r: 'on' }],
    ]);
  });

  it('keep to the schema with their tables when another one comes before it', async () => {
    await (await open()).close();
    await outside.query('CREATE SCHEMA snackbase; CREATE TABLE snackbase.accounts (id integer)');
    const text = 'SELECT current_schemas(false)::text AS path, count(*) AS n FROM accounts';
    const row = [{ path: '{public}', n: 1 }];
    expect(await seen(text)).toEqual([row, row, [{ ...row[0], n: '1' }]]);
  });

  it('work in the schema that the URL names', async () => {
    await outside.query('CREATE SCHEMA app');
    const path = `${url}?options=${encodeURIComponent('-c search_path=app,public')}`;
    await (await open(path)).close();
    expect(await outside.query(`SELECT to_regclass('public.accounts') AS t`)).toEqual([{ t: null }]);
    expect(await outside.query('SELECT count(*)::integer AS n FROM app.accounts')).toEqual([{ n: 1 }]);
  });

  it.each([
    ['search_path', 'nowhere', 'the search_path names no schema that exists'],
    [
      'default_transaction_read_only',
      'on',
      'the database accepts no writes, because default_transaction_read_only is on',
    ],
    ['session_replication_role', 'replica', 'session_replication_role is not "origin"'],
  ])('do not begin where %s is %s', async (name, value, reason) => {
    await setInDatabase(name, value);
    await expect(open()).rejects.toThrow(`Cannot open the PostgreSQL database: ${reason}`);
  });

  it.each(['LATIN1', 'SQL_ASCII'])('do not begin in a database in %s', async (encoding) => {
    const name = `encoded_${process.pid}_${encoding.toLowerCase()}`;
    await outside.query(`CREATE DATABASE ${name} ENCODING '${encoding}' TEMPLATE template0 LOCALE 'C'`);
    const encoded = new URL(url);
    encoded.pathname = `/${name}`;
    const opening = open(encoded.href);
    await expect(opening).rejects.toThrow(
      `the encoding of the database is ${encoding}; create one with ENCODING 'UTF8'`,
    );
    await outside.query(`DROP DATABASE ${name} WITH (FORCE)`);
  });

  it('do not begin on a server that is too old', async () => {
    const [row] = await outside.query(`SELECT current_setting('server_version_num') AS version`);
    const old = (chunk: Buffer): Buffer =>
      Buffer.from(chunk.toString('latin1').replaceAll(String(row!['version']), '130023'), 'latin1');
    const proxy = await PostgresProxy.open(url, old);
    await expect(open(proxy.url)).rejects.toThrow(
      'Cannot open the PostgreSQL database: the server is PostgreSQL 13.23, and PostgreSQL 14 or later is needed',
    );
    await proxy.close();
    expect(await outside.query(`SELECT to_regclass('accounts') AS t`)).toEqual([{ t: null }]);
  });

  it('do not begin behind a pooler that hands them out by transaction', async () => {
    const pooler = await TransactionPooler.open(url);
    await expect(open(pooler.url)).rejects.toThrow(/a pooler hands out its sessions by transaction.*session mode/);
    await pooler.close();
    expect(await outside.query(`SELECT to_regclass('accounts') AS t`)).toEqual([{ t: null }]);
  });
});
