/** snackbase backup and restore, as an operator runs them: while the server serves, and into an empty place. */
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommandHere } from '../support/command-here';
import { createEmptyDatabase, ENGINE, type TestDatabase } from '../support/database';
import { Http } from '../support/http';
import { API, login, SIGNED_IN_RULES } from '../support/member';
import { runProcess, startProcess, type ServerProcess } from '../support/process';

const isSqlite = ENGINE === 'sqlite';
const SECRET = 'the-secret-of-the-backup-tests-0123456789';
const TIMEOUT_MS = 180_000;

let database: TestDatabase;
let server: ServerProcess | undefined;

beforeEach(async () => {
  database = await createEmptyDatabase();
});
afterEach(async () => {
  await server?.end('SIGKILL');
  server = undefined;
  await database.drop();
});

const runAlone = (args: readonly string[], environment: NodeJS.ProcessEnv = {}) =>
  runProcess(database, { args: [...args], environment: { SNACKBASE_SECRET_KEY: SECRET, ...environment } });
const run = (args: readonly string[], environment: NodeJS.ProcessEnv = {}) =>
  runCommandHere(database, args.join(' '), { SNACKBASE_SECRET_KEY: SECRET, ...environment });

if (isSqlite) {
  test(
    'what is backed up while the server writes is there after a restore, and no secret was',
    async () => {
      server = await startProcess(database, { environment: { SNACKBASE_SECRET_KEY: SECRET } });
      const http = new Http(server.url);
      const { token } = await login(http, 'system', 'root@snackbase.example');
      const definition = { name: 'notes', fields: [{ name: 'n', type: 'number' }], ...SIGNED_IN_RULES };
      expect((await http.post(`${API}/collections`, definition, { token })).status).toBe(201);
      for (let n = 0; n < 10; n += 1) await http.post(`${API}/records/notes`, { n }, { token });
      const done = new AbortController();
      const writes = (async () => {
        for (let n = 10; !done.signal.aborted; n += 1) await http.post(`${API}/records/notes`, { n }, { token });
      })();
      const file = join(database.folder, 'copy.backup');
      const backup = await runAlone(['backup', file]);
      done.abort();
      await writes;
      expect({ code: backup.code, stderr: backup.stderr }).toEqual({ code: 0, stderr: '' });
      expect(backup.stdout).toContain(`is in ${file}, whole and checked`);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(readFileSync(file).includes(SECRET)).toBe(false);
      expect(await run(['backup', file])).toMatchObject({ code: 1, stderr: expect.stringContaining('EEXIST') });

      const place = join(database.folder, 'elsewhere', 'restored.db');
      const elsewhere = { SNACKBASE_DATABASE_URL: `sqlite:///${place}` };
      const restored = await runAlone(['restore', file], { ...elsewhere, SNACKBASE_SECRET_KEY: `${SECRET}x` });
      expect({ code: restored.code, stderr: restored.stderr }).toEqual({ code: 0, stderr: '' });
      expect(restored.stdout.trimEnd().split('\n')).toEqual([
        expect.stringMatching(/^The backup of \d{4}-.* \(version \d+\.\d+\.\d+\) is restored into /),
        'Secrets: SNACKBASE_SECRET_KEY differs.',
      ]);
      expect(statSync(place).mode & 0o777).toBe(0o600);
      expect(await run(['restore', file], elsewhere)).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('there is a database already'),
      });

      await server.end('SIGTERM');
      server = await startProcess(database, { environment: { SNACKBASE_SECRET_KEY: SECRET, ...elsewhere } });
      const again = new Http(server.url);
      const list = await again.get(`${API}/records/notes?limit=10&sort=n`, { token });
      expect(list.status).toBe(200);
      expect(list.body.items.map(({ n }: { n: number }) => n)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    },
    TIMEOUT_MS,
  );

  test('a restore makes no secret, and says that there is none', async () => {
    const file = join(database.folder, 'copy.backup');
    expect((await run(['init-db'])).code).toBe(0);
    expect((await run(['backup', file])).code).toBe(0);
    const folder = join(database.folder, 'elsewhere');
    const restored = await run(['restore', file], {
      SNACKBASE_DATABASE_URL: `sqlite:///${join(folder, 'restored.db')}`,
      SNACKBASE_SECRET_KEY: undefined,
    });
    expect(restored.stdout).toMatch(/^Secrets: SNACKBASE_SECRET_KEY is missing\.$/m);
    expect(existsSync(join(folder, 'secret.key'))).toBe(false);
  });

  test.each([
    ['nothing', null, /ENOENT/],
    ['a text', 'not a database', /not a backup that snackbase backup made/],
  ])('%s is not restored, and nothing is left of the try', async (_what, content, reason) => {
    const file = join(database.folder, 'copy.backup');
    if (content !== null) writeFileSync(file, content);
    const folder = join(database.folder, 'elsewhere');
    mkdirSync(folder);
    const place = join(folder, 'restored.db');
    const { code, stderr } = await run(['restore', file], { SNACKBASE_DATABASE_URL: `sqlite:///${place}` });
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(reason) });
    expect(existsSync(place)).toBe(false);
  });
} else {
  test.each([
    ['backup', 'pg_dump --format=custom --no-owner --file=my.dump --dbname=postgres://'],
    ['restore', 'pg_restore --exit-on-error --no-owner --dbname=postgres://'],
  ])('%s says which program of PostgreSQL does it, without the password, and fails', async (command, line) => {
    const { code, stdout, stderr } = await run([command, 'my.dump'], {
      SNACKBASE_DATABASE_URL: 'postgres://keeper:hunter2@db.example/snack',
    });
    expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: expect.stringContaining(line) });
    expect(stderr).toContain('keeper@db.example/snack');
    expect(stderr).not.toContain('hunter2');
  });
}
