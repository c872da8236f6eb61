/** T-4: a suspended account is closed at every door at once, in every process, and loses nothing. */
import { createApp } from '#server/bootstrap';
import { AppConfig } from '#server/config/app-config';
import { loadConfig } from '#server/config/load-config';
import { Http } from '../support/http';
import { API, login, PASSWORD, type Member } from '../support/member';
import { environmentOf } from '../support/environment';
import { createWorld, type World } from '../support/world';

const OPEN = { list_rule: '', view_rule: '', create_rule: '', update_rule: '', delete_rule: '' };
const RECORDS = `${API}/records/board`;

let world: World;
/** Another server over the same database, with caches of its own. */
let other: { readonly http: Http; close(): Promise<void> };

const asRoot = () => ({ token: world.superadmin.token });
const anonymous = (account: string) => ({ headers: { 'x-account-id': account } });

async function setActive({ accountId }: Member, is_active: boolean): Promise<void> {
  const { status, body } = await world.http.put(`${API}/accounts/${accountId}`, { is_active }, asRoot());
  expect([status, body.status, body.is_active]).toEqual([200, is_active ? 'active' : 'suspended', is_active]);
}

beforeAll(async () => {
  world = await createWorld();
  await world.define('board', [{ name: 'text', type: 'text' }], OPEN);
  const { databaseUrl: url, dataDirectory: folder } = world.server.app.get(AppConfig);
  const environment = environmentOf({ url, folder, drop: () => Promise.resolve() }, 0);
  const app = await createApp(loadConfig({ ...environment, SNACKBASE_JOB_WORKER_ENABLED: 'false' }));
  await app.listen(0, '127.0.0.1');
  other = { http: new Http(await app.getUrl()), close: () => app.close() };
});
afterAll(async () => {
  await other?.close();
  await world?.close();
});

test('sessions, keys, refresh tokens, logins and strangers are refused on the next request, and let in again', async () => {
  const { acme, http } = world;
  const { token } = acme;
  const key = await http.post(`${API}/admin/api-keys`, { name: 'board key', scopes: ['board:*'] }, { token });
  expect([key.status, key.body.key]).toEqual([201, expect.stringMatching(/^sb_ak\./)]);
  const { body: kept } = await http.post(RECORDS, { text: 'kept' }, { token });
  const credentials = { account: acme.slug, email: acme.email, password: PASSWORD };

  const doors = (at: Http) => ({
    'a record': () => at.get(`${RECORDS}/${kept.id}`, { token }),
    'a list': () => at.get(RECORDS, { token }),
    'a write': () => at.post(RECORDS, { text: 'more' }, { token }),
    'a refused write': () => at.post(RECORDS, { text: 5 }, { token }),
    'an update': () => at.patch(`${RECORDS}/${kept.id}`, { text: 'kept' }, { token }),
    'who am I': () => at.get(`${API}/auth/me`, { token }),
    'the account': () => at.get(`${API}/accounts/${acme.accountId}`, { token }),
    'an API key': () => at.get(RECORDS, { headers: { 'x-api-key': key.body.key } }),
    'a write by API key': () => at.post(RECORDS, { text: 'more' }, { headers: { 'x-api-key': key.body.key } }),
    'strangers, by id': () => at.get(RECORDS, anonymous(acme.accountId)),
    'strangers, by code': () => at.get(RECORDS, anonymous(acme.accountCode)),
    'strangers, by slug': () => at.get(`${RECORDS}/${kept.id}`, anonymous(acme.slug)),
    'a write of strangers': () => at.post(RECORDS, { text: 'more' }, anonymous(acme.slug)),
    'a refused write of strangers': () => at.post(RECORDS, { text: 5 }, anonymous(acme.slug)),
    'an update of strangers': () => at.patch(`${RECORDS}/${kept.id}`, { text: 'kept' }, anonymous(acme.slug)),
  });
  const statuses = async (at: Http): Promise<Record<string, number>> => {
    const result: Record<string, number> = {};
    for (const [name, ask] of Object.entries(doors(at))) result[name] = (await ask()).status;
    return result;
  };
  const open = {
    'a record': 200,
    'a list': 200,
    'a write': 201,
    'a refused write': 422,
    'an update': 200,
    'who am I': 200,
    'the account': 200,
    'an API key': 200,
    'a write by API key': 201,
    'strangers, by id': 200,
    'strangers, by code': 200,
    'strangers, by slug': 200,
    'a write of strangers': 201,
    'a refused write of strangers': 422,
    'an update of strangers': 200,
  };
  const closed = Object.fromEntries(Object.keys(open).map((name) => [name, name.includes('strangers') ? 404 : 401]));
  expect([await statuses(http), await statuses(other.http)]).toEqual([open, open]);
  const { body: before } = await http.get(RECORDS, { token });

  await setActive(acme, false);
  expect([await statuses(other.http), await statuses(http)]).toEqual([closed, closed]);
  const wrong = await http.post(`${API}/auth/login`, { ...credentials, password: 'Wrong-Horse-77' });
  for (const at of [http, other.http]) {
    const refused = await at.post(`${API}/auth/login`, credentials);
    expect([refused.status, { ...refused.body, request_id: '' }]).toEqual([401, { ...wrong.body, request_id: '' }]);
    expect((await at.post(`${API}/auth/refresh`, { refresh_token: acme.refreshToken })).status).toBe(401);
  }
  const { account, email } = credentials;
  expect((await http.post(`${API}/auth/forgot-password`, { account, email })).status).toBe(200);

  await setActive(acme, true);
  expect([await statuses(http), await statuses(other.http)]).toEqual([open, open]);
  // What the open doors wrote twice before and twice after, and nothing of what was refused.
  const { body: after } = await http.get(RECORDS, { token });
  expect(after.total - before.total).toBe(6);
  expect((await login(http, acme.slug, acme.email)).userId).toBe(acme.userId);
  expect((await http.post(`${API}/auth/refresh`, { refresh_token: acme.refreshToken })).status).toBe(200);
});

