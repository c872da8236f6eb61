/**
 * Weaknesses of the reference server (contract, section 16) that this one does not have, each by its number. Others have their tests
 * where their subject is tested: W-01 and W-04 in field-rules-read, pii and encrypted-fields, W-15 in macros, W-17 in encrypted-fields,
 * W-27 in computed and aggregates-access, W-28 there, too.
 */
import type { Answer, Json } from '../support/http';
import { API, type Member } from '../support/member';
import { createWorld, type World } from '../support/world';

const ITEMS = `${API}/records/items`;
const FIELDS = [
  { name: 'title', type: 'text' },
  { name: 'price', type: 'number', default: 0 },
  { name: 'meta', type: 'json' },
  // What the reference server binds its own values as.
  ...['record_id', 'auth_id', 'param_0', 'account', 'k0'].map((name) => ({ name, type: 'text' })),
];
const OPEN = '@request.auth.id != ""';

let world: World;

beforeAll(async () => {
  world = await createWorld();
  await world.define('items', FIELDS);
});
afterEach(() => rules({ list_rule: OPEN, view_rule: OPEN, create_rule: OPEN, update_rule: OPEN }));
afterAll(() => world?.close());

async function rules(changed: object): Promise<void> {
  const { token } = world.superadmin;
  const { status, text } = await world.http.put(`${API}/collections/items/rules`, changed, { token });
  expect(`${status} ${text}`).toMatch(/^200 /);
}
const post = (path: string, body: object, { token }: Member = world.acme): Promise<Answer> =>
  world.http.post(ITEMS + path, body, { token });
const patch = (id: string, body: object, { token }: Member = world.acme): Promise<Answer> =>
  world.http.patch(`${ITEMS}/${id}`, body, { token });
async function titles(filter: string): Promise<string[]> {
  const answer = await world.http.get(`${ITEMS}?sort=title&filter=${encodeURIComponent(filter)}`, {
    token: world.acme.token,
  });
  expect(`${answer.status} ${answer.text}`).toMatch(/^200 /);
  return answer.body.items.map(({ title }: Json) => title);
}

test('W-09 update rules read what is sent', async () => {
  await rules({ update_rule: '@request.data.price < 10' });
  const { id } = (await post('', { title: 'w09' })).body;
  expect((await patch(id, { price: 9 })).status).toBe(200);
  expect((await patch(id, { price: 11 })).status).toBeGreaterThanOrEqual(400);
});

test('W-10 create rules read what is sent, in batches too, and beside json values', async () => {
  await rules({ create_rule: '@request.data.title = "w10" && price >= 0' });
  const good = { title: 'w10', price: 1, meta: { deep: [1, null] } };
  expect((await post('', good)).body.meta).toEqual(good.meta);
  expect((await post('/batch', { records: [good, good] })).body.count).toBe(2);
  const refused = await post('/batch', { records: [good, { ...good, title: 'other' }] });
  expect(refused.body).toMatchObject({ error: 'RECORD_RULE_FAILED', index: 1 });
});

test('W-11 a field can have the name of any value that the server binds', async () => {
  await rules({ update_rule: `created_by = @request.auth.id && record_id != "never"` });
  const names = { record_id: 'a', auth_id: 'b', param_0: 'c', account: 'd', k0: 'e' };
  const { body } = await post('', { title: 'w11', ...names });
  expect(body).toMatchObject(names);
  const changed = { ...names, record_id: 'z', auth_id: 'y' };
  expect((await patch(body.id, changed)).body).toMatchObject({ ...changed, id: body.id });
  expect(await titles('record_id = "z" && auth_id = "y" && k0 = "e"')).toEqual(['w11']);
});

test('W-12 macros can be saved, and mean what they say', async () => {
  await rules({ list_rule: '@has_group("w12") && @owns_record()', view_rule: '@has_role("nobody") || @is_creator' });
  const { id } = (await post('', { title: 'w12' })).body;
  const { token, userId } = world.acme;
  expect(await titles('title = "w12"')).toEqual([]);
  const group = await world.http.post(`${API}/groups`, { name: 'w12' }, { token });
  await world.http.post(`${API}/groups/${group.body.id}/users`, { user_id: userId }, { token });
  expect(await titles('title = "w12"')).toEqual(['w12']);
  expect((await world.http.get(`${ITEMS}/${id}`, { token })).status).toBe(200);
  expect((await world.http.get(`${ITEMS}/${id}`, { token: world.twin.token })).status).toBe(404);
});

test('W-13 filters take negative numbers, arithmetic, functions and lists', async () => {
  for (const price of [-6, -4, 10]) await post('', { title: `w13 ${price}`, price });
  const only = (filter: string): Promise<string[]> => titles(`title ~ "w13 %" && (${filter})`);
  expect(await only('price > -5')).toEqual(['w13 -4', 'w13 10']);
  expect(await only('price * 2 + 2 = -6')).toEqual(['w13 -4']);
  expect(await only('abs(price) > 5')).toEqual(['w13 -6', 'w13 10']);
  expect(await only('price IN (-6, 10)')).toEqual(['w13 -6', 'w13 10']);
  for (const wrong of ['price IN (title)', 'price > ', 'price + "a" > 1']) {
    const path = `${ITEMS}?filter=${encodeURIComponent(wrong)}`;
    expect((await world.http.get(path, { token: world.acme.token })).status).toBe(400);
  }
});

test('W-19 rules and filters name columns that other tables have, too', async () => {
  await rules({ list_rule: 'id != "" && created_at > "2020-01-01" && account_id != "" && updated_at IS NOT NULL' });
  await post('', { title: 'w19' });
  expect(await titles('title = "w19" && id != "x" && created_at > "2020-01-01"')).toEqual(['w19']);
});
