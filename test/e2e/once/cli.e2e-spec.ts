/** The command line and the start of the server as far as no database matters: what they print, and with which code they end. */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { expectOneLine, runCommand } from '../../support/command';
import { runCommandHere } from '../../support/command-here';
import { createDatabase, type TestDatabase } from '../../support/database';
import { PASSWORD } from '../../support/member';
import type { Finished } from '../../support/process';

const SECRET = 'f4c1-the-secret-of-the-command-line-tests';

let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

const run = (command: string, options?: Parameters<typeof runCommand>[2]) => runCommand(database, command, options);
const runHere = (command: string, environment?: NodeJS.ProcessEnv) => runCommandHere(database, command, environment);

test('info shows the settings and no secret', async () => {
  const { code, stdout, stderr } = await run('info', {
    environment: {
      SNACKBASE_DATABASE_URL: 'postgres://keeper:pg-hunter2@db.example:5433/snack?password=url-hunter2',
      SNACKBASE_SECRET_KEY: SECRET,
      SNACKBASE_SUPERADMIN_EMAIL: 'root@snackbase.example',
      SNACKBASE_SUPERADMIN_PASSWORD: PASSWORD,
    },
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^SnackBase +\d+\.\d+\.\d+$/m);
  expect(stdout).toMatch(/^Environment +testing$/m);
  expect(stdout).toMatch(/^Database +postgres:\/\/keeper:\*\*\*@db\.example:5433\/snack$/m);
  for (const secret of ['hunter2', SECRET, PASSWORD]) expect(stdout).not.toContain(secret);
});

test('info shows every setting of .env.example, with what is in force, and whether somebody set it', async () => {
  const { stdout } = await runHere('info', { SNACKBASE_WORKERS: '3', SNACKBASE_SMTP_HOST: '' });
  const example = readFileSync(join(__dirname, '..', '..', '..', '.env.example'), 'utf8');
  const shown = new Map(Array.from(stdout.matchAll(/^(SNACKBASE_\w+) +(\S.*)$/gm), ([, name, value]) => [name, value]));
  const names = Array.from(example.matchAll(/^(SNACKBASE_\w+)=/gm), ([, name]) => name!);
  expect([...shown.keys()]).toEqual(names.toSorted());
  expect(shown.get('SNACKBASE_WORKERS')).toBe('3');
  expect(shown.get('SNACKBASE_MAX_WRITE_ROWS')).toBe('10000 (default)');
  expect(shown.get('SNACKBASE_SMTP_HOST')).toBe('none (default)');
  expect(shown.get('SNACKBASE_SECRET_KEY')).toBe('set, not shown');
});

describe('a configuration that cannot be used', () => {
  const BROKEN = {
    SNACKBASE_ENVIRONMENT: 'production',
    SNACKBASE_SECRET_KEY: undefined,
    SNACKBASE_PORT: '99999',
    SNACKBASE_DATABASE_URL: 'mysql://keeper:hunter2@db.example/snack',
    SNACKBASE_LOG_FORMAT: 'xml',
    SNACKBASE_SUPERADMIN_EMAIL: 'root@snackbase.example',
  };

  test.each([
    ['the server', () => run('', { file: 'dist/src/main.js', environment: BROKEN })],
    ['serve', () => runHere('serve', BROKEN)],
  ])('is refused by %s with every problem at once', async (_what, start) => {
    const { code, stdout, stderr } = await start();
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    const [title, ...problems] = stderr.trimEnd().split('\n');
    expect(title).toBe('The configuration is not valid:');
    expect(problems.map((problem) => /^ {2}- ([A-Z_]+( and [A-Z_]+)?): \S/.exec(problem)?.[1]).toSorted()).toEqual([
      'SNACKBASE_DATABASE_URL',
      'SNACKBASE_LOG_FORMAT',
      'SNACKBASE_PORT',
      'SNACKBASE_SECRET_KEY',
      'SNACKBASE_SUPERADMIN_EMAIL and SNACKBASE_SUPERADMIN_PASSWORD',
    ]);
    expect(stderr).not.toContain('hunter2');
  });

  test('an option counts as a setting', async () => {
    const { code, stderr } = await runHere('serve --port many --workers 0');
    expect(code).toBe(1);
    expect(stderr).toMatch(/SNACKBASE_PORT: .*\n.*SNACKBASE_WORKERS: /);
  });
});

describe('words that an entry does not know', () => {
  /** Settings that no server starts with: what reads them says so. */
  const environment = { SNACKBASE_PORT: 'never' };

  type Entry = (words: string) => Promise<Finished>;
  const CLI: Entry = (words) => runHere(words, environment);
  const CLI_ALONE: Entry = (words) => run(words, { environment });
  const SERVER: Entry = (words) => run(words, { file: 'dist/src/main.js', environment });

  test.each([
    ['the command line in a process', 'frobnicate', CLI_ALONE, 'unknown command', ''],
    ['the command line', 'sevre', CLI, 'unknown command', 'serve'],
    ['the command line', '--versoin', CLI, 'unknown option', '--version'],
    ['the command line', 'serve --frobnicate', CLI, 'unknown option', ''],
    ['the command line', 'serve --prot 8000', CLI, 'unknown option', '--port'],
    ['the command line', 'serve 8000', CLI, 'unknown word', ''],
    ['the command line', 'serve wacth', CLI, 'unknown word', '--watch'],
    ['the command line', 'info all', CLI, 'unknown word', ''],
    ['the command line', 'init-db now', CLI, 'unknown word', ''],
    ['the command line', 'create-superadmin root@cli.example', CLI, 'unknown word', ''],
    ['the command line', 'hooks jsno', CLI, 'unknown word', '--json'],
    ['the command line', 'types --out x.d.ts y.d.ts', CLI, 'unknown word', ''],
    ['the command line', 'shell 1', CLI, 'unknown word', ''],
    ['the server', 'frobnicate', SERVER, 'unknown word', ''],
    ['the server', '--port 8000', SERVER, 'unknown option', ''],
    ['the server', '--hlep', SERVER, 'unknown option', '--help'],
    ['the server', '--help x', SERVER, 'unknown word', ''],
  ])('%s: %s is refused, nothing is started', async (_entry, words, enter, what, nearest) => {
    const { code, stdout, stderr } = await enter(words);
    const hint = nearest === '' ? '' : `\n\\(Did you mean ${nearest}\\?\\)`;
    const line = new RegExp(`^error: ${what} '[^']+'[^\n]*${hint}\n`);
    expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(line) });
    if (nearest === '') expect(stderr).not.toContain('Did you mean');
  });

  test.each([
    ['the command line', '--help', CLI, /create-superadmin/],
    ['the command line', 'serve --help', CLI, /--port <number> .*\(SNACKBASE_PORT, default\s+8000\)/],
    ['the command line in a process', '--version', CLI_ALONE, /^\d+\.\d+\.\d+\n$/],
    ['the server', '--help', SERVER, /npm run snackbase -- --help/],
    ['the server', '-h', SERVER, /npm run snackbase -- --help/],
    ['the server', '--version', SERVER, /^\d+\.\d+\.\d+\n$/],
  ])('%s: %s answers, and starts nothing', async (_entry, words, enter, answer) => {
    const { code, stdout, stderr } = await enter(words);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: expect.stringMatching(answer), stderr: '' });
  });
});

