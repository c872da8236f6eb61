/** Values of encrypted fields that come and go with many records: by upserts, by filters and by batches over collections. */
import { SYSTEM_BYTES } from '#domain/records/record-size';
import { TestHooks } from '../support/hooks/test-hooks';
import type { Answer, Json } from '../support/http';
import { API } from '../support/member';
import { BULLETS, createSecretWorld, type SecretWorld, SETTINGS, TOKEN, VAULTS } from '../support/secret-world';

let world: SecretWorld;
let hooks: TestHooks;
let logged = '';

beforeAll(async () => {
  world = await createSecretWorld({}, (line) => (logged += line));
  hooks = new TestHooks(world.server);
});
afterEach(() => hooks.clear());
afterAll(async () => {
  await world?.close();
  expect(logged).not.toContain(TOKEN);
});

const call = (method: string, path: string, body?: unknown): Promise<Answer> =>
  world.http.call(method, `${VAULTS}${path}`, { token: world.acme.token, ...(body === undefined ? {} : { body }) });

async function make(more: object = {}): Promise<string> {
  const { body, text } = await call('POST', '', { token: TOKEN, settings: SETTINGS, ...more });
  if (body.id === undefined) throw new Error(text);
  return body.id;
}

const upsert = (records: readonly object[], on = 'code') => call('PUT', `/batch?on=${on}`, { records });
const batch = (operations: readonly object[]) =>
  world.http.post(
    `${API}/batch`,
    { operations: operations.map((operation) => ({ collection: 'vaults', ...operation })) },
    { token: world.acme.token },
  );

test('an upsert encrypts for the record that it makes or changes, and bullets keep the secret', async () => {
  const first = await upsert([{ code: 'up 1', token: TOKEN, settings: SETTINGS }]);
  expect([first.status, first.body.created[0]]).toMatchObject([200, { token: BULLETS, settings: BULLETS }]);
  const { body } = await upsert([
    { code: 'up 2', token: 'other' },
    { code: 'up 1', token: BULLETS, settings: ['new'] },
  ]);
  expect(body).toMatchObject({ actions: ['created', 'updated'], updated: [{ token: BULLETS, settings: BULLETS }] });
  expect(body.updated[0].id).toBe(first.body.created[0].id);
  expect(await world.secrets(body.updated[0].id)).toEqual({ token: TOKEN, settings: ['new'] });
  expect(await world.secrets(body.created[0].id)).toEqual({ token: 'other', settings: null });
});

test('an upsert makes no record with bullets, and finds none by a secret', async () => {
  const refused = await upsert([
    { code: 'up 3', token: 'x' },
    { code: 'up 4', token: BULLETS },
  ]);
  expect([refused.status, refused.body.index, refused.body.details[0].code]).toEqual([422, 1, 'masked_value']);
  for (const on of ['token', 'settings', 'code,token']) {
    const { status, body } = await upsert([{ code: 'up 3', token: 'x', settings: 1 }], on);
    expect([status, body.error, body.message]).toEqual([400, 'QUERY_ON', expect.stringContaining('is encrypted')]);
  }
  expect((await call('GET', encodeURI('?filter=code ~ "up 3"'))).body.total).toBe(0);
});

test('W-17: a filter neither selects by a secret nor changes one, but what is beside it', async () => {
  const ids = [await make({ title: 'by filter' }), await make({ title: 'by filter' })];
  const change = (body: object, more: string, filter = 'title = "by filter"') =>
    call('PATCH', encodeURI(`?filter=${filter}&${more}`), body);
  for (const more of ['dry_run=true', 'expect=2']) {
    for (const [body, code] of [
      [{ title: 'x', token: 'x' }, 'encrypted_field'],
      [{ settings: null }, 'encrypted_field'],
      [{ token: BULLETS }, 'masked_value'],
    ] as const) {
      const answer = await change(body, more);
      expect([answer.status, answer.body.error, answer.body.details[0].code]).toEqual([422, 'RECORD_INVALID', code]);
    }
    const { status, body } = await change({ title: 'x' }, more, 'token != null');
    expect([status, body.message]).toEqual([400, expect.stringContaining("'token' is encrypted")]);
  }
  hooks.on('on_record_before_update', 'vaults', ({ data }) => void (data['token'] = 'by a hook'));
  expect((await change({ title: 'x' }, 'expect=2')).body.details[0].code).toBe('encrypted_field');
  hooks.clear();
  const before = await world.bytes();
  expect((await change({ title: 'by filter 2' }, 'expect=2')).body).toEqual({ count: 2, dry_run: false });
  expect(await world.bytes()).toBe(before + 4);
  for (const id of ids) expect(await world.secrets(id)).toEqual({ token: TOKEN, settings: SETTINGS });
  expect((await call('DELETE', encodeURI('?filter=title = "by filter 2"&expect=2'))).body.count).toBe(2);
  const size = SYSTEM_BYTES + Buffer.byteLength(`by filter 2${TOKEN}${JSON.stringify(SETTINGS)}`);
  expect(await world.bytes()).toBe(before + 4 - 2 * size);
});

test('a batch over collections encrypts, also for a record that it has made itself', async () => {
  const old = await make();
  const { status, body } = await batch([
    { op: 'update', id: old, data: { token: BULLETS, settings: [1] } },
    { op: 'create', data: { title: 'new', token: 'first', settings: 'kept' } },
    { op: 'update', id: { $ref: 1 }, data: { token: 'second' } },
  ]);
  expect([status, body.results.map(({ record }: Json) => [record.token, record.settings])]).toEqual([
    200,
    Array.from({ length: 3 }, () => [BULLETS, BULLETS]),
  ]);
  expect(await world.secrets(old)).toEqual({ token: TOKEN, settings: [1] });
  expect(await world.secrets(body.results[1].record.id)).toEqual({ token: 'second', settings: 'kept' });
  const refused = await batch([
    { op: 'update', id: old, data: { token: 'x' } },
    { op: 'create', data: { token: BULLETS } },
  ]);
  expect([refused.status, refused.body.index, refused.body.details[0].code]).toEqual([422, 1, 'masked_value']);
  expect((await world.secrets(old)).token).toBe(TOKEN);
});

test('a batch over collections takes no bullets for a record that it makes itself', async () => {
  const refused = await batch([
    { op: 'create', data: { title: 'by reference', token: TOKEN } },
    { op: 'update', id: { $ref: 0 }, data: { title: 'changed', token: BULLETS } },
  ]);
  expect([refused.status, refused.body]).toMatchObject([
    422,
    { error: 'RECORD_INVALID', index: 1, details: [{ field: 'token', code: 'masked_value' }] },
  ]);
  for (const title of ['by reference', 'changed']) {
    expect((await call('GET', encodeURI(`?filter=title = "${title}"`))).body.total).toBe(0);
  }
});
