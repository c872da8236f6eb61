/** Accounts that somebody registered and nobody ever used are deleted after a while; all others stay. */
import { ageAccount } from '../../support/age-account';
import { eventually } from '../../support/eventually';
import { hurryChores } from '../../support/jobs';
import { API, PASSWORD } from '../../support/member';
import { createWorld, type World } from '../../support/world';

let world: World;
const lines: string[] = [];

beforeAll(async () => {
  const settings = { SNACKBASE_UNUSED_ACCOUNT_DAYS: '3', SNACKBASE_LOG_LEVEL: 'info', SNACKBASE_LOG_FORMAT: 'json' };
  world = await createWorld(settings, (line) => lines.push(line));
});
afterAll(() => world?.close());

async function register(slug: string): Promise<string> {
  const registration = { email: `a@${slug}.example`, password: PASSWORD, account_name: slug, account_slug: slug };
  const { status, text } = await world.http.post(`${API}/auth/register`, registration);
  if (status !== 201) throw new Error(`${slug}: ${status} ${text}`);
  return idOf(slug);
}

async function idOf(slug: string): Promise<string> {
  const { body } = await world.http.get(`${API}/accounts?search=${slug}`, asRoot());
  return body.items.find((account: { slug: string }) => account.slug === slug).id;
}

async function slugs(): Promise<readonly string[]> {
  const { body } = await world.http.get(`${API}/accounts?page_size=100`, asRoot());
  return body.items.map(({ slug }: { slug: string }) => slug).toSorted();
}

const asRoot = () => ({ token: world.superadmin.token });
const purged = () => lines.filter((line) => line.includes('never used'));

test('only those go that nobody verified, and that have no record and no superadmin who made them', async () => {
  await world.define('notes', [{ name: 'text', type: 'text' }], { create_rule: '' });
  const unused = await register('unused');
  await register('with-record');
  const headers = { 'x-account-id': 'with-record' };
  expect((await world.http.call('POST', `${API}/records/notes`, { body: { text: 'x' }, headers })).status).toBe(201);
  await world.http.post(`${API}/accounts`, { name: 'Made', slug: 'made' }, asRoot());
  const stays = ['acme', 'acme-twin', 'made', 'system', 'with-record'];

  for (const slug of ['unused', ...stays]) await ageAccount(world.server, await idOf(slug), 4);
  await ageAccount(world.server, await register('younger'), 2);

  hurryChores(world.server.app);
  await eventually(async () => !(await slugs()).includes('unused'));
  expect(await slugs()).toEqual([...stays, 'younger'].toSorted());
  expect(purged()).toHaveLength(1);
  expect(purged()[0]).toContain(`Account ${unused} (unused)`);
});