const UNREACHABLE = 'postgres://keeper:hunter2@127.0.0.1:1/snack';

test.each([
  ['a PostgreSQL that is not there', () => UNREACHABLE, /PostgreSQL.*ECONNREFUSED/],
  ['a folder in place of the file', () => `sqlite:///${database.folder}`, /SQLite.*unable to open/],
  ['a file in place of the folder', () => `sqlite:///${join(__filename, 'x.db')}`, /SQLite.*EEXIST/],
])('%s is told in one line, without the password', async (_what, url, line) => {
  const result = await runHere('init-db', { SNACKBASE_DATABASE_URL: url() });
  expectOneLine(result, line);
  expect(result.stderr).not.toContain('hunter2');
});

test('a server that cannot open its database ends with 1 and the same line', async () => {
  const result = await run('', { file: 'dist/src/main.js', environment: { SNACKBASE_DATABASE_URL: UNREACHABLE } });
  expectOneLine(result, /PostgreSQL.*ECONNREFUSED/);
  expect(result.stderr).not.toContain('hunter2');
});

describe('a port that is taken', () => {
  let occupant: Server;
  let port: number;

  beforeAll(async () => {
    occupant = createServer().listen(0, '127.0.0.1');
    await once(occupant, 'listening');
    ({ port } = occupant.address() as { port: number });
  });
  afterAll(() => occupant.close());

  test.each([
    ['the server', 'dist/src/main.js', ''],
    ['serve', 'dist/apps/cli/main.js', 'serve'],
    ['serve --workers 2', 'dist/apps/cli/main.js', 'serve --workers 2'],
  ])('keeps %s from starting', async (_what, file, command) => {
    const environment = { SNACKBASE_SUPERADMIN_EMAIL: 'root@cli.example', SNACKBASE_SUPERADMIN_PASSWORD: PASSWORD };
    expectOneLine(await run(command, { file, port, environment }), new RegExp(`EADDRINUSE.*127\\.0\\.0\\.1:${port}$`));
  });
});
