/** Values that nobody reads but a key that was made for it: what is stored, shown, kept, refused and opened. */
import { SYSTEM_BYTES } from '#domain/records/record-size';
import { eventually } from '../support/eventually';
import { TestHooks } from '../support/hooks/test-hooks';
import type { Answer, Json } from '../support/http';
import { addUser } from '../support/insiders';
import { API } from '../support/member';
import {
  BULLETS,
  createSecretWorld,
  SECRETS_SCOPE,
  type SecretWorld,
  SETTINGS,
  TOKEN,
  VAULTS,
} from '../support/secret-world';
import { ToldChanges } from '../support/told-changes';

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

const call = (method: string, path: string, body?: unknown, token = world.acme.token): Promise<Answer> =>
  world.http.call(method, `${VAULTS}${path}`, { token, ...(body === undefined ? {} : { body }) });

async function make(more: object = {}): Promise<string> {
  const { body, text } = await call('POST', '', { title: 'one', token: TOKEN, settings: SETTINGS, ...more });
  if (body.id === undefined) throw new Error(text);
  return body.id;
}

describe('a value', () => {
  test('is stored as a ciphertext, in a column of its own, and opens with a key made for it', async () => {
    const id = await make();
    const row = await world.row(id);
    expect([row.token, row.settings]).toEqual([null, null]);
    const { fields } = await world.collection();
    const columns = fields.slice(1, 3).map((field: Json) => `encrypted_${field.id}`);
    for (const column of columns) expect(row[column]).toMatch(/^v1\.[0-9a-f]{8}\.[\w-]+$/);
    expect(JSON.stringify(row)).not.toContain('4242');
    expect(await world.secrets(id)).toEqual({ token: TOKEN, settings: SETTINGS });
    const again = await make();
    expect((await world.row(again))[columns[0]]).not.toBe(row[columns[0]]);
  });

  const ODD = ['', 'x', '😀', '"\\\u0001', ' ', '•', '•••••••', `${BULLETS}•`, 'null', 'x'.repeat(100_000)];
  test('of any length and any characters comes back as it was, and so does any JSON', async () => {
    const json = [0, -1.5, true, false, '', 'text', [], {}, [null], { a: { b: [1, 'é😀'] } }, 'y'.repeat(100_000)];
    const records = [...ODD.map((token) => ({ token })), ...json.map((settings) => ({ settings })), { title: 'none' }];
    const made = await call('POST', '/batch', { records });
    expect(made.status).toBe(201);
    for (const [index, { id, token, settings }] of made.body.created.entries()) {
      const sent: Json = { token: null, settings: null, ...records[index] };
      expect([token, settings]).toEqual([sent.token, sent.settings].map((value) => (value === null ? null : BULLETS)));
      expect(await world.secrets(id)).toEqual({ token: sent.token, settings: sent.settings });
    }
  });

  test('counts with the bytes that it has', async () => {
    const size = (token: string, settings: unknown) =>
      SYSTEM_BYTES + Buffer.byteLength(token) + Buffer.byteLength(JSON.stringify(settings));
    const before = await world.bytes();
    const id = await make({ title: null });
    expect(await world.bytes()).toBe(before + size(TOKEN, SETTINGS));
    await call('PATCH', `/${id}`, { token: 'ü😀', settings: ['z'] });
    expect(await world.bytes()).toBe(before + size('ü😀', ['z']));
    await call('PATCH', `/${id}`, { token: BULLETS, settings: null });
    expect(await world.bytes()).toBe(before + size('ü😀', '') - 2);
    await call('DELETE', `/${id}`);
    expect(await world.bytes()).toBe(before);
  });

  test('is checked before it is encrypted', async () => {
    const fields = [
      { name: 'pin', type: 'text', encrypted: true, required: true, options: { pattern: '^[0-9]+$', max: 4 } },
    ];
    await world.define('pins', fields);
    const create = (body: object) => world.http.post(`${API}/records/pins`, body, { token: world.acme.token });
    expect((await create({ pin: '0420' })).body.pin).toBe(BULLETS);
    for (const [body, code] of [
      [{ pin: 'abc' }, 'pattern_mismatch'],
      [{ pin: '12345' }, 'too_long'],
      [{ pin: 7 }, 'invalid_type'],
      [{ pin: null }, 'required_null'],
      [{}, 'required_missing'],
      [{ pin: BULLETS }, 'masked_value'],
    ] as const) {
      const { status, body: answer } = await create(body);
      expect([status, answer.details[0].code]).toEqual([422, code]);
    }
  });
});

