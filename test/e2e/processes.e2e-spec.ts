/** Several processes on one database: they start together, serve together, and see each other's changes at once. */
import { createEmptyDatabase, type TestDatabase } from '../support/database';
import { Http } from '../support/http';
import { freePort, startProcess, type ServerProcess } from '../support/process';
import { API, login, PASSWORD, SIGNED_IN_RULES } from '../support/member';

const running: ServerProcess[] = [];

async function start(...parameters: Parameters<typeof startProcess>): Promise<ServerProcess> {
  const server = await startProcess(...parameters);
  running.push(server);
  return server;
}

let database: TestDatabase;

beforeAll(async () => {
  database = await createEmptyDatabase();
});
afterAll(async () => {
  await Promise.all(running.map((server) => server.end('SIGKILL')));
  await database.drop();
});

describe('two that start at once on an empty database', () => {
  let pair: readonly ServerProcess[];
  const https = () => pair.map(({ url }) => new Http(url)) as [Http, Http];

  beforeAll(async () => {
    pair = await Promise.all([start(database), start(database)]);
  });

  test('both come up, with one superadmin', async () => {
    const members = await Promise.all(https().map((http) => login(http, 'system', 'root@snackbase.example')));
    expect(members[0]!.userId).toBe(members[1]!.userId);
  });

  test('what one changes holds in the other on the next request', async () => {
    const [one, two] = https();
    const root = await login(one, 'system', 'root@snackbase.example');
    const definition = { name: 'shared', fields: [{ name: 'text', type: 'text' }], ...SIGNED_IN_RULES };
    const made = await one.post(`${API}/collections`, definition, { token: root.token });
    expect(made.status).toBe(201);

    const registered = await two.post(`${API}/auth/register`, {
      email: 'a@shared.example',
      password: PASSWORD,
      account_name: 'shared',
    });
    await one.post(`${API}/users/${registered.body.user.id}/verify`, {}, { token: root.token });
    const member = await login(two, 'shared', 'a@shared.example');
    const { token } = member;
    const list = (http: Http): ReturnType<Http['get']> => http.get(`${API}/records/shared?sort=created_at`, { token });
    expect((await two.post(`${API}/records/shared`, { text: 'x' }, { token })).status).toBe(201);
    expect((await list(one)).body.total).toBe(1);
    expect((await list(two)).body.total).toBe(1);

    for (let round = 0; round < 10; round++) {
      const fields = [made.body.fields[0], { name: `extra${round}`, type: 'number', default: round }];
      const changed = await one.put(
        `${API}/collections/${made.body.id}`,
        { fields, confirm: true },
        { token: root.token },
      );
      expect(changed.status).toBe(200);
      expect((await two.get('/openapi.json', { token: root.token })).text).toContain(`extra${round}`);
      expect((await list(two)).body.items[0]).toMatchObject({ text: 'x', [`extra${round}`]: round });
      await one.post(`${API}/records/shared`, { text: `r${round}` }, { token });
      expect((await list(two)).body.total).toBe(round + 2);
    }
    await one.put(`${API}/collections/shared/rules`, { list_rule: null }, { token: root.token });
    expect((await list(two)).status).toBe(403);
    await two.put(`${API}/collections/shared/rules`, { list_rule: '' }, { token: root.token });
    expect((await list(one)).status).toBe(200);
    expect((await one.delete(`${API}/users/${member.userId}`, { token: root.token })).status).toBe(204);
    expect((await list(two)).status).toBe(401);
    expect((await two.post(`${API}/records/shared`, { text: 'late' }, { token })).status).toBe(401);
  });

  test('an Idempotency-Key that is sent to two at once makes one record', async () => {
    const both = https();
    const { token } = await login(both[0], 'system', 'root@snackbase.example');
    const definition = { name: 'orders', fields: [{ name: 'n', type: 'number' }], ...SIGNED_IN_RULES };
    expect((await both[0].post(`${API}/collections`, definition, { token })).status).toBe(201);
    const send = (http: Http, key: string, n: number): ReturnType<Http['post']> =>
      http.post(`${API}/records/orders`, { n }, { token, headers: { 'idempotency-key': key } });

    for (let round = 1; round <= 5; round++) {
      const sent = Array.from({ length: 10 }, (_, index) => send(both[index % 2]!, `order-${round}`, round));
      const answers = (await Promise.all(sent)).map(({ status, text }) => `${status} ${text}`);
      expect(answers).toEqual(Array(10).fill(answers[0]));
      expect(answers[0]).toMatch(/^201 /);
      expect((await both[1].get(`${API}/records/orders`, { token })).body.total).toBe(round);
    }

    const race = await Promise.all(both.map((http, index) => send(http, 'contested', index)));
    expect(race.map(({ status }) => status).toSorted()).toEqual([201, 422]);
    expect(race.find(({ status }) => status === 422)!.body.error).toBe('IDEMPOTENCY_KEY_REUSED');
    const list = await both[0].get(`${API}/records/orders`, { token });
    expect(list.body.total).toBe(6);
  });

  test('SIGTERM lets requests in flight finish, writes included, and exits 0', async () => {
    const server = pair[0]!;
    const http = new Http(server.url);
    const root = await login(http, 'system', 'root@snackbase.example');
    const definition = { name: 'last', fields: [{ name: 'n', type: 'number' }], ...SIGNED_IN_RULES };
    await http.post(`${API}/collections`, definition, { token: root.token });
    const inFlight = Array.from({ length: 50 }, (_, n) =>
      http.post(`${API}/records/last`, { n }, { token: root.token }).then(
        (answer) => answer.status,
        () => 0,
      ),
    );
    await inFlight[0];
    expect(await server.end('SIGTERM')).toBe(0);
    const confirmed = (await Promise.all(inFlight)).filter((status) => status === 201).length;
    const again = new Http((await start(database)).url);
    expect((await again.get(`${API}/records/last`, { token: root.token })).body.total).toBeGreaterThanOrEqual(
      confirmed,
    );
    expect(confirmed).toBeGreaterThan(0);
  });
});

test('serve --workers 2 serves from two processes and stops cleanly', async () => {
  const port = await freePort();
  const server = await start(database, {
    file: 'dist/apps/cli/main.js',
    args: ['serve', '--workers', '2', '--port', String(port)],
    port,
  });
  const http = new Http(server.url);
  const root = await login(http, 'system', 'root@snackbase.example');
  const definition = { name: 'spread', fields: [{ name: 'n', type: 'number' }], ...SIGNED_IN_RULES };
  expect((await http.post(`${API}/collections`, definition, { token: root.token })).status).toBe(201);
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, n) =>
      http.post(`${API}/records/spread`, { n }, { token: root.token, headers: { connection: 'close' } }),
    ),
  );
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201]));
  for (let round = 0; round < 8; round++) {
    expect(
      (await http.get(`${API}/records/spread`, { token: root.token, headers: { connection: 'close' } })).body.total,
    ).toBe(200);
  }
  expect(await server.end('SIGTERM')).toBe(0);
});
