/** What others do on the same PostgreSQL, and what becomes of the server when that does not answer. */
import { createDatabase, type TestDatabase } from '../../support/database';
import { eventually } from '../../support/eventually';
import { ForeignSession } from '../../support/foreign';
import type { Answer } from '../../support/http';
import { API, login, PASSWORD } from '../../support/member';
import { PostgresProxy } from '../../support/postgres-proxy';
import { startServerOn, type TestServer } from '../../support/server';
import { createWorld, type World } from '../../support/world';

const NOTES = `${API}/records/notes`;
const TITLE = { name: 'title', type: 'text' };

describe('sessions of others', () => {
  let world: World;
  let stranger: ForeignSession;
  let watcher: ForeignSession;
  let collection: string;
  let table: string;
  let note: string;

  beforeAll(async () => {
    world = await createWorld({ SNACKBASE_STATEMENT_TIMEOUT_MS: '1000' });
    const { url } = world.server.database;
    [stranger, watcher] = [await ForeignSession.open(url, 'nightly dump'), await ForeignSession.open(url)];
    await world.define('notes', [TITLE]);
    const [row] = await watcher.query(`SELECT id, table_name FROM collections WHERE name = 'notes'`);
    [collection, table] = [String(row!['id']), String(row!['table_name'])];
    note = (await create('first')).body.id;
  });

  afterAll(async () => {
    await stranger?.end();
    await watcher?.end();
    await world?.close();
  });

  afterEach(() => stranger.query('ROLLBACK'));

  const create = (title: string, { token } = world.acme): Promise<Answer> =>
    world.http.post(NOTES, { title }, { token });
  const addField = (name: string): Promise<Answer> =>
    world.http.put(
      `${API}/collections/${collection}`,
      { fields: [TITLE, { name, type: 'text' }], confirm: true },
      { token: world.superadmin.token },
    );

  test('a transaction that reads a table keeps nobody from writing and logging in while a field is added', async () => {
    await stranger.query('BEGIN');
    await stranger.query(`SELECT * FROM "${table}"`);
    const added = addField('body');
    await watcher.sawWaiting();
    expect((await create('while it waits', world.twin)).status).toBe(201);
    await watcher.sawWaiting();
    expect((await login(world.http, 'acme', world.acme.email, PASSWORD)).userId).toBe(world.acme.userId);
    const { status, headers, body, text } = await added;
    expect({ status, error: body.error }).toEqual({ status: 503, error: 'SCHEMA_BUSY' });
    expect(body.message).toContain(`process ${await stranger.pid()} (nightly dump)`);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(text).not.toContain('snackbase:snackbase');
    await stranger.query('COMMIT');
    expect((await addField('body')).status).toBe(200);
  });

  test('a locked record is not changed, and the answer says that another session is in the way', async () => {
    await stranger.query('BEGIN');
    await stranger.query(`SELECT * FROM "${table}" WHERE id = '${note}' FOR UPDATE`);
    const { token } = world.acme;
    const refused = await world.http.patch(`${NOTES}/${note}`, { title: 'x' }, { token });
    expect(refused).toMatchObject({ status: 503, body: { error: 'DATABASE_LOCKED' } });
    expect(refused.text).not.toContain('filter');
    await stranger.query('ROLLBACK');
    expect((await world.http.patch(`${NOTES}/${note}`, { title: 'x' }, { token })).status).toBe(200);
  });

  test('a write that takes too long is not told to narrow a filter, and leaves nothing', async () => {
    await watcher.query(`CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN IF NEW::text LIKE '%slow%' THEN PERFORM pg_sleep(60); END IF; RETURN NEW; END $$`);
    await watcher.query(`CREATE TRIGGER dawdle BEFORE INSERT ON "${table}" FOR EACH ROW EXECUTE FUNCTION dawdle()`);
    const refused = await create('slow');
    expect(refused).toMatchObject({ status: 503, body: { error: 'WRITE_TIMEOUT' } });
    expect(refused.text).not.toContain('filter');
    const left = await world.http.get(`${NOTES}?filter=${encodeURIComponent('title = "slow"')}`, world.acme);
    expect(left.body.total).toBe(0);
    await watcher.query('DROP FUNCTION dawdle CASCADE');
  });

  test('a table whose columns are used up gets no more fields, and says why', async () => {
    await watcher.query(`DO $do$ DECLARE used integer; BEGIN
      SELECT max(attnum) INTO used FROM pg_attribute WHERE attrelid = '"${table}"'::regclass;
      EXECUTE (SELECT 'ALTER TABLE "${table}" ' || string_agg('ADD COLUMN used_up_' || n || ' text', ', ')
        FROM generate_series(used + 1, 1600) AS n);
      EXECUTE (SELECT 'ALTER TABLE "${table}" ' || string_agg('DROP COLUMN used_up_' || n, ', ')
        FROM generate_series(used + 1, 1600) AS n);
    END $do$`);
    const refused = await addField('one_more');
    expect(refused).toMatchObject({ status: 409, body: { error: 'SCHEMA_TOO_MANY_COLUMNS' } });
    expect(refused.body.message).toContain('1,600 columns');
    expect((await create('still written')).status).toBe(201);
  });
});

describe('a server that stops to answer', () => {
  let database: TestDatabase;
  let proxy: PostgresProxy;
  let server: TestServer;

  beforeAll(async () => {
    database = await createDatabase();
    proxy = await PostgresProxy.open(database.url);
    server = await startServerOn({ ...database, url: proxy.url }, { SNACKBASE_STATEMENT_TIMEOUT_MS: '500' });
  });

  afterAll(async () => {
    proxy?.thaw();
    await server?.stop();
    await proxy?.close();
    await database?.drop();
  });

  test('makes probes, reads and writes fail with 503, and is used again when it goes on', async () => {
    const { http, superadminEmail } = server;
    const { token } = await login(http, 'system', superadminEmail);
    const group = (name: string): Promise<Answer> => http.post(`${API}/groups`, { name }, { token });
    expect((await http.get('/ready')).status).toBe(200);
    const made = await group('before');
    expect(made.status).toBe(201);
    proxy.freeze();
    const answers = await Promise.all([
      http.get('/ready'),
      http.get(`${API}/groups`, { token }),
      group('meanwhile'),
      http.post(`${API}/auth/login`, { account: 'system', email: superadminEmail, password: PASSWORD }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 503, 503]);
    proxy.thaw();
    await eventually(async () => (await http.get('/ready')).status === 200);
    expect((await group('after')).status).toBe(201);
    expect((await http.get(`${API}/groups`, { token })).status).toBe(200);
  });
});

describe('a database that only lets read', () => {
  test('refuses writes with 503 until it takes them again', async () => {
    const world = await createWorld();
    const outside = await ForeignSession.open(world.server.database.url);
    const setReadOnly = async (value: 'on' | 'off'): Promise<void> => {
      await outside.query(
        `DO $do$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = ${value}', current_database()); END $do$`,
      );
    };
    await world.define('notes', [TITLE]);
    const { token } = world.acme;
    const create = async (): Promise<number> => (await world.http.post(NOTES, { title: 'a' }, { token })).status;
    await setReadOnly('on');
    await outside.query(
      `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    expect([await create(), await create()]).toEqual([503, 503]);
    expect((await world.http.get(NOTES, { token })).status).toBe(200);
    await setReadOnly('off');
    expect(await create()).toBe(201);
    await outside.end();
    await world.close();
  });
});
