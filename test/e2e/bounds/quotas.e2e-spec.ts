/** What an account may have: records and bytes, refused in the transaction that would go beyond it, exactly. */
import { SYSTEM_BYTES } from '#domain/records/record-size';
import type { Answer, Json } from '../../support/http';
import { API, type Member } from '../../support/member';
import { createWorld, type World } from '../../support/world';

const NOTES = `${API}/records/notes`;
const DEFAULT_RECORDS = 50;
/** A note with this text has as many bytes as two empty ones. */
const TEXT = 'x'.repeat(SYSTEM_BYTES);

let world: World;
let account: Member;
let made = 0;

beforeAll(async () => {
  world = await createWorld({ SNACKBASE_QUOTA_RECORDS: String(DEFAULT_RECORDS) });
  await world.define('notes', [{ name: 'text', type: 'text' }]);
  await world.define('lines', [{ name: 'text', type: 'text' }]);
});
afterAll(() => world?.close());
beforeEach(async () => {
  made += 1;
  account = await world.register(`tenant-${made}`);
});

const root = () => ({ token: world.superadmin.token });
const path = () => `${API}/accounts/${account.accountId}`;
const limit = (quotas: Json, as = world.superadmin) =>
  world.http.call('PATCH', path(), { token: as.token, body: { quotas } });
const notes = (count: number): Json[] => Array.from({ length: count }, () => ({ text: 'x' }));
const usage = async (): Promise<Json> => (await world.http.get(path(), { token: account.token })).body.usage;
const write = (text = '', headers: Record<string, string> = {}): Promise<Answer> =>
  world.http.call('POST', NOTES, { token: account.token, headers, body: { text } });
const statuses = (answers: readonly Answer[]): readonly number[] => answers.map(({ status }) => status).toSorted();

test('superadmins set quotas, the admins of the account see them with what is used', async () => {
  expect((await world.http.get(path(), { token: account.token })).body).toMatchObject({
    quotas: { storage: null, records: null, requests_per_minute: null },
    usage: {
      storage: { used: 0, limit: null },
      records: { used: 0, limit: DEFAULT_RECORDS },
      requests_per_minute: { limit: null },
    },
  });
  expect((await limit({ records: 5 }, account)).status).toBe(403);
  expect(await limit({ records: 5, storage: 0 })).toMatchObject({
    status: 200,
    body: { quotas: { records: 5, storage: 0 } },
  });
  expect((await limit({ storage: 7000 })).body.quotas).toEqual({
    storage: 7000,
    records: 5,
    requests_per_minute: null,
  });
  await write('four');
  expect(await usage()).toMatchObject({
    storage: { used: SYSTEM_BYTES + 4, limit: 7000 },
    records: { used: 1, limit: 5 },
  });
  expect((await limit({ records: null })).body.usage.records).toEqual({ used: 1, limit: DEFAULT_RECORDS });
  for (const wrong of [{ records: -1 }, { records: 1.5 }, { records: '5' }, [], { requests_per_minute: 1e9 }]) {
    expect((await limit(wrong)).status).toBe(422);
  }
  const system = `${API}/accounts/${world.superadmin.accountId}`;
  const answer = await world.http.call('PATCH', system, { ...root(), body: { quotas: { records: 1 } } });
  expect(answer).toMatchObject({ status: 422, body: { error: 'ACCOUNT_SYSTEM' } });
});

test('the last record that an account may have is the last, and room is made by a delete', async () => {
  await limit({ records: 2 });
  const first = (await write()).body.id;
  expect((await write()).status).toBe(201);
  expect(await write()).toMatchObject({
    status: 403,
    body: { error: 'QUOTA_EXCEEDED', quota: 'records', limit: 2, used: 2 },
  });
  const updated = await world.http.call('PATCH', `${NOTES}/${first}`, { token: account.token, body: { text: TEXT } });
  expect(updated.status).toBe(200);
  expect((await world.http.delete(`${NOTES}/${first}`, { token: account.token })).status).toBe(204);
  expect((await write()).status).toBe(201);
  expect((await usage()).records.used).toBe(2);
});

