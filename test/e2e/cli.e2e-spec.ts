/** The commands that make a database, and the start of the server on it, each as a process at least once. */
import { expectOneLine, runCommand, WITHOUT_SUPERADMIN } from '../support/command';
import { runCommandHere } from '../support/command-here';
import { createEmptyDatabase, type TestDatabase } from '../support/database';
import { Http } from '../support/http';
import { login, PASSWORD } from '../support/member';
import { freePort, startProcess, type ServerProcess } from '../support/process';

/** A command runs for about a second; a test here runs several. */
const TIMEOUT_MS = 180_000;

let database: TestDatabase;
const running: ServerProcess[] = [];

beforeAll(async () => {
  database = await createEmptyDatabase();
});
afterAll(async () => {
  await Promise.all(running.map((server) => server.end('SIGKILL')));
  await database.drop();
});

const run = (command: string, options?: Parameters<typeof runCommand>[2]) => runCommand(database, command, options);
const runHere = (command: string) => runCommandHere(database, command);

async function serve(on: TestDatabase, options: Parameters<typeof startProcess>[1] = {}): Promise<ServerProcess> {
  const server = await startProcess(on, { ...options, environment: WITHOUT_SUPERADMIN });
  running.push(server);
  return server;
}

test(
  'from an empty database to a server: init-db, create-superadmin, shell, serve',
  async () => {
    const first = await run('init-db');
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toMatch(/^Changing the database: create system tables, .*\nThe database is up to date\n/);
    expect(first.stdout).toMatch(/^The database .* is ready\.\nThere is no superadmin yet: run create-superadmin/m);

    const [weak, differing] = await Promise.all([
      runHere('create-superadmin --email weak@cli.example --password hunter2'),
      run('create-superadmin --email differ@cli.example', { input: `${PASSWORD}\n${PASSWORD}x\n` }),
    ]);
    expectOneLine(weak, /12 characters.*uppercase letter.*special character/);
    expect(weak.stderr).not.toContain('hunter2');
    expect(differing.code).toBe(1);
    expect(differing.stderr).toMatch(/^Error: the two passwords differ$/m);

    const asked = await run('create-superadmin', { input: `root@cli.example\n${PASSWORD}\n${PASSWORD}\n` });
    expect(asked).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Superadmin root@cli.example was created'),
    });
    expect(asked.stdout + asked.stderr).not.toContain(PASSWORD);
    expectOneLine(await runHere(`create-superadmin --email second@cli.example --password ${PASSWORD}`), /--force/);
    const forced = await runHere(`create-superadmin --email second@cli.example --password ${PASSWORD} --force`);
    expect(forced).toMatchObject({ code: 0, stderr: '' });

    const lines = ['6 * 7', 'await get("CreateSuperadmin").exists()', 'get("Nothing")', 'ctx.accountId'];
    const [again, shell] = await Promise.all([
      runHere('init-db'),
      run('shell', { input: `${lines.join('\n')}\n.exit\n` }),
    ]);
    expect(again).toMatchObject({ code: 0, stderr: '' });
    expect(again.stdout).toMatch(/^The database .* is ready\.\n$/);
    expect({ code: shell.code, stderr: shell.stderr }).toEqual({ code: 0, stderr: '' });
    for (const text of ['> 42\n', 'true\n', 'Nothing', "'00000000-0000-0000-0000-000000000000'"]) {
      expect(shell.stdout).toContain(text);
    }

    const port = await freePort();
    const server = await serve(database, {
      file: 'dist/apps/cli/main.js',
      args: ['serve', '--port', String(port)],
      port,
    });
    for (const name of ['root', 'second']) await login(new Http(server.url), 'system', `${name}@cli.example`);
    await expect(login(new Http(server.url), 'system', 'weak@cli.example', 'hunter2')).rejects.toThrow(/401/);
    expect(server.output()).not.toContain('/setup');
    expect(await server.end('SIGTERM')).toBe(0);
  },
  TIMEOUT_MS,
);

test(
  'a fresh server prints a link that makes one superadmin, once',
  async () => {
    const fresh = await createEmptyDatabase();
    try {
      const server = await serve(fresh);
      const token = /^ {2}http:\/\/localhost:\d+\/setup\?token=([\w-]{43})$/m.exec(server.output())?.[1] ?? '';
      const http = new Http(server.url);
      expect((await http.get(`/setup?token=${token}`)).text).toContain(`value="${token}"`);
      const submit = (name: string) =>
        http.call('POST', '/setup', {
          raw: new URLSearchParams({ token, email: `${name}@cli.example`, password: PASSWORD }).toString(),
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
        });
      expect(await submit('first')).toMatchObject({ status: 200, text: expect.stringContaining('SnackBase is ready') });
      await login(http, 'system', 'first@cli.example');
      expect((await submit('second')).status).toBe(410);
      expect((await http.get(`/setup?token=${token}`)).status).toBe(410);
      await expect(login(http, 'system', 'second@cli.example')).rejects.toThrow(/401/);
      expect(await server.end('SIGTERM')).toBe(0);

      const restarted = await serve(fresh);
      expect(restarted.output()).not.toContain('/setup');
      expect(await restarted.end('SIGTERM')).toBe(0);
    } finally {
      await Promise.all(running.map((server) => server.end('SIGKILL')));
      await fresh.drop();
    }
  },
  TIMEOUT_MS,
);
