/** Accounts that somebody registered and nobody ever used are deleted after a while; all others stay. */
import { passTime, tellRealTime } from '../../support/clock';
import { eventually } from '../../support/eventually';
import { API, PASSWORD } from '../../support/member';
import { createWorld, type World } from '../../support/world';

const DAY_MS = 86_400_000;

let world: World;
const lines: string[] = [];

beforeAll(async () => {
  const settings = { SNACKBASE_UNUSED_ACCOUNT_DAYS: '3', SNACKBASE_LOG_LEVEL: 'info', SNACKBASE_LOG_FORMAT: 'json' };
  world = await createWorld(settings, (line) => lines.push(line));
});
afterAll(async () => {
  tellRealTime();
  await world?.close();
});

async function register(slug: string): Promise<string> {
  const registration = { email: `a@${slug}.example`, password: PASSWORD, account_name: slug, account_slug: slug };
  const { status, text } = await world.http.post(`${API}/auth/register`, registration);
  if (status !== 201) throw new Error(`${slug}: ${status} ${text}`);
  const { body } = await world.http.get(`${API}/accounts?search=${slug}`, await login());
  return body.items[0].id;
}

async function slugs(): Promise<readonly string[]> {
  const { token } = await login();
  const { body } = await world.http.get(`${API}/accounts?page_size=100`, { token });
  return body.items.map(({ slug }: { slug: string }) => slug).toSorted();
}

/** Sessions end while time passes. */
async function login(): Promise<{ readonly token: string }> {
  const body = { account: 'system', email: world.server.superadminEmail, password: PASSWORD };
  return (await world.http.post(`${API}/auth/login`, body)).body;
}

const purged = () => lines.filter((line) => line.includes('never used'));

test('only those go that nobody verified, and that have no record and no superadmin who made them', async () => {
  const root = { token: world.superadmin.token };
  await world.define('notes', [{ name: 'text', type: 'text' }], { create_rule: '' });
  const unused = await register('unused');
  await register('with-record');
  const headers = { 'x-account-id': 'with-record' };
  expect((await world.http.call('POST', `${API}/records/notes`, { body: { text: 'x' }, headers })).status).toBe(201);
  await world.http.post(`${API}/accounts`, { name: 'Made', slug: 'made' }, root);
  const stays = ['acme', 'acme-twin', 'made', 'system', 'with-record'];

  passTime(2 * DAY_MS);
  await register('younger');

  passTime(1.5 * DAY_MS);
  await eventually(async () => !(await slugs()).includes('unused'));
  expect(await slugs()).toEqual([...stays, 'younger'].toSorted());
  expect(purged()).toHaveLength(1);
  expect(purged()[0]).toContain(`Account ${unused} (unused)`);
});