describe('W-01 B5 B8: everybody reads bullets', () => {
  test.each(['acme', 'superadmin'] as const)('%s, by every door that shows records', async (who) => {
    const { token } = world[who];
    const first = await make();
    const id = await make({ next: first });
    const shown = { token: BULLETS, settings: BULLETS };
    const get = async (path: string): Promise<Json> => (await call('GET', path, undefined, token)).body;
    expect(await get(`/${id}`)).toMatchObject(shown);
    expect(await get(`/${id}?fields=token`)).toEqual({ token: BULLETS });
    expect((await get(`/${id}?expand=next`)).next).toMatchObject({ id: first, ...shown });
    expect((await get(`?filter=id="${id}"&expand=next`)).items[0]).toMatchObject({ ...shown, next: shown });
    expect((await get(`?sort=title&cursor=&filter=id="${id}"`)).items[0]).toMatchObject(shown);
    for (const method of ['PUT', 'PATCH']) {
      expect((await call(method, `/${id}`, { title: 'two', token: TOKEN }, token)).body).toMatchObject(shown);
    }
    const records = [{ id, data: { settings: SETTINGS } }];
    expect((await call('PATCH', '/batch', { records }, token)).body.updated[0]).toMatchObject(shown);
    expect((await call('PATCH', `/${id}`, { token: null, settings: null }, token)).body).toMatchObject({
      token: null,
      settings: null,
    });
  });

  test('repeated answers and hooks of what was stored included', async () => {
    const told = new ToldChanges();
    const seen: Json[] = [];
    const events = ['create', 'update', 'delete'] as const;
    for (const event of events) {
      hooks.on(`on_record_after_${event}`, 'vaults', ({ record, before }) => void seen.push([record, before]));
    }
    hooks.on('on_record_after_query', 'vaults', ({ items }) => void seen.push([items[0]!, null]));
    const headers = { 'Idempotency-Key': 'once' };
    const create = () => world.http.call('POST', VAULTS, { token: world.acme.token, body: { token: TOKEN }, headers });
    const { body } = await create();
    expect([body.token, (await create()).body]).toEqual([BULLETS, body]);
    await call('GET', `/${body.id}`);
    await call('PATCH', `/${body.id}`, { token: `${TOKEN}!` });
    await call('DELETE', `/${body.id}`);
    await eventually(() => seen.length === 4);
    expect(
      seen
        .flat()
        .filter((record) => record !== null)
        .map(({ token }) => token),
    ).toEqual(Array(5).fill(BULLETS));
    expect(JSON.stringify(told.take())).not.toContain('4242');
    told.stop();
  });

  test('the document of the API says so', async () => {
    const { schemas } = (await world.http.get('/openapi.json', { token: world.acme.token })).body.components;
    expect(schemas['Record.vaults'].properties.settings.type).toEqual(['string', 'null']);
    expect(schemas['Record.vaults.update'].properties.settings.type).toBeUndefined();
  });
});

