/** Superadmins read the name of the account of each record; nobody else does, and nothing else tells it. */
import type { Answer, Json } from '../support/http';
import { API, type Member } from '../support/member';
import { createWorld, type World } from '../support/world';

const NOTES = `${API}/records/notes`;
const SYSTEM_COLUMNS = ['id', 'account_id', 'created_at', 'created_by', 'updated_at', 'updated_by'];

let world: World;
let mine: string;
let theirs: string;

beforeAll(async () => {
  world = await createWorld();
  await world.define('notes', [
    { name: 'text', type: 'text' },
    { name: 'parent', type: 'reference', collection: 'notes', on_delete: 'set_null' },
  ]);
  await world.define('named', [{ name: 'account_name', type: 'text' }]);
  [mine, theirs] = (await Promise.all([world.acme, world.twin].map((member) => insert(member, { text: 'x' })))) as [
    string,
    string,
  ];
});
afterAll(() => world?.close());

async function insert({ token }: Member, body: object): Promise<string> {
  const { status, text, body: made } = await world.http.post(NOTES, body, { token });
  if (status !== 201) throw new Error(text);
  return made.id;
}

const asRoot = (path: string): Promise<Answer> => world.http.get(path, { token: world.superadmin.token });
const root = () => ({ token: world.superadmin.token });
const namesOf = ({ body }: Answer): Json =>
  Object.fromEntries(body.items.map((item: Json) => [item.id, item.account_name]));

test.each([
  '',
  '?sort=text',
  '?cursor=&sort=text',
  '?cursor=',
  '?filter=text = "x"',
  '?fields=*',
  '?fields=id,account_name',
  '?expand=parent',
])('a list %j has the name of each account', async (query) => {
  expect(namesOf(await asRoot(NOTES + query))).toEqual({ [mine]: 'acme', [theirs]: 'acme-twin' });
});

test('it stands behind the columns that every record has', async () => {
  const { body } = await asRoot(`${NOTES}/${mine}`);
  expect(Object.keys(body)).toEqual([...SYSTEM_COLUMNS, 'account_name', 'text', 'parent']);
  expect(body.account_name).toBe('acme');
});

test('not where other fields are asked for, and not of the records that these lead to', async () => {
  expect((await asRoot(`${NOTES}/${mine}?fields=id,text`)).body).toEqual({ id: mine, text: 'x' });
  const child = await insert(world.acme, { text: 'child', parent: mine });
  const { body } = await asRoot(`${NOTES}/${child}?expand=parent`);
  expect([body.account_name, body.parent.account_name, body.parent.id]).toEqual(['acme', undefined, mine]);
  const below = await asRoot(`${NOTES}/${child}?expand=parent&fields=parent.account_name`);
  expect(below.body).toMatchObject({ error: 'QUERY_FIELDS', field: 'fields' });
  await world.http.delete(`${NOTES}/${child}`, root());
});

test('writes answer with it, single and in batches', async () => {
  const made = await world.http.post(NOTES, { text: 'a', account_id: world.twin.accountId }, root());
  expect([made.status, made.body.account_name]).toEqual([201, 'acme-twin']);
  const at = `${NOTES}/${made.body.id}`;
  expect((await world.http.patch(at, { text: 'b' }, root())).body.account_name).toBe('acme-twin');
  expect((await world.http.put(at, { text: 'c' }, root())).body.account_name).toBe('acme-twin');
  const narrowed = { ...root(), headers: { 'x-account-id': world.twin.accountId } };
  const batch = await world.http.post(`${NOTES}/batch`, { records: [{ text: 'd' }, { text: 'e' }] }, narrowed);
  expect(batch.body.created.map((record: Json) => record.account_name)).toEqual(['acme-twin', 'acme-twin']);
  const ids = [made.body.id, ...batch.body.created.map(({ id }: Json) => id)];
  const records = ids.map((id) => ({ id, data: { text: 'f' } }));
  const changed = await world.http.patch(`${NOTES}/batch?fields=account_name`, { records }, root());
  expect(changed.body.updated).toEqual(ids.map(() => ({ account_name: 'acme-twin' })));
  await world.http.delete(`${NOTES}/batch`, { ...root(), body: { ids } });
});

test('it is the name that the account has now', async () => {
  const account = `${API}/accounts/${world.acme.accountId}`;
  await world.http.put(account, { name: 'Acme & "Söhne"' }, root());
  expect((await asRoot(`${NOTES}/${mine}`)).body.account_name).toBe('Acme & "Söhne"');
  await world.http.put(account, { name: 'acme' }, root());
});

test('members do not read it, and cannot ask for it', async () => {
  const call = { token: world.acme.token };
  const answers = [
    await world.http.get(NOTES, call),
    await world.http.get(`${NOTES}/${mine}`, call),
    await world.http.patch(`${NOTES}/${mine}`, { text: 'x' }, call),
  ];
  for (const { status, text } of answers) {
    expect(status).toBe(200);
    expect(text).not.toContain('account_name');
  }
  expect((await world.http.get(`${NOTES}?fields=account_name`, call)).body.error).toBe('QUERY_FIELDS');
});

test.each([['filter=account_name = "acme"'], ['sort=account_name'], ['account_name=acme']])(
  'nothing is found by it: %s',
  async (query) => {
    expect((await asRoot(`${NOTES}?${query}`)).status).toBe(400);
  },
);

test('nobody sends it', async () => {
  for (const call of [root(), { token: world.acme.token }]) {
    const { status, body } = await world.http.post(NOTES, { account_name: 'acme' }, call);
    expect([status, body.details]).toEqual([
      422,
      [expect.objectContaining({ field: 'account_name', code: 'system_field' })],
    ]);
  }
});

test('a field of that name is shown instead', async () => {
  const named = `${API}/records/named`;
  await world.http.post(named, { account_name: 'mine' }, { token: world.acme.token });
  expect((await asRoot(named)).body.items).toMatchObject([{ account_name: 'mine' }]);
  expect((await asRoot(`${named}?fields=account_name`)).body.items).toEqual([{ account_name: 'mine' }]);
});
