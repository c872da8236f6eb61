/** Hooks of the application itself, in every process that builds it: the server, its workers and the command line. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDatabase, type TestDatabase } from '../../support/database';
import { eventually } from '../../support/eventually';
import { freePort, runProcess, type ServerProcess, startProcess } from '../../support/process';

const PRELOADED = { NODE_OPTIONS: `--require ${join(__dirname, '..', '..', 'support', 'record-hooks.cjs')}` };
const CLI = 'dist/apps/cli/main.js';

interface Line {
  readonly name: string;
  readonly pid: number;
  readonly told?: number;
}

let database: TestDatabase;
let file: string;
let environment: Record<string, string>;
const running: ServerProcess[] = [];

beforeEach(async () => {
  database = await createDatabase();
  file = join(database.folder, 'fired.jsonl');
  environment = { ...PRELOADED, FIRED_HOOKS: file };
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.end('SIGKILL')));
  await database.drop();
});

async function start(options: Parameters<typeof startProcess>[1] = {}): Promise<ServerProcess> {
  const server = await startProcess(database, { environment, ...options });
  running.push(server);
  return server;
}

/** By process, in the order in which they came. */
function fired(): Line[][] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const parsed = lines.map((line) => JSON.parse(line) as Line);
  return [...Map.groupBy(parsed, ({ pid }) => pid).values()];
}

/** The events of the application's own life, without those of what it does. */
const ofApp = (lines: readonly Line[]) =>
  lines.map(({ name }) => name).filter((name) => /^on_(bootstrap|serve|terminate)$|^end/.test(name));

const WHOLE_LIFE = ['on_bootstrap', 'on_serve', 'on_terminate', 'end of on_terminate'];
const WITHOUT_LISTENING = WHOLE_LIFE.filter((name) => name !== 'on_serve');

test('a server tells when it is built, when it listens and when it stops, and waits for hooks that say goodbye', async () => {
  const server = await start();
  expect(await server.end('SIGTERM')).toBe(0);
  const [lines, ...others] = fired();
  expect(others).toEqual([]);
  expect(ofApp(lines!)).toEqual(WHOLE_LIFE);
  for (const { name, told } of lines!) if (WHOLE_LIFE.slice(0, 3).includes(name)) expect(told).toBe(server.child.pid);
});

test('so does each worker; the process that starts them builds the application once, to prepare the database', async () => {
  const port = await freePort();
  const args = ['serve', '--workers', '2', '--port', String(port)];
  const server = await start({ file: CLI, args, port });
  // A worker that is asked to stop before it can hear that is killed.
  const areListening = () => fired().filter((lines) => ofApp(lines).includes('on_serve')).length === 2;
  await eventually(areListening, () => `fired: ${JSON.stringify(fired())}`);
  expect(await server.end('SIGTERM')).toBe(0);
  const [first, ...workers] = fired();
  expect(first![0]!.pid).toBe(server.child.pid);
  expect(ofApp(first!)).toEqual(WITHOUT_LISTENING);
  expect(workers.map(ofApp)).toEqual([WHOLE_LIFE, WHOLE_LIFE]);
});

test('a hook of on_bootstrap keeps the server from starting, and says why', async () => {
  const refused = { ...environment, REFUSE_BOOTSTRAP: '1' };
  for (const [entry, args] of [
    ['dist/src/main.js', []],
    [CLI, ['init-db']],
  ] as const) {
    const { code, stderr } = await runProcess(database, { file: entry, args: [...args], environment: refused });
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('The moon is full') });
  }
  for (const lines of fired()) expect(ofApp(lines)).toEqual(WITHOUT_LISTENING);
});

test('a command tells its beginning and its end, and what it does between them', async () => {
  const created = await runProcess(database, { args: ['init-db'], environment });
  expect(created.code).toBe(0);
  const root = `{ ...ctx, accountId: null, actor: { kind: 'user', userId: 'u', role: 'admin', groups: [], accountId: ctx.accountId } }`;
  const definition = `{ name: 'notes', fields: [{ name: 'text', type: 'text' }] }`;
  const input = `await get('CreateCollection').execute(${root}, ${definition})\n.exit\n`;
  const shell = await runProcess(database, { args: ['shell'], environment, input });
  expect({ code: shell.code, stderr: shell.stderr }).toEqual({ code: 0, stderr: '' });
  expect((await runProcess(database, { args: ['info'], environment })).code).toBe(0);
  const [ofInit, ofShell, ...others] = fired();
  expect(others).toEqual([]);
  expect(ofApp(ofInit!)).toEqual(WITHOUT_LISTENING);
  const names = ofShell!.map(({ name }) => name);
  expect(names.slice(0, 3)).toEqual(['on_bootstrap', 'on_collection_before_create', 'on_model_before_create']);
  // Events of different things need not wait for each other.
  expect(names.slice(3, -1).toSorted()).toEqual([
    'on_collection_after_create',
    'on_model_after_create',
    'on_terminate',
  ]);
  expect(names.at(-1)).toBe('end of on_terminate');
});
