/** Encryption that is turned on or off where there are values, and keys that are replaced: before, while and after values are moved. */
import { SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import { startServerOn } from '../support/server';
import { eventually } from '../support/eventually';
import type { Answer, Json } from '../support/http';
import { jobsOf } from '../support/jobs';
import { API, login, type Member } from '../support/member';
import { BULLETS, createSecretWorld, SECRETS_SCOPE, type SecretWorld, SETTINGS, TOKEN } from '../support/secret-world';
import { ToldChanges } from '../support/told-changes';

/** Nothing is moved but by settle(), so that tests can look at what is not moved yet. */
const NO_WORKER = { SNACKBASE_JOB_WORKER_ENABLED: 'false' };
const FIRST = 'the first key of this suite, long enough for it';
const SECOND = 'the second key of this suite, long enough for it';
const PLAIN = [
  { name: 'title', type: 'text' },
  { name: 'token', type: 'text', required: true },
  { name: 'settings', type: 'json' },
];
const encrypted = (on: boolean | undefined, name = 'token'): object[] =>
  PLAIN.map((field) => (field.name === name && on !== undefined ? { ...field, encrypted: on } : field));
const ODD = ['', 'x', '😀', TOKEN, 'x'.repeat(100_000)];

let world: SecretWorld;
let key: string;
let twinKey: string;
let number = 0;
let name: string;
let ids: string[];
let logged = '';

beforeAll(async () => {
  world = await createSecretWorld({ ...NO_WORKER, SNACKBASE_ENCRYPTION_KEY: FIRST }, (line) => (logged += line));
  key = await world.keyOf(world.acme, SECRETS_SCOPE);
  twinKey = await world.keyOf(world.twin, SECRETS_SCOPE);
});
afterAll(() => world?.close());

/** A collection of its own for each test, with values of both accounts. */
beforeEach(async () => {
  number += 1;
  name = `changing_${number}`;
  await world.define(name, PLAIN);
  ids = [];
  for (const [index, token] of ODD.entries()) {
    const settings = index === 0 ? null : [SETTINGS, index];
    const { body } = await call('POST', '', { title: `t${index}`, token, settings });
    ids.push(body.id);
  }
  await call('POST', '', { token: 'of the twin' }, world.twin);
});

const call = (method: string, path: string, body?: unknown, { token }: Member = world.acme): Promise<Answer> =>
  world.http.call(method, `${API}/records/${name}${path}`, { token, ...(body === undefined ? {} : { body }) });
const list = async (query = ''): Promise<Json[]> => (await call('GET', `?sort=title${query}`)).body.items;
const secretsOf = async (id: string, token = key): Promise<Json> =>
  (await world.http.get(`${API}/records/${name}/${id}/secrets`, { token })).body.data;

async function change(fields: readonly object[]): Promise<Json> {
  const { id } = await world.collection(name);
  const answer = await world.asRoot('PUT', `/collections/${id}`, { fields });
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body;
}

async function state(field = 'token'): Promise<Json> {
  const { id } = await world.collection(name);
  return (await world.asRoot('GET', `/collections/${id}/fields/${field}/encryption`)).body;
}

/** By a second server, which moves what is to be moved. */
async function settle(field = 'token', ...previous: readonly string[]): Promise<Json> {
  const server = await startServerOn(world.server.database, {
    SNACKBASE_ENCRYPTION_KEY: FIRST,
    SNACKBASE_ENCRYPTION_KEY_PREVIOUS: JSON.stringify(previous),
  });
  let found: Json = null;
  const isSettled = async (): Promise<boolean> => (found = await state(field)).status === 'settled';
  await eventually(isSettled, () => JSON.stringify(found)).finally(() => server.stop());
  return found;
}

const columns = async (): Promise<readonly Json[]> => {
  const { table_name: table, fields } = await world.collection(name);
  return world.sql(`SELECT token AS plain, "encrypted_${fields[1].id}" AS encrypted FROM "${table}" ORDER BY id`);
};

describe('turned on', () => {
  test('everybody reads bullets at once, and nothing but the place of the values changes', async () => {
    const before = await list();
    const bytes = await world.bytes(name);
    const etag = (await call('GET', `/${ids[1]}`)).headers.get('etag');
    const { fields } = await change(encrypted(true));
    expect(fields[1]).toMatchObject({ encrypted: true, required: true });
    const shown = before.map((record) => ({ ...record, token: BULLETS }));
    expect(await list()).toEqual(shown);
    expect((await call('GET', '?filter=token="x"')).status).toBe(400);
    expect(await state()).toMatchObject({ field: 'token', encrypted: true, status: 'moving', values_moved: null });
    expect((await columns()).map(({ encrypted: stored }) => stored)).toEqual(Array(6).fill(null));
    for (const [index, token] of ODD.entries()) expect((await secretsOf(ids[index]!)).token).toBe(token);

    const told = new ToldChanges();
    const counted = { values_moved: 6, values_failed: 0, records_checked: 6, records: 6, error: null };
    expect(await settle()).toEqual({ field: 'token', encrypted: true, status: 'settled', ...counted });
    expect(told.take()).toEqual({ changes: [], summaries: [] });
    told.stop();
    for (const { plain, encrypted: stored } of await columns()) {
      expect(plain).toBeNull();
      expect(stored).toMatch(/^v1\./);
    }
    expect(await list()).toEqual(shown);
    expect((await call('GET', `/${ids[1]}`)).headers.get('etag')).toBe(etag);
    expect(await world.bytes(name)).toBe(bytes);
    for (const [index, token] of ODD.entries()) expect((await secretsOf(ids[index]!)).token).toBe(token);
    const [twin] = (await call('GET', '', undefined, world.twin)).body.items;
    expect((await secretsOf(twin.id, twinKey)).token).toBe('of the twin');
  });

  test('what is written meanwhile is encrypted, and bullets keep what is not yet', async () => {
    await change(encrypted(true));
    const [kept, changed, gone] = ids;
    expect((await call('PATCH', `/${kept}`, { token: BULLETS, title: 'kept' })).body.token).toBe(BULLETS);
    await call('PATCH', `/${changed}`, { token: 'changed' });
    await call('DELETE', `/${gone}`);
    const made = (await call('POST', '', { token: 'made' })).body.id;
    expect((await columns()).filter(({ encrypted: stored }) => stored !== null)).toHaveLength(2);
    const bytes = await world.bytes(name);
    expect(await settle()).toMatchObject({ values_moved: 4, records_checked: 6 });
    expect(await world.bytes(name)).toBe(bytes);
    const read = await Promise.all([kept, changed, made].map(async (id) => (await secretsOf(id)).token));
    expect(read).toEqual(['', 'changed', 'made']);
  });

  test('JSON values and null are moved like texts', async () => {
    await change(encrypted(true, 'settings'));
    await settle('settings');
    expect((await list()).map(({ settings }) => settings)).toEqual([null, ...Array(4).fill(BULLETS)]);
    for (const [index, recordId] of ids.entries()) {
      expect(await secretsOf(recordId)).toEqual({ settings: index === 0 ? null : [SETTINGS, index] });
    }
  });

  test('not while a rule or an index names it, or it is unique', async () => {
    const { id } = await world.collection(name);
    const put = (body: object) => world.asRoot('PUT', `/collections/${id}`, body);
    await world.asRoot('PUT', `/collections/${name}/rules`, { view_rule: 'token != "x"' });
    expect(await put({ fields: encrypted(true) })).toMatchObject({
      status: 409,
      body: { error: 'SCHEMA_FIELD_IN_USE' },
    });
    await world.asRoot('PUT', `/collections/${name}/rules`, { view_rule: '' });
    expect((await put({ indexes: [{ fields: ['title'] }] })).status).toBe(200);
    const fields = encrypted(true, 'title');
    expect((await put({ fields })).body.details[0].code).toBe('index_field_type');
    expect((await put({ fields, indexes: [] })).status).toBe(200);
    await settle('title');
  });
});

describe('turned off', () => {
  beforeEach(async () => {
    await change(encrypted(true));
    await settle();
  });

  test('bullets and no filter until the last value is back, then as if it had never been encrypted', async () => {
    const bytes = await world.bytes(name);
    const { fields } = await change(encrypted(false));
    expect(fields[1].encrypted).toBe(false);
    await call('PATCH', `/${ids[1]}`, { token: 'changed' });
    expect((await call('PATCH', `/${ids[2]}`, { token: BULLETS, title: 't2' })).status).toBe(200);
    expect((await list()).map(({ token }) => token)).toEqual(Array(5).fill(BULLETS));
    expect((await call('GET', '?filter=token="x"')).body.message).toContain('is encrypted');
    expect((await secretsOf(ids[0]!)).token).toBe('');
    expect((await secretsOf(ids[1]!)).token).toBe('changed');
    expect(await state()).toMatchObject({ encrypted: false, status: 'moving' });
    // Sent back as it was answered, it changes nothing.
    await change((await world.collection(name)).fields);

    await settle();
    expect((await list()).map(({ token }) => token)).toEqual(['', 'changed', '😀', TOKEN, ODD[4]]);
    expect(await list('&filter=token="changed"')).toHaveLength(1);
    const answer = await world.http.get(`${API}/records/${name}/${ids[1]}/secrets`, { token: key });
    expect([answer.status, answer.body.message]).toEqual([400, `'${name}' has no encrypted fields`]);
    expect(await world.bytes(name)).toBe(bytes - 1 + 'changed'.length);
    const row = await world.row(ids[1]!, name);
    expect(Object.keys(row).filter((column) => column.startsWith('encrypted_'))).toEqual([]);
    const refused = await call('PATCH', `/${ids[1]}`, { token: null });
    expect(refused.body.details[0].code).toBe('required_null');
  });

  test('and on again in the middle: one job alone ends it', async () => {
    await change(encrypted(false));
    await call('PATCH', `/${ids[3]}`, { token: 'plain again' });
    await change(encrypted(true));
    expect(await state()).toMatchObject({ encrypted: true, status: 'moving' });
    expect(await settle()).toMatchObject({ values_moved: 1 });
    for (const { plain } of await columns()) expect(plain).toBeNull();
    const read = await Promise.all(ids.map(async (id) => (await secretsOf(id)).token));
    expect(read).toEqual(['', 'x', '😀', 'plain again', ODD[4]]);
  });

  test('the field or the collection may go in the middle', async () => {
    await change(encrypted(false));
    const { id } = await world.collection(name);
    const without = PLAIN.filter((field) => field.name !== 'token');
    expect((await world.asRoot('PUT', `/collections/${id}`, { fields: without, confirm: true })).status).toBe(200);
    await world.asRoot('DELETE', `/collections/${id}?confirm=true`);
    const server = await startServerOn(world.server.database, { SNACKBASE_ENCRYPTION_KEY: FIRST });
    const isDone = async (): Promise<boolean> =>
      (await jobsOf(world.server.app, 'settle_encryption')).every(({ status }) => status === 'completed');
    await eventually(isDone, () => 'a job goes on').finally(() => server.stop());
  });
});

describe('what cannot be decrypted', () => {
  test('stays as it is and is told by its field, while all else is moved; it ends when it can be', async () => {
    await change(encrypted(true));
    await settle();
    const { table_name: table, fields } = await world.collection(name);
    const column = `encrypted_${fields[1].id}`;
    const stored = (await world.row(ids[1]!, name))[column];
    const put = (value: string) => world.sql(`UPDATE "${table}" SET "${column}" = $1 WHERE id = $2`, [value, ids[1]!]);
    await put(stored.slice(0, -6));
    await change(encrypted(false));
    const server = await startServerOn(world.server.database, { SNACKBASE_ENCRYPTION_KEY: FIRST });
    let found: Json = null;
    const hasFailed = async (): Promise<boolean> => (found = await state()).error !== null;
    await eventually(hasFailed, () => JSON.stringify(found)).finally(() => server.stop());
    expect(found).toMatchObject({ status: 'moving', values_moved: 5, values_failed: 1 });
    expect(found.error).toBe(
      `1 value of 'token' of '${name}' cannot be decrypted: what is stored is no ciphertext, or was cut`,
    );
    expect((await list()).map(({ token }) => token)).toEqual(Array(5).fill(BULLETS));
    await put(stored);
    const [job] = await jobsOf(world.server.app, 'settle_encryption');
    await world.sql('UPDATE jobs SET run_at = created_at WHERE id = $1', [job!.id]);
    await settle();
    expect((await list()).map(({ token }) => token)).toEqual(ODD);
  });
});

describe('a new key', () => {
  test('encrypts everything anew where the old one is a previous one; an unknown key is left alone and told', async () => {
    await change(encrypted(true));
    await settle();
    const before = await columns();
    const foreign = await startServerOn(world.server.database, { SNACKBASE_ENCRYPTION_KEY: SECOND });
    try {
      const line = `'token' of '${name}' is encrypted with a key`;
      await eventually(
        () => logged.includes(line),
        () => logged,
      );
      const http = foreign.http;
      const answer = await http.get(`${API}/records/${name}/${ids[0]}/secrets`, { token: key });
      expect([answer.status, answer.body.field]).toEqual([409, 'token']);
      expect(answer.body.message).toContain('no key of this server has the id');
    } finally {
      await foreign.stop();
    }
    expect(await columns()).toEqual(before);

    const rotated = { SNACKBASE_ENCRYPTION_KEY: SECOND, SNACKBASE_ENCRYPTION_KEY_PREVIOUS: JSON.stringify([FIRST]) };
    const server = await startServerOn(world.server.database, rotated);
    try {
      const root = await login(server.http, 'system', server.superadminEmail);
      const { id } = await world.collection(name);
      const path = `${API}/collections/${id}/fields/token/encryption`;
      const stateThere = async () => (await server.http.get(path, { token: root.token })).body;
      await eventually(
        async () => (await stateThere()).status === 'settled',
        () => 'the key is not replaced',
      );
      expect(await stateThere()).toMatchObject({ values_moved: 6, values_failed: 0 });
    } finally {
      await server.stop();
    }
    const after = await columns();
    for (const [index, { encrypted: stored }] of after.entries()) {
      expect(stored.slice(0, 12)).not.toBe(before[index]!.encrypted.slice(0, 12));
      expect(stored).toHaveLength(before[index]!.encrypted.length);
    }
    const alone = await startServerOn(world.server.database, { ...NO_WORKER, SNACKBASE_ENCRYPTION_KEY: SECOND });
    try {
      for (const [index, token] of ODD.entries()) {
        const { body } = await alone.http.get(`${API}/records/${name}/${ids[index]}/secrets`, { token: key });
        expect(body.data).toEqual({ token });
      }
    } finally {
      await alone.stop();
    }
    // This process knows the first key alone, so that its own collections are put back for the tests after it.
    await settle('token', SECOND);
  });

  test('production has none as long as no field is encrypted, and does not start without one where there are some', async () => {
    await change(encrypted(true));
    await settle();
    const production = {
      SNACKBASE_ENVIRONMENT: 'production',
      SNACKBASE_EXTERNAL_URL: 'http://localhost',
      SNACKBASE_ENCRYPTION_KEY: '',
    };
    await expect(startServerOn(world.server.database, production)).rejects.toThrow(
      /SNACKBASE_ENCRYPTION_KEY: must be set, because '\w+' of '\w+' is encrypted with it/,
    );
  });
});

test('the state is for superadmins, and of fields that are there', async () => {
  const { id } = await world.collection(name);
  const path = (field: string, of = id) => `/collections/${of}/fields/${field}/encryption`;
  expect((await world.http.get(API + path('token'), { token: world.acme.token })).status).toBe(403);
  expect((await world.asRoot('GET', path('token'))).body).toMatchObject({ encrypted: false, status: 'settled' });
  expect(await world.asRoot('GET', path('none'))).toMatchObject({
    status: 404,
    body: { error: 'SCHEMA_FIELD_NOT_FOUND' },
  });
  expect((await world.asRoot('GET', path('token', SYSTEM_ACCOUNT_ID))).status).toBe(404);
});
