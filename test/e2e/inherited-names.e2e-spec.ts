/** Fields may have the names of what every JavaScript object inherits; nobody meets that through any door. */
import { API } from '../support/member';
import { createWorld, type World } from '../support/world';

const NAMES = ['constructor', 'toString', 'valueOf', 'hasOwnProperty', 'isPrototypeOf', 'toLocaleString'];
const RECORDS = `${API}/records/odd`;

let world: World;

beforeAll(async () => {
  world = await createWorld();
  const fields = NAMES.map((name) => ({ name, type: 'text' }));
  const rule = NAMES.map((name) => `${name} = null || length(${name}) < 9`).join(' && ');
  await world.define('odd', [...fields, { name: 'n', type: 'number' }], {
    create_rule: `(${rule}) && !isset(@request.data.valueOf)`,
    update_rule: `(${rule}) && !changed(constructor) && @request.data.toString = null`,
  });
});
afterAll(() => world?.close());

const call = (method: string, path: string, body?: object) =>
  world.http.call(method, `${RECORDS}${path}`, { token: world.acme.token, ...(body === undefined ? {} : { body }) });
const nothing = Object.fromEntries(NAMES.map((name) => [name, null]));
const all = Object.fromEntries(NAMES.map((name) => [name, name === 'valueOf' ? null : 'x']));
const { valueOf: _left, ...sendable } = all;

test('a record without any of them has null in each', async () => {
  const made = await call('POST', '', { n: 1 });
  expect(made).toMatchObject({ status: 201, body: { ...nothing, n: 1 } });
  const shown = await call('GET', `/${String(made.body.id)}`);
  expect(shown.body).toMatchObject(nothing);
});

test('a record with them keeps them, through single writes and batches', async () => {
  const made = await call('POST', '', sendable);
  expect(made).toMatchObject({ status: 201, body: all });
  const path = `/${String(made.body.id)}`;
  expect(await call('PATCH', path, { n: 2 })).toMatchObject({ status: 200, body: { ...all, n: 2 } });
  expect(await call('PATCH', path, { isPrototypeOf: 'y' })).toMatchObject({ body: { ...all, isPrototypeOf: 'y' } });
  const batch = await call('POST', '/batch', { records: [{ n: 3 }, { toLocaleString: 'z' }] });
  expect(batch.status).toBe(201);
  const records = (await call('GET', '?filter=n = 3 || toLocaleString = "z"&sort=toLocaleString')).body['items'];
  expect(records).toMatchObject([nothing, { ...nothing, toLocaleString: 'z' }]);
  const changes = (records as { id: string }[]).map(({ id }) => ({ id, data: { n: 4 } }));
  const changed = await call('PATCH', '/batch', { records: changes });
  expect(changed).toMatchObject({ status: 200 });
  expect((await call('GET', '?filter=n = 4&sort=toLocaleString')).body['items']).toMatchObject([
    { ...nothing, n: 4 },
    { ...nothing, toLocaleString: 'z', n: 4 },
  ]);
});

test('rules see what is sent and what is stored, not what is inherited', async () => {
  const refused = { status: 400, body: { error: 'RECORD_RULE_FAILED' } };
  expect(await call('POST', '', { valueOf: 'x' })).toMatchObject(refused);
  const made = await call('POST', '', { n: 5 });
  const path = `/${String(made.body.id)}`;
  expect(await call('PATCH', path, { constructor: 'other' })).toMatchObject({ status: 404 });
  expect(await call('PATCH', path, { toString: 'other' })).toMatchObject({ status: 404 });
  expect((await call('PATCH', path, { n: 6 })).status).toBe(200);
});
