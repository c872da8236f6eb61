import { unitOf } from '../../../test/support/unit';
import { chmodSync, copyFileSync, existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { OPEN_READWRITE } from 'sqlite3';
import type { DatabaseTarget } from '#server/config/database-url';
import { NIL_ID } from '#domain/kernel/ids';
import { ENGINES, type TemporaryDatabase } from '../../../test/support/engines';
import { eventually } from '../../../test/support/eventually';
import { AccountEntity } from './entities/account.entity';
import { RoleEntity } from './entities/role.entity';
import { SYSTEM_ENTITIES } from './entities/system-entities';
import { sqlOf } from './lanes/transaction';
import { migrate, openConnections, openDatabase, openReadSource } from './open-database';
import { openSqlite } from './sqlite/open-sqlite-file';

describe.each(ENGINES)('opening a $name database', ({ name: engine, create }) => {
  let place: TemporaryDatabase;
  const open = () => openDatabase({ target: place.target, statementTimeoutMs: 1000, readers: 1, lanes: 1 });

  beforeEach(async () => {
    place = await create();
  });

  afterEach(() => place.remove());

  it('creates the system tables with their first rows, once', async () => {
    await (await open()).close();
    const database = await open();
    const roles = await database.readDataSource.getRepository(RoleEntity).find({ order: { id: 'ASC' } });
    expect(roles.map(({ id, name }) => [id, name])).toEqual([
      [1, 'admin'],
      [2, 'user'],
    ]);
    const accounts = await database.readDataSource.getRepository(AccountEntity).find();
    expect(accounts).toMatchObject([{ id: NIL_ID, accountCode: 'SY0000', slug: 'system', name: 'System' }]);
    expect(await database.reads.all('SELECT name, value FROM system_state ORDER BY name')).toEqual([
      { name: 'last_macro_id', value: 0 },
      { name: 'last_role_id', value: 2 },
      { name: 'schema_revision', value: 1 },
    ]);
    await database.ping();
    await database.close();
  });

  it('has every column of every entity', async () => {
    const database = await open();
    for (const entity of SYSTEM_ENTITIES) {
      await expect(database.readDataSource.getRepository(entity).find()).resolves.toBeInstanceOf(Array);
    }
    await database.close();
  });

  it('lets several open it at the same time, each of which finds it whole', async () => {
    const databases = await Promise.all([open(), open(), open()]);
    for (const database of databases) {
      expect(await database.reads.all('SELECT count(*) AS n FROM roles')).toEqual([{ n: 2 }]);
    }
    await Promise.all(databases.map((database) => database.close()));
  });

  it('tells what it changes, and nothing where everything is up to date', async () => {
    const told: string[] = [];
    const options = { target: place.target, statementTimeoutMs: 1000 };
    await migrate(options, (line) => told.push(line));
    expect(told).toEqual([
      expect.stringMatching(/^Changing the database: create system tables, .*, add quotas/),
      'The database is up to date',
    ]);
    await migrate(options, (line) => told.push(line));
    expect(told).toHaveLength(2);
  });

  it('refuses what a newer version changed', async () => {
    const database = await open();
    const later = `INSERT INTO migrations (timestamp, name) VALUES (4102444800000, 'AddMoons4102444800000')`;
    await database.lanes.submit(unitOf((tx) => sqlOf(tx).all(later)));
    await database.close();
    await expect(open()).rejects.toThrow(
      /^Cannot open the .*: it was changed by a newer version of the server \(add moons\); start that version, or restore/,
    );
  });

  it('closes twice without complaint', async () => {
    const database = await open();
    await Promise.all([database.close(), database.close()]);
    await expect(database.ping()).rejects.toMatchObject({ name: 'DatabaseUnavailable' });
  });

  it('closes the read-only source when the rest cannot be opened', async () => {
    const options = { target: place.target, statementTimeoutMs: 1000, readers: 1 };
    const source = await openReadSource(await migrate(options));
    const target: DatabaseTarget =
      engine === 'sqlite'
        ? { kind: 'sqlite', file: join(__filename, 'not-a-folder', 'a.db') }
        : { kind: 'postgres', url: 'postgres://u:secret@127.0.0.1:1/db' };
    await expect(openConnections({ ...options, target }, source)).rejects.toThrow(/^Cannot open the /);
    expect(source.isInitialized).toBe(false);
  });

  if (engine === 'sqlite') {
    it('leaves one file behind, with everything that was committed, when it is closed', async () => {
      const database = await open();
      const text = `INSERT INTO system_state (name, value) VALUES ('last', 1)`;
      await database.lanes.submit(unitOf((tx) => sqlOf(tx).all(text)));
      await database.close();
      const file = place.target.kind === 'sqlite' ? place.target.file : '';
      expect(existsSync(`${file}-wal`)).toBe(false);
    });

    it('has everything in its file when nothing has been written for a while', async () => {
      const database = await open();
      const text = `INSERT INTO system_state (name, value) VALUES ('last', 1)`;
      await database.lanes.submit(unitOf((tx) => sqlOf(tx).all(text)));
      const file = place.target.kind === 'sqlite' ? place.target.file : '';
      const alone = `${file}.alone`;
      await eventually(async () => {
        copyFileSync(file, alone);
        const copy = await openSqlite(alone, OPEN_READWRITE);
        const rows = await copy.all("SELECT value FROM system_state WHERE name = 'last'").catch(() => []);
        await copy.close();
        return rows.length === 1;
      });
      await database.close();
    });

    it('keeps its folder to itself and writes durably in WAL mode', async () => {
      const database = await open();
      const file = place.target.kind === 'sqlite' ? place.target.file : '';
      expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);
      expect(await database.reads.all('PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }]);
      await database.close();
    });

    it('lets nobody else read its files, also in a folder that others may enter, and where they could read them before', async () => {
      const file = place.target.kind === 'sqlite' ? place.target.file : '';
      await (await open()).close();
      chmodSync(dirname(file), 0o755);
      for (const modeBefore of [0o644, 0o600]) {
        chmodSync(file, modeBefore);
        const database = await open();
        await database.lanes.submit(unitOf((tx) => sqlOf(tx).all(`UPDATE system_state SET value = value`)));
        const modes = ['', '-wal', '-shm', '-startup.lock'].map((suffix) => statSync(file + suffix).mode & 0o777);
        await database.close();
        expect(modes).toEqual([0o600, 0o600, 0o600, 0o600]);
      }
    });
  } else {
    it('takes a password that the URL leaves out, whatever its characters, from PGPASSWORD', async () => {
      const url = new URL(place.target.kind === 'postgres' ? place.target.url : '');
      const [role, password] = [`odd_${process.pid}_${Date.now()}`, 'p@s/s#w:o%?rd'];
      const client = new Client({ connectionString: url.href });
      await client.connect();
      await client.query(`CREATE ROLE ${role} LOGIN PASSWORD '${password}'; GRANT CREATE ON SCHEMA public TO ${role}`);

      [url.username, url.password] = [role, ''];
      place = { ...place, target: { kind: 'postgres', url: url.href } };
      const env = jest.replaceProperty(process, 'env', { ...process.env, PGPASSWORD: 'wrong' });
      try {
        await expect(open()).rejects.toThrow('password authentication failed');
        process.env['PGPASSWORD'] = password;
        await (await open()).close();
      } finally {
        env.restore();
        await client.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
        await client.end();
      }
    });
  }
});

describe('a database that cannot be opened', () => {
  it('is refused with one line', async () => {
    const options = { statementTimeoutMs: 1000, readers: 1 };
    const url = 'postgres://u:secret@127.0.0.1:1/db';
    const refused = openDatabase({ ...options, target: { kind: 'postgres', url } });
    await expect(refused).rejects.toThrow(/^Cannot open the PostgreSQL database: .*ECONNREFUSED/);
    await expect(refused).rejects.not.toThrow('secret');
    const file = join(__filename, 'not-a-folder', 'a.db');
    await expect(openDatabase({ ...options, target: { kind: 'sqlite', file } })).rejects.toThrow(
      /^Cannot open the SQLite/,
    );
  });
});