test('of writes at the same time, in whatever collections, just as many pass as there is room for', async () => {
  await limit({ records: 5 });
  const other = await world.register(`neighbour-${made}`);
  const own = Array.from({ length: 12 }, (_, index) => {
    const records = `${API}/records/${index % 2 === 0 ? 'notes' : 'lines'}`;
    return world.http.post(records, { text: 'x' }, { token: account.token });
  });
  const others = Array.from({ length: 12 }, () => world.http.post(NOTES, { text: 'x' }, { token: other.token }));
  expect(statuses(await Promise.all(own))).toEqual([...Array(5).fill(201), ...Array(7).fill(403)]);
  expect(statuses(await Promise.all(others))).toEqual(Array(12).fill(201));
  expect((await usage()).records.used).toBe(5);
});

test('a batch passes as a whole or not at all', async () => {
  await limit({ records: 3 });
  const batch = (count: number) =>
    world.http.post(`${NOTES}/batch`, { records: notes(count) }, { token: account.token });
  expect((await batch(4)).body).toMatchObject({ error: 'QUOTA_EXCEEDED', used: 0 });
  expect((await usage()).records.used).toBe(0);
  expect((await batch(3)).status).toBe(201);
});

test('bytes are counted as they are stored: creates and growing updates are refused, shrinking ones never', async () => {
  await limit({ storage: 3 * SYSTEM_BYTES });
  const { body: note } = await write(TEXT);
  const update = (text: string) =>
    world.http.call('PATCH', `${NOTES}/${note.id}`, { token: account.token, body: { text } });
  expect((await update(`${TEXT}${TEXT}`)).status).toBe(200);
  expect(await update(`${TEXT}${TEXT}!`)).toMatchObject({
    status: 403,
    body: { error: 'QUOTA_EXCEEDED', quota: 'storage', limit: 3 * SYSTEM_BYTES, used: 3 * SYSTEM_BYTES },
  });
  expect((await write()).status).toBe(403);
  // Lowered below what is used.
  await limit({ storage: 1 });
  expect((await update(TEXT)).status).toBe(200);
  expect((await usage()).storage).toEqual({ used: 2 * SYSTEM_BYTES, limit: 1 });
  expect((await update(`${TEXT}!`)).status).toBe(403);
});

test('answers that are kept to be repeated are storage', async () => {
  const key = { 'idempotency-key': 'once' };
  const { text } = await write('x', key);
  expect((await usage()).storage.used).toBe(SYSTEM_BYTES + 1 + Buffer.byteLength(text));
  await write('x', key);
  await limit({ storage: 2 * (SYSTEM_BYTES + 1) + Buffer.byteLength(text) });
  expect((await write('x', { 'idempotency-key': 'twice' })).body.error).toBe('QUOTA_EXCEEDED');
  expect((await write('x')).status).toBe(201);
});

test('accounts without quotas of their own have those of the settings', async () => {
  const records = notes(DEFAULT_RECORDS);
  expect((await world.http.post(`${NOTES}/batch`, { records }, { token: account.token })).status).toBe(201);
  expect((await write()).body).toMatchObject({ error: 'QUOTA_EXCEEDED', limit: DEFAULT_RECORDS });
  await limit({ records: 0 });
  expect((await write()).status).toBe(201);
});

test('members and strangers of an account share its requests; those of others are not counted', async () => {
  await world.define(`board${made}`, [{ name: 'text', type: 'text' }], { list_rule: '' });
  const board = `${API}/records/board${made}`;
  const other = await world.register(`neighbour-${made}`);
  const ask = (headers: Record<string, string>, token?: string) => world.http.call('GET', board, { headers, token });
  await limit({ requests_per_minute: 4 });
  const answers: Answer[] = [];
  for (let round = 0; round < 4; round += 1) {
    answers.push(await ask({}, account.token), await ask({ 'x-account-id': account.slug }));
    expect((await ask({}, other.token)).status).toBe(200);
  }
  expect(answers.map(({ status }) => status)).toEqual([...Array(4).fill(200), ...Array(4).fill(429)]);
  expect(answers.at(-1)!.body).toMatchObject({
    error: 'RATE_LIMITED',
    message: expect.stringContaining('of the account'),
  });
  expect((await world.http.get('/openapi.json', { token: account.token })).status).toBe(429);
  expect((await limit({ requests_per_minute: null })).body.usage.requests_per_minute).toEqual({ limit: null });
});