describe('bullets that are sent back', () => {
  test.each(['PATCH', 'PUT', 'batch'])('keep the secret, by %s', async (method) => {
    const id = await make();
    const seen: unknown[] = [];
    hooks.on('on_record_before_update', 'vaults', ({ data }) => void seen.push(Object.keys(data)));
    const data = { title: 'two', token: BULLETS, settings: BULLETS };
    const { status } =
      method === 'batch'
        ? await call('PATCH', '/batch', { records: [{ id, data }] })
        : await call(method, `/${id}`, data);
    expect([status, seen]).toEqual([200, [['title']]]);
    expect(await world.secrets(id)).toEqual({ token: TOKEN, settings: SETTINGS });
  });

  test('are no secret: for a new record, one without a secret, and from hooks', async () => {
    const id = await make({ token: null });
    hooks.on('on_record_before_update', 'vaults', ({ data }) => void (data['settings'] = BULLETS));
    for (const [method, path, body] of [
      ['POST', '', { token: BULLETS }],
      ['POST', '/batch', { records: [{ settings: BULLETS }] }],
      ['PATCH', `/${id}`, { token: BULLETS }],
      ['PATCH', `/${id}`, { title: 'by a hook' }],
    ] as const) {
      const answer = await call(method, path, body);
      expect([answer.status, answer.body.details[0].code]).toEqual([422, 'masked_value']);
    }
    expect(await world.secrets(id)).toEqual({ token: null, settings: SETTINGS });
  });
});

test('before-hooks see what is sent, and may change it', async () => {
  hooks.on('on_record_before_create', 'vaults', ({ data }) => void (data['token'] = `${data['token'] as string}!`));
  expect((await world.secrets(await make())).token).toBe(`${TOKEN}!`);
});

describe('W-04 B1 B4: nothing can be asked of a value', () => {
  const DOORS: readonly string[] = [
    '?filter={name} = "x"',
    '?filter=title = "x" or not ({name} ~ "s")',
    '?filter={name} = null',
    '?{name}=x',
    '?sort=-{name}',
    '?sort={name}&cursor=',
    '?filter=next.{name} = "x"',
    '?sort=next.{name}',
    '/count?filter={name} != null',
    '/aggregate?functions=count()&group_by={name}',
    '/aggregate?functions=count()&group_by=next.{name}',
    '/aggregate?functions=count({name})',
    '/aggregate?functions=max({name})',
    '/aggregate?functions=count()&filter={name} > ""',
  ];
  test.each(DOORS)('%s', async (path) => {
    for (const name of ['token', 'settings']) {
      for (const { token } of [world.acme, world.superadmin]) {
        const { status, body } = await call('GET', encodeURI(path.replaceAll('{name}', name)), undefined, token);
        expect([status, body.message]).toEqual([400, expect.stringContaining(`'${name}' is encrypted`)]);
      }
    }
  });

  test('of a field that the caller may not read, it looks as if it were not there', async () => {
    await world.asRoot('PUT', '/collections/vaults/rules', { list_fields: ['title', 'next'], view_fields: 'title' });
    for (const path of DOORS) {
      const answers = await Promise.all(
        ['token', 'nothing'].map(async (name) => {
          const { status, body } = await call('GET', encodeURI(path.replaceAll('{name}', name)));
          return JSON.stringify([status, body.message]).replaceAll(name, '?');
        }),
      );
      expect(answers[0]).toBe(answers[1]);
    }
    await world.asRoot('PUT', '/collections/vaults/rules', { list_fields: '*', view_fields: '*' });
  });

  test('rules do not name it, but for what is sent', async () => {
    const update = (rules: object) => world.asRoot('PUT', '/collections/vaults/rules', rules);
    for (const rule of ['token = "x"', 'changed(token)', 'next.token != null', 'settings = null']) {
      const { status, body } = await update({ update_rule: rule });
      expect([status, body.message]).toEqual([400, expect.stringContaining('is encrypted')]);
    }
    expect((await update({ create_rule: '@request.data.token = null || @request.data.token ~ "sk-%"' })).status).toBe(
      200,
    );
    expect([
      (await call('POST', '', { token: 'pk-1' })).status,
      (await call('POST', '', { token: TOKEN })).status,
    ]).toEqual([400, 201]);
    await update({ create_rule: '@request.auth.id != ""' });
  });
});