test('other accounts, and superadmins in the suspended one, go on', async () => {
  const { acme, twin, http } = world;
  await setActive(acme, false);
  expect((await http.get(RECORDS, { token: twin.token })).status).toBe(200);
  expect((await http.get(RECORDS, anonymous(twin.slug))).status).toBe(200);
  const { status, body } = await http.post(RECORDS, { text: 'by root', account_id: acme.accountId }, asRoot());
  expect([status, body.account_id]).toEqual([201, acme.accountId]);
  expect((await http.get(`${RECORDS}/${body.id}`, asRoot())).status).toBe(200);

  const found = await http.get(`${API}/accounts?status=suspended`, asRoot());
  expect(found.body.items).toMatchObject([{ id: acme.accountId, status: 'suspended', is_active: false }]);
  const active = await http.get(`${API}/accounts?is_active=true&search=acme`, asRoot());
  expect(active.body.items).toMatchObject([{ id: twin.accountId }]);
  expect((await http.get(`${API}/accounts?is_active=true&status=suspended`, asRoot())).body.total).toBe(0);
  await setActive(acme, true);
});

test('a suspended account keeps its slug, and may be renamed by superadmins', async () => {
  const { acme, http } = world;
  await setActive(acme, false);
  const taken = await http.post(`${API}/accounts`, { name: 'Other', slug: acme.slug }, asRoot());
  expect([taken.status, taken.body.error]).toEqual([409, 'ACCOUNT_SLUG_TAKEN']);
  const renamed = await http.patch(`${API}/accounts/${acme.accountId}`, { name: 'Acme, closed' }, asRoot());
  expect([renamed.status, renamed.body.name, renamed.body.status]).toEqual([200, 'Acme, closed', 'suspended']);
  await setActive(acme, true);
});

test('what was acknowledged before a suspension stays, and nothing is written after it', async () => {
  const { twin, http } = world;
  const { token } = twin;
  const total = async (): Promise<number> => (await http.get(`${RECORDS}?filter=text = "raced"`, asRoot())).body.total;
  const written = Array.from({ length: 60 }, (_, index) =>
    (index % 2 === 0 ? http : other.http).post(
      RECORDS,
      { text: 'raced' },
      index % 3 === 0 ? anonymous(twin.slug) : { token },
    ),
  );
  await setActive(twin, false);
  const at = await total();
  const statuses = (await Promise.all(written)).map(({ status }) => status);
  expect(statuses.filter((status) => ![201, 401, 404].includes(status))).toEqual([]);
  expect(await total()).toBe(statuses.filter((status) => status === 201).length);
  expect((await http.post(RECORDS, { text: 'raced' }, { token })).status).toBe(401);
  expect(await total()).toBeGreaterThanOrEqual(at);
  await setActive(twin, true);
});
