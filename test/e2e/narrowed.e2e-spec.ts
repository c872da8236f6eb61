/** X-Account-ID from a superadmin narrows the request to that account, in whatever it reads and writes. */
import { API } from '../support/member';
import type { Json } from '../support/http';
import { createWorld, type World } from '../support/world';

const NOTES = `${API}/records/notes`;

let world: World;
const ids: Record<string, string> = {};

beforeAll(async () => {
  world = await createWorld();
  await world.define('notes', [{ name: 'text', type: 'text' }]);
  for (const [name, { token }] of [
    ['acme', world.acme],
    ['twin', world.twin],
  ] as const) {
    ids[`${name}Note`] = (await world.http.post(NOTES, { text: `${name} note` }, { token })).body.id;
    ids[`${name}Group`] = (await world.http.post(`${API}/groups`, { name: 'staff' }, { token })).body.id;
    const invited = await world.http.post(`${API}/invitations`, { email: `guest@${name}.example` }, { token });
    ids[`${name}Invitation`] = invited.body.invitation?.id ?? invited.body.id;
  }
});
afterAll(() => world?.close());

const narrowed = (account: string, more: object = {}) => ({
  token: world.superadmin.token,
  headers: { 'x-account-id': account },
  ...more,
});
const spanning = () => ({ token: world.superadmin.token });
const accounts = ({ items }: Json): string[] => [...new Set<string>(items.map((item: Json) => item.account_id))];

test('lists, counts and finds records of that account alone, by id, code or slug', async () => {
  const { accountId, accountCode, slug } = world.acme;
  for (const name of [accountId, accountCode, slug]) {
    for (const query of ['', '?sort=text', '?cursor=', '?filter=text ~ "note"']) {
      const { status, body } = await world.http.get(NOTES + query, narrowed(name));
      expect(status).toBe(200);
      expect(accounts(body)).toEqual([accountId]);
    }
    expect((await world.http.get(NOTES, narrowed(name))).body.total).toBe(1);
  }
  expect((await world.http.get(NOTES, spanning())).body.total).toBe(2);
});

test('no record of another account is there to read, change or delete', async () => {
  const path = `${NOTES}/${ids['twinNote']}`;
  const batch = { ids: [ids['twinNote']] };
  for (const { status } of [
    await world.http.get(path, narrowed('acme')),
    await world.http.patch(path, { text: 'x' }, narrowed('acme')),
    await world.http.put(path, { text: 'x' }, narrowed('acme')),
    await world.http.delete(path, narrowed('acme')),
    await world.http.call('DELETE', `${NOTES}/batch`, narrowed('acme', { body: batch })),
  ]) {
    expect(status).toBe(404);
  }
  expect((await world.http.get(path, narrowed('acme-twin'))).body.text).toBe('twin note');
});

test('new records belong to it, alone and in batches, and no body says otherwise', async () => {
  const { accountId } = world.acme;
  const one = await world.http.post(NOTES, { text: 'one' }, narrowed('acme'));
  expect(one.body).toMatchObject({ account_id: accountId, created_by: world.superadmin.userId });
  const same = await world.http.post(NOTES, { text: 'same', account_id: accountId }, narrowed('acme'));
  expect(same.body.account_id).toBe(accountId);
  const many = await world.http.post(`${NOTES}/batch`, { records: [{ text: 'a' }, { text: 'b' }] }, narrowed('acme'));
  expect(many.body.created.map((record: Json) => record.account_id)).toEqual([accountId, accountId]);
  const other = await world.http.post(NOTES, { text: 'x', account_id: world.twin.accountId }, narrowed('acme'));
  expect([other.status, other.body.field]).toEqual([422, 'account_id']);
  const unnamed = await world.http.post(NOTES, { text: 'own' }, spanning());
  expect(unnamed.body.account_id).toBe(world.superadmin.accountId);
});

test('an answer that is kept under a key is that of its account', async () => {
  const write = (account: string) =>
    world.http.post(
      NOTES,
      { text: 'once' },
      { ...spanning(), headers: { 'x-account-id': account, 'idempotency-key': 'k1' } },
    );
  expect((await write('acme')).body.account_id).toBe(world.acme.accountId);
  expect((await write('acme')).status).toBe(201);
  expect((await write('acme-twin')).status).toBe(422);
});

test.each(['users', 'groups', 'invitations'])('%s are those of that account', async (what) => {
  const list = async (call: object, query = '') => {
    const { status, body } = await world.http.get(`${API}/${what}${query}`, call);
    const items: Json[] = body.items ?? body.invitations ?? [];
    return { status, found: [...new Set(items.map((item) => item.account_id))] };
  };
  expect(await list(narrowed('acme'))).toEqual({ status: 200, found: [world.acme.accountId] });
  expect((await list(spanning())).found.length).toBeGreaterThan(1);
  expect(await list(narrowed('acme'), `?account_id=${world.twin.accountId}`)).toEqual({ status: 404, found: [] });
  expect((await list(narrowed('acme'), `?account_id=${world.acme.accountId}`)).status).toBe(200);
});

test('people and groups of another account look missing, new ones belong to it', async () => {
  const call = narrowed('acme');
  for (const path of [
    `users/${world.twin.userId}`,
    `groups/${ids['twinGroup']}`,
    `accounts/${world.twin.accountId}`,
    `accounts/${world.twin.accountId}/users`,
  ]) {
    expect((await world.http.get(`${API}/${path}`, call)).status).toBe(404);
  }
  expect((await world.http.patch(`${API}/users/${world.twin.userId}`, { first_name: 'X' }, call)).status).toBe(404);
  expect((await world.http.delete(`${API}/invitations/${ids['twinInvitation']}`, call)).status).toBe(404);
  const user = await world.http.post(`${API}/users`, { email: 'new@acme.example' }, call);
  const group = await world.http.post(`${API}/groups`, { name: 'made' }, call);
  expect([user.body.account_id, group.body.account_id]).toEqual([world.acme.accountId, world.acme.accountId]);
  const foreign = { name: 'other', account_id: world.twin.accountId };
  expect((await world.http.post(`${API}/groups`, foreign, call)).status).toBe(404);
});

test('an account that does not exist is not found; one that is suspended is still administered', async () => {
  expect(await world.http.get(NOTES, narrowed('nobody'))).toMatchObject({
    status: 404,
    body: { error: 'AUTH_ACCOUNT_UNKNOWN' },
  });
  const { accountId, slug, token } = await world.register('asleep');
  await world.http.post(NOTES, { text: 'kept' }, { token });
  await world.http.patch(`${API}/accounts/${accountId}`, { is_active: false }, spanning());
  expect((await world.http.get(NOTES, narrowed(slug))).body.total).toBe(1);
});

test('what superadmins are themselves stays theirs', async () => {
  const { body } = await world.http.get(`${API}/auth/me`, narrowed('acme'));
  expect(body).toMatchObject({ user_id: world.superadmin.userId, account_id: world.superadmin.accountId });
});

test('public routes do not read it', async () => {
  const { email } = world.acme;
  const headers = { 'x-account-id': 'acme-twin' };
  const login = await world.http.post(
    `${API}/auth/login`,
    { account: 'acme', email, password: 'Correct-Horse-7' },
    { headers },
  );
  expect(login.status).toBe(200);
});
