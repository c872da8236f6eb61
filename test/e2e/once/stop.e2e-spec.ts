/** How a server ends that is told to: through npm too, with everything it started, and not later than its clients make it. */
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { createDatabase, type TestDatabase } from '../../support/database';
import { eventually } from '../../support/eventually';
import { Http } from '../../support/http';
import { API, login, SIGNED_IN_RULES } from '../../support/member';
import { startProcess, startThroughNpm, type ServerProcess } from '../../support/process';

const TIMEOUT_MS = 180_000;
const INTERRUPT_EVERY_MS = 50;
/** What has no bound of its own would be waited for longer than a test runs. */
const PATIENT = { SNACKBASE_SHUTDOWN_TIMEOUT_SECONDS: '600' };

const TELLS_PID = "  on('on_serve', ({ log }) => log.info(`listens as ${process.pid}`));";
/** In the processes that serve: the one that starts them closes an application of its own before. */
const HANGS = `
  let serves = false;
  on('on_serve', () => void (serves = true));
  on('on_terminate', () => serves && new Promise(() => {}));`;

let database: TestDatabase;
let server: ServerProcess | undefined;
const sockets: Socket[] = [];

beforeEach(async () => {
  database = await createDatabase();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  // A test that failed may have left any process of the group.
  if (server !== undefined) killGroup(server, 'SIGKILL');
  await server?.end('SIGKILL');
  server = undefined;
  await database.drop();
});

function killGroup({ child }: ServerProcess, signal: NodeJS.Signals): void {
  try {
    process.kill(-child.pid!, signal);
  } catch (error) {
    expect(error).toMatchObject({ code: 'ESRCH' });
  }
}

/** Resolves with the exit code when no process of the server has its streams any more. */
async function ended({ child }: ServerProcess): Promise<number | null> {
  const [code] = (await once(child, 'close')) as [number | null];
  return code;
}

async function expectFree({ url }: ServerProcess): Promise<void> {
  const listener = createServer().listen(Number(new URL(url).port), '127.0.0.1');
  await once(listener, 'listening');
  listener.close();
}

async function hook(code: string): Promise<NodeJS.ProcessEnv> {
  const folder = join(database.folder, 'hooks');
  await mkdir(folder);
  await writeFile(join(folder, 'hook.mjs'), `export default ({ on }) => {\n${code}\n};\n`);
  return { SNACKBASE_HOOKS_DIR: folder, SNACKBASE_HOOK_TIMEOUT_MS: '60000' };
}

describe('through npm', () => {
  const SERVE = ['run', 'snackbase', '--', 'serve'];

  test.each([
    ['npm start', ['start'], '1'],
    ['npm run snackbase -- serve', SERVE, '2'],
  ])(
    '%s: SIGTERM to npm ends all it started, with 0 (%j, %s workers)',
    async (_what, words, workers) => {
      server = await startThroughNpm(database, words, { SNACKBASE_WORKERS: workers });
      const closed = ended(server);
      server.child.kill('SIGTERM');
      expect({ code: await closed, output: server.output() }).toMatchObject({ code: 0 });
      await expectFree(server);
    },
    TIMEOUT_MS,
  );

  test(
    'workers obey their first process alone; one Ctrl-C, which a terminal sends to every process and npm hands on, is one',
    async () => {
      const environment = { SNACKBASE_WORKERS: '2', SNACKBASE_LOG_LEVEL: 'info', ...(await hook(TELLS_PID)) };
      server = await startThroughNpm(database, ['start'], environment);
      const { output } = server;
      const workers = await eventually(() => {
        const pids = Array.from(output().matchAll(/"listens as (\d+)"/g), ([, pid]) => Number(pid));
        return pids.length === 2 ? pids : undefined;
      }, output);
      for (const pid of workers) for (const signal of ['SIGTERM', 'SIGINT'] as const) process.kill(pid, signal);
      for (let round = 0; round < 10; round += 1) {
        const { status } = await new Http(server.url).get('/ready', { headers: { connection: 'close' } });
        expect(status).toBe(200);
      }
      expect(output()).not.toContain('"Stopping"');
      const closed = ended(server);
      killGroup(server, 'SIGINT');
      expect({ code: await closed, output: output() }).toMatchObject({ code: 0 });
      expect(output()).not.toContain('A worker ended');
      await expectFree(server);
    },
    TIMEOUT_MS,
  );
});

test.each(['1', '2'])('another Ctrl-C ends at once what would take long (%s workers)', async (workers) => {
  const environment = {
    ...PATIENT,
    ...(await hook(HANGS)),
    SNACKBASE_LOG_LEVEL: 'info',
    SNACKBASE_WORKERS: workers,
  };
  server = await startProcess(database, { environment });
  const { child, output } = server;
  const closed = ended(server);
  child.kill('SIGINT');
  await eventually(() => output().includes('"Stopping"'), output);
  const pressing = setInterval(() => child.kill('SIGINT'), INTERRUPT_EVERY_MS);
  expect(await closed).toBe(1);
  clearInterval(pressing);
  await expectFree(server);
});

test('whoever has not sent a whole request is not waited for; whoever has is answered', async () => {
  const gate = join(database.folder, 'gate');
  const waits = `
    const { existsSync } = process.getBuiltinModule('node:fs');
    const { setTimeout } = process.getBuiltinModule('node:timers/promises');
    on('on_record_before_create', async (event, next) => {
      event.log.info('in flight');
      while (!existsSync(${JSON.stringify(gate)})) await setTimeout(20);
      await next();
    });`;
  const environment = { ...PATIENT, SNACKBASE_LOG_LEVEL: 'info', ...(await hook(waits)) };
  server = await startProcess(database, { environment });
  const { url, output } = server;
  const http = new Http(url);
  const { token } = await login(http, 'system', 'root@snackbase.example');
  const definition = { name: 'notes', fields: [{ name: 'text', type: 'text' }], ...SIGNED_IN_RULES };
  expect((await http.post(`${API}/collections`, definition, { token })).status).toBe(201);

  const host = new URL(url);
  const HEAD = `POST ${API}/records/notes HTTP/1.1\r\nHost: ${host.host}\r\n`;
  const halfSent = ['', HEAD, `${HEAD}Authorization: Bearer ${token}\r\nContent-Length: 100\r\n\r\n{"text`];
  const clients = halfSent.map((text) => {
    const socket = connect(Number(host.port), host.hostname);
    sockets.push(socket);
    // The last word of a server that refuses is of no interest here, nor how it closes.
    socket.resume().on('error', () => undefined);
    socket.write(text);
    return { connected: once(socket, 'connect'), closed: new Promise((resolve) => socket.once('close', resolve)) };
  });
  await Promise.all(clients.map(({ connected }) => connected));
  const answer = http.post(`${API}/records/notes`, { text: 'whole' }, { token });
  await eventually(() => output().includes('"in flight"'), output);
  const code = server.end('SIGTERM');
  await Promise.all(clients.map(({ closed }) => closed));
  await writeFile(gate, '');
  expect(await answer).toMatchObject({ status: 201 });
  expect(await code).toBe(0);
});