describe('secrets', () => {
  let id: string;
  beforeAll(async () => {
    id = await make();
  });
  const read = (token: string | undefined, path = `/${id}/secrets`): Promise<Answer> =>
    world.http.get(`${VAULTS}${path}`, token === undefined ? {} : { token });

  test('are read by a key of the account alone that has the scope', async () => {
    const owner = await world.keyOf(world.acme, SECRETS_SCOPE);
    const answer = await read(owner);
    expect([answer.status, answer.body]).toEqual([200, { data: { token: TOKEN, settings: SETTINGS } }]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const foreign = [await world.keyOf(world.twin, SECRETS_SCOPE), await world.keyOf(world.superadmin, SECRETS_SCOPE)];
    for (const token of foreign)
      expect(await read(token)).toMatchObject({ status: 404, body: { error: 'RECORD_NOT_FOUND' } });
    const headers = { 'X-Account-ID': 'acme' };
    expect((await world.http.get(`${VAULTS}/${id}/secrets`, { token: foreign[1]!, headers })).status).toBe(404);
    const others = [world.acme.token, world.superadmin.token, await world.keyOf(world.acme, 'vaults:*', '*:read')];
    for (const token of [...others, await world.keyOf(world.superadmin)]) {
      const { status, body, text } = await read(token);
      expect([status, body.error]).toEqual([403, 'AUTH_SCOPE_MISSING']);
      expect(text).not.toMatch(/superadmin|restricted/);
    }
    expect((await world.http.get(`${VAULTS}/${id}/secrets`, { headers })).status).toBe(401);
  });

  test('the scope gives nothing else', async () => {
    const token = await world.keyOf(world.acme, SECRETS_SCOPE);
    for (const [method, path] of [
      ['GET', ''],
      ['GET', `/${id}`],
      ['GET', '/count'],
      ['PATCH', `/${id}`],
      ['DELETE', `/${id}`],
    ] as const) {
      expect((await call(method, path, method === 'PATCH' ? {} : undefined, token)).status).toBe(403);
    }
  });

  test('by their names, twenty at most', async () => {
    const token = await world.keyOf(world.acme, SECRETS_SCOPE);
    expect((await read(token, `/${id}/secrets?fields=settings`)).body.data).toEqual({ settings: SETTINGS });
    for (const [query, message] of [
      ['fields=title', "'title' is not encrypted"],
      ['fields=id', "'id' is not encrypted"],
      ['fields=nothing', "Unknown field 'nothing'"],
      ['fields=next.token', "Unknown field 'next.token'"],
      [`fields=${Array.from({ length: 21 }, (_, n) => `f${n}`).join()}`, 'At most 20'],
      ['expand=next', "Unknown parameter 'expand'"],
      ['filter=x', "Unknown parameter 'filter'"],
    ]) {
      const { status, body } = await read(token, `/${id}/secrets?${query}`);
      expect([status, body.message]).toEqual([400, expect.stringContaining(message!)]);
    }
    for (const other of ['nonsense', '01890000-0000-7000-8000-000000000000']) {
      expect((await read(token, `/${other}/secrets`)).status).toBe(404);
    }
    expect((await world.http.get(`${API}/records/none/x/secrets`, { token })).body.error).toBe('COLLECTION_NOT_FOUND');
  });

  test('W-17: are under the view rule, field access and what hooks narrow by', async () => {
    const rules = (sent: object) => world.asRoot('PUT', '/collections/vaults/rules', sent);
    const token = await world.keyOf(world.acme, SECRETS_SCOPE);
    await rules({ view_rule: 'title = "open"' });
    expect((await read(token)).status).toBe(404);
    await rules({ view_rule: null });
    expect((await read(token)).body.error).toBe('RULE_LOCKED');
    await rules({ view_rule: 'title = "one"', view_fields: ['title', 'token'] });
    expect((await read(token)).body.data).toEqual({ token: TOKEN });
    expect((await read(token, `/${id}/secrets?fields=settings`)).body.message).toBe("Unknown field 'settings'");
    await rules({ view_rule: '@request.auth.id != ""', view_fields: '*' });
    hooks.on('on_record_before_query', 'vaults', ({ narrow }) => narrow('title = "open"'));
    expect((await read(token)).status).toBe(404);
  });

  test('a user has them with their own key, as far as their rules reach', async () => {
    const user = await addUser(world, world.acme, 'user@acme.example');
    await world.asRoot('PUT', '/collections/vaults/rules', { view_rule: '@owns_record()' });
    const made = await call('POST', '', { token: 'mine' }, user.token);
    const key = await world.keyOf(world.acme, SECRETS_SCOPE);
    expect([(await read(key)).status, (await read(key, `/${made.body.id}/secrets`)).status]).toEqual([200, 404]);
    await world.asRoot('PUT', '/collections/vaults/rules', { view_rule: '@request.auth.id != ""' });
  });

  test('by the published SDK', async () => {
    const client = world.sdk({ apiKey: await world.keyOf(world.acme, SECRETS_SCOPE) });
    expect(await client.records.getSecrets('vaults', id, ['token'])).toEqual({ data: { token: TOKEN } });
  });
});

describe('what cannot be decrypted', () => {
  const KINDS: readonly (readonly [what: string, change: (stored: string) => string, reason: string])[] = [
    ['a ciphertext that was cut', (stored) => stored.slice(0, 40), 'no ciphertext, or was cut'],
    ['one that lost its end', (stored) => stored.slice(0, -1), 'changed, or belongs elsewhere'],
    ['one that was changed', (stored) => `${stored.slice(0, -4)}AAAA`, 'changed, or belongs elsewhere'],
    ['a key that is not known', (stored) => stored.replace(/^v1\.[0-9a-f]{8}/, 'v1.00000000'), 'has the id 00000000'],
    ['another form', () => TOKEN, 'no ciphertext'],
    ['nothing', () => '', 'no ciphertext'],
  ];
  const tamper = async (id: string, value: (stored: string) => string): Promise<void> => {
    const { fields, table_name: table } = await world.collection();
    const column = `encrypted_${fields[1].id}`;
    const stored = (await world.row(id))[column];
    await world.sql(`UPDATE "${table}" SET "${column}" = $1 WHERE id = $2`, [value(stored), id]);
  };
  const read = async (id: string, query = ''): Promise<Answer> =>
    world.http.get(`${VAULTS}/${id}/secrets${query}`, { token: await world.keyOf(world.acme, SECRETS_SCOPE) });

  test.each(KINDS)('%s is told with the name of the field, and nothing else suffers', async (_what, change, reason) => {
    const [id, other] = [await make(), await make()];
    await tamper(id, change);
    const { status, body, text } = await read(id);
    expect([status, body.error, body.field]).toEqual([409, 'RECORD_SECRET_UNREADABLE', 'token']);
    expect(body.message).toMatch(/^'token' cannot be decrypted: /);
    expect(body.message).toContain(reason);
    expect(text).not.toContain('4242');
    expect((await read(id, '?fields=settings')).body.data).toEqual({ settings: SETTINGS });
    expect(await world.secrets(other)).toEqual({ token: TOKEN, settings: SETTINGS });
    expect((await call('GET', `/${id}`)).body.token).toBe(BULLETS);
    expect((await call('PATCH', `/${id}`, { token: 'new' })).status).toBe(200);
    expect((await world.secrets(id)).token).toBe('new');
    expect((await call('DELETE', `/${id}`)).status).toBe(204);
  });

  test('a value of another record, field or account', async () => {
    const [id, other] = [await make(), await make()];
    const { fields } = await world.collection();
    const [token, settings] = [1, 2].map((index) => `encrypted_${fields[index].id}`);
    const foreign = await call('POST', '', { token: TOKEN }, world.twin.token);
    for (const stored of [
      (await world.row(other))[token!],
      (await world.row(id))[settings!],
      (await world.row(foreign.body.id))[token!],
    ]) {
      await tamper(id, () => stored);
      expect((await read(id)).body.message).toContain('belongs elsewhere');
    }
  });
});
