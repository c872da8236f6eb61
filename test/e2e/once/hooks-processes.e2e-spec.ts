/** What hooks do to their process, and what an operator is told of it; and the hooks that a server has, on the command line. */
import { once } from 'node:events';
import { runCommandHere } from '../../support/command-here';
import { createDatabase, type TestDatabase } from '../../support/database';
import { SUPERADMIN_EMAIL } from '../../support/environment';
import { eventually } from '../../support/eventually';
import { Http } from '../../support/http';
import { API, login, SIGNED_IN_RULES } from '../../support/member';
import { runProcess, startProcess, type ServerProcess } from '../../support/process';

const FILE = 'test/support/hooked-server.cjs';
const NAME = 'Hook suspect (on_record_before_create, code)';

let database: TestDatabase;
let server: ServerProcess | undefined;
let token: string;

beforeAll(async () => {
  database = await createDatabase();
  const first = await start();
  const fields = [{ name: 'title', type: 'text', required: true }];
  const body = { name: 'notes', fields, ...SIGNED_IN_RULES };
  const created = await new Http(first.url).post(`${API}/collections`, body, { token });
  expect(created).toMatchObject({ status: 201 });
});
afterAll(async () => {
  await server?.end('SIGKILL');
  await database?.drop();
});

/** The server that runs already, where one does. */
async function start(): Promise<ServerProcess> {
  if (server === undefined || server.child.exitCode !== null) {
    server = await startProcess(database, { file: FILE });
    ({ token } = await login(new Http(server.url), 'system', SUPERADMIN_EMAIL));
  }
  return server;
}

const post = ({ url }: ServerProcess, title: string) =>
  new Http(url).post(`${API}/records/notes`, { title }, { token });

test.each([
  ['exit', 7],
  ['exit later', 7],
  ['reject', 1],
  ['reject later', 1],
  ['throw in a timer', 1],
])('%s: the log names the hook before the process ends as it would', async (deed, code) => {
  const running = await start();
  const exited = once(running.child, 'close');
  await post(running, deed).catch(() => undefined);
  expect(await exited).toEqual([code, null]);
  expect(running.output()).toContain(`The process ends with ${code} inside ${NAME}`);
});

test.each(['block', 'block later'])('%s: the log names the hook while nothing else runs', async (deed) => {
  const running = await start();
  const before = running.output().length;
  let isAnswered = false;
  const answered = post(running, deed).then((answer) => {
    isAnswered = true;
    return answer;
  });
  await eventually(() => running.output().slice(before).includes(`${NAME} has kept the server`), running.output);
  expect(isAnswered).toBe(false);
  expect(await answered).toMatchObject({ status: 201 });
});

test('a server that is told to stop blames no hook for its end', async () => {
  const running = await start();
  expect(await post(running, 'as it should be')).toMatchObject({ status: 201 });
  expect(await running.end('SIGTERM')).toBe(0);
  expect(running.output()).not.toContain('The process ends');
});

test('the command line lists the hooks, what is built in first', async () => {
  const table = await runProcess(database, { args: ['hooks'] });
  expect(table).toMatchObject({ code: 0, stderr: '' });
  expect(table.stdout.split('\n')).toEqual([
    expect.stringMatching(/^ID +EVENT +FILTER +PRIORITY +SOURCE$/),
    expect.stringMatching(/^account_isolation +on_record_before_create +built in +snackbase$/),
    expect.stringMatching(/^creator +on_record_before_create +built in +snackbase$/),
    expect.stringMatching(/^timestamps +on_record_before_create +built in +snackbase$/),
    expect.stringMatching(/^creator +on_record_before_update +built in +snackbase$/),
    expect.stringMatching(/^timestamps +on_record_before_update +built in +snackbase$/),
    '',
  ]);
  const json = await runCommandHere(database, 'hooks --json');
  expect(JSON.parse(json.stdout)).toHaveLength(5);
  expect(JSON.parse(json.stdout)[0]).toEqual({
    id: 'account_isolation',
    event: 'on_record_before_create',
    filter: {},
    priority: null,
    source: 'snackbase',
    built_in: true,
  });
});
