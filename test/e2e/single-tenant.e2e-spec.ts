/** Single-tenant mode: one account that is there from the start, and that nobody needs to name. */
import { createApp } from '#server/bootstrap';
import { loadConfig } from '#server/config/load-config';
import { runCommandHere } from '../support/command-here';
import { createEmptyDatabase, type TestDatabase } from '../support/database';
import { Http, type Json } from '../support/http';
import { API, login, type Member, PASSWORD } from '../support/member';
import { environmentOf } from '../support/environment';

const OPEN = { list_rule: '', view_rule: '', create_rule: '', update_rule: '', delete_rule: '' };
const BOARD = `${API}/records/board`;
const MODE = {
  SNACKBASE_SINGLE_TENANT_MODE: 'true',
  SNACKBASE_SINGLE_TENANT_ACCOUNT: 'home',
  SNACKBASE_SINGLE_TENANT_ACCOUNT_NAME: 'Our Home',
};

let database: TestDatabase;
let apps: { close(): Promise<void> }[] = [];
let http: Http;
let root: Member;

async function start(environment: Record<string, string | undefined> = {}): Promise<Http> {
  const app = await createApp(loadConfig(environmentOf(database, 0, { ...MODE, ...environment })));
  apps.push(app);
  await app.listen(0, '127.0.0.1');
  return new Http(await app.getUrl());
}

async function stop(): Promise<void> {
  await Promise.all(apps.map((app) => app.close()));
  apps = [];
}

async function accounts(): Promise<Json[]> {
  return (await http.get(`${API}/accounts?sort_by=slug&sort_order=asc`, { token: root.token })).body.items;
}

beforeAll(async () => {
  database = await createEmptyDatabase();
  // Two servers that find a new database at the same time.
  [http] = await Promise.all([start(), start()]);
  root = await login(http, 'system', 'root@snackbase.example');
  const fields = [{ name: 'text', type: 'text' }];
  await http.post(`${API}/collections`, { name: 'board', fields, ...OPEN }, { token: root.token });
});
afterAll(async () => {
  await stop();
  await database?.drop();
});

test('the account is there once, however many servers start', async () => {
  expect(await accounts()).toMatchObject([
    { slug: 'home', name: 'Our Home', status: 'active', user_count: 0 },
    { slug: 'system' },
  ]);
});

test('strangers who name no account mean it; who names another means that one', async () => {
  const { status, body } = await http.post(BOARD, { text: 'at home' });
  const [home] = await accounts();
  expect([status, body.account_id]).toEqual([201, home.id]);
  expect((await http.get(BOARD)).body.total).toBe(1);
  expect((await http.get(`${BOARD}/${body.id}`)).status).toBe(200);
  await http.post(`${API}/accounts`, { name: 'Guests', slug: 'guests' }, { token: root.token });
  const guests = { headers: { 'x-account-id': 'guests' } };
  expect((await http.get(BOARD, guests)).body.total).toBe(0);
  expect((await http.get(`${BOARD}/${body.id}`, guests)).status).toBe(404);
  expect((await http.get(BOARD, { headers: { 'x-account-id': 'nobody' } })).status).toBe(404);
  expect((await http.get(`${API}/auth/me`)).status).toBe(401);
});

test('somebody who registers joins it as a user, and logs in without naming it', async () => {
  const email = 'new@home.example';
  const body = { email, password: PASSWORD, passwordConfirm: PASSWORD, name: 'New' };
  const registered = await http.post(`${API}/auth/register`, body);
  expect([registered.status, registered.body.account.slug]).toEqual([201, 'home']);
  await http.post(`${API}/users/${registered.body.user.id}/verify`, {}, { token: root.token });
  const session = await http.post(`${API}/auth/login`, { email, password: PASSWORD });
  expect(session.body).toMatchObject({ user: { role: 'user' }, account: { slug: 'home' } });
  expect((await accounts()).map(({ slug }) => slug)).toEqual(['guests', 'home', 'system']);
});

test('a suspended one is closed also to those who do not name it', async () => {
  const home = (await accounts()).find(({ slug }) => slug === 'home');
  const setActive = (is_active: boolean) =>
    http.put(`${API}/accounts/${home.id}`, { is_active }, { token: root.token });
  await setActive(false);
  expect((await http.get(BOARD)).status).toBe(404);
  expect((await http.post(BOARD, { text: 'x' })).status).toBe(404);
  expect((await http.post(`${API}/auth/login`, { email: 'new@home.example', password: PASSWORD })).status).toBe(401);
  await setActive(true);
  expect((await http.get(BOARD)).status).toBe(200);
});

test('another start takes the existing account as it is, and so does the command line', async () => {
  await stop();
  const initialised = await runCommandHere(database, 'init-db', MODE);
  expect({ code: initialised.code, stderr: initialised.stderr }).toEqual({ code: 0, stderr: '' });
  http = await start({ SNACKBASE_SINGLE_TENANT_ACCOUNT_NAME: 'Renamed' });
  expect((await accounts()).filter(({ slug }) => slug === 'home')).toMatchObject([{ name: 'Our Home', user_count: 1 }]);
  expect((await http.get(BOARD)).body.total).toBe(1);
});

test('without a name it is called like its slug', async () => {
  await start({ SNACKBASE_SINGLE_TENANT_ACCOUNT: 'nameless', SNACKBASE_SINGLE_TENANT_ACCOUNT_NAME: '' });
  expect((await accounts()).map(({ name }) => name)).toContain('nameless');
});

test.each(['system', 'ab1234'])('T-2: the reserved slug %s is refused at the start', async (slug) => {
  await expect(start({ SNACKBASE_SINGLE_TENANT_ACCOUNT: slug })).rejects.toMatchObject({
    message: expect.stringContaining('SNACKBASE_SINGLE_TENANT_ACCOUNT: This account slug is reserved'),
  });
});
