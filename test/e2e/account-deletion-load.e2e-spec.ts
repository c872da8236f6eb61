/** An account that is deleted while it is written to, by several servers, and while the servers are killed, leaves nothing. */
import { openDatabase } from '#server/infrastructure/database/open-database';
import { parseDatabaseUrl } from '#server/config/database-url';
import { createDatabase, type TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { Http } from '../support/http';
import { API, login, type Member, PASSWORD } from '../support/member';
import { rowsOfAccount } from '../support/account-rows';
import { type ServerProcess, startProcess } from '../support/process';

const OPEN = { list_rule: '', view_rule: '', create_rule: '', update_rule: '', delete_rule: '' };
const BOARD = `${API}/records/board`;
const RECORDS = 12_000;
const BATCH = 1000;
/** What each writer has written when the deletion begins. */
const LOAD = 20;
const ENVIRONMENT = {
  SNACKBASE_BATCH_MAX_SIZE: String(BATCH),
  // A job whose process was killed is taken by another after this time.
  SNACKBASE_JOB_EXECUTION_TIMEOUT: '1',
};

let database: TestDatabase;
let servers: ServerProcess[] = [];
let root: Member;

const https = (): Http[] => servers.map(({ url }) => new Http(url));

async function start(): Promise<ServerProcess> {
  const server = await startProcess(database, { environment: ENVIRONMENT });
  servers.push(server);
  return server;
}

async function register(slug: string): Promise<Member> {
  const [http] = https();
  const email = `owner@${slug}.example`;
  const body = { email, password: PASSWORD, account_name: slug, account_slug: slug };
  const { body: registered } = await http!.post(`${API}/auth/register`, body);
  await http!.post(`${API}/users/${registered.user.id}/verify`, {}, { token: root.token });
  return login(http!, slug, email);
}

async function fill({ token }: Member, count: number): Promise<void> {
  const records = Array.from({ length: BATCH }, (_, index) => ({ name: `note ${index}` }));
  for (let written = 0; written < count; written += BATCH) {
    const { status } = await https()[0]!.post(`${BOARD}/batch`, { records }, { token });
    expect(status).toBe(201);
  }
}

async function rowsOf(accountId: string): Promise<Record<string, number>> {
  const opened = await openDatabase({ target: parseDatabaseUrl(database.url), statementTimeoutMs: 5000, readers: 1 });
  try {
    return await rowsOfAccount(opened, accountId);
  } finally {
    await opened.close();
  }
}

async function gone(accountId: string): Promise<void> {
  const ask = () => https()[0]!.get(`${API}/accounts/${accountId}`, { token: root.token });
  let answer = await ask();
  const isGone = async (): Promise<boolean> => {
    answer = await ask();
    return answer.status === 404;
  };
  await eventually(isGone, () => `the account is still there: ${answer.text}`);
}

beforeAll(async () => {
  database = await createDatabase();
  const http = new Http((await start()).url);
  await start();
  root = await login(http, 'system', 'root@snackbase.example');
  const body = { name: 'board', fields: [{ name: 'name', type: 'text' }], ...OPEN };
  expect((await http.post(`${API}/collections`, body, { token: root.token })).status).toBe(201);
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.end('SIGKILL')));
  await database?.drop();
});

interface Writer {
  written: number;
  /** The status with which the writing ended. */
  readonly refusal: Promise<number>;
}

/** Writes until it is refused, and counts how often it was not. */
function writeUntilRefused(write: () => Promise<{ status: number }>): Writer {
  const run = async (): Promise<number> => {
    for (; ; writer.written += 1) {
      const { status } = await write();
      if (status !== 201) return status;
    }
  };
  const writer: Writer = { written: 0, refusal: Promise.resolve().then(run) };
  return writer;
}

test('what is written while it is deleted is refused or goes too; other accounts do not notice', async () => {
  const [doomed, twin] = [await register('doomed'), await register('doomed-twin')];
  await fill(doomed, 3000);
  const { accountId, slug, token } = doomed;
  const post = (http: Http, body: object, call: object) => http.post(BOARD, { name: 'late', ...body }, call);
  const writers = https().flatMap((http) => [
    () => post(http, {}, { token }),
    () => post(http, {}, { token }),
    () => post(http, {}, { headers: { 'x-account-id': slug } }),
    () => post(http, { account_id: accountId }, { token: root.token }),
  ]);
  const running = writers.map(writeUntilRefused);
  let isOver = false;
  const others = https().map((http) =>
    writeUntilRefused(async () => (isOver ? { status: 0 } : post(http, {}, { token: twin.token }))),
  );
  await eventually(() => [...running, ...others].every(({ written }) => written >= LOAD));
  const { status } = await https()[1]!.delete(`${API}/accounts/${accountId}`, { token: root.token });
  expect([202, 204]).toContain(status);
  await gone(accountId);
  isOver = true;

  const refusals = (list: readonly Writer[]): Promise<number[]> => Promise.all(list.map(({ refusal }) => refusal));
  expect(await refusals(running)).toEqual([401, 401, 404, 422, 401, 401, 404, 422]);
  expect(await rowsOf(accountId)).toEqual({ jobs: 1 });
  expect(await refusals(others)).toEqual([0, 0]);
  const { body } = await https()[0]!.get(`${BOARD}?limit=1`, { token: twin.token });
  expect(body.total).toBe(others[0]!.written + others[1]!.written);
});

test('servers that are killed in the middle of it leave a job that the next one finishes', async () => {
  const doomed = await register('doomed');
  const twin = await register('spared');
  await fill(doomed, RECORDS);
  await fill(twin, BATCH);
  const { accountId } = doomed;
  const path = `${API}/accounts/${accountId}`;
  const [http] = https();
  http!.delete(path, { token: root.token }).catch(() => undefined);
  let left = 0;
  while (left === 0) {
    const { body } = await http!.get(path, { token: root.token });
    left = body.deletion?.progress?.records_left ?? 0;
  }
  await Promise.all(servers.map((server) => server.end('SIGKILL')));
  servers = [];
  const rows = await rowsOf(accountId);
  expect(rows['col_board']).toBeLessThanOrEqual(left);
  expect(rows).toMatchObject({ accounts: 1, col_board: expect.any(Number) });

  await start();
  await gone(accountId);
  expect(await rowsOf(accountId)).toEqual({ jobs: 1 });
  const { body } = await https()[0]!.get(`${BOARD}?limit=1`, { token: twin.token });
  expect(body.total).toBe(BATCH);
});
