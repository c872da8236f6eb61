/**
 * B8: what callers read of personal data and of secrets, by every door that shows them, and that no other door tells more. W-01, W-04, B1, B4, B5.
 * The same in writes: what was read masked and comes back, and what refusals say.
 */
import { applyMask } from '#domain/masks/apply-mask';
import type { Mask } from '#domain/masks/mask';
import { eventually } from '../support/eventually';
import { TestHooks } from '../support/hooks/test-hooks';
import type { Answer, Json } from '../support/http';
import { API } from '../support/member';
import {
  type Caller,
  CLEAR,
  createPiiWorld,
  FIELDS,
  MADE,
  MASKED,
  PEOPLE,
  type PiiWorld,
  read,
  readsClear,
  SECRET,
  SECRETS,
  SENT,
} from '../support/pii-world';
import { CALLERS, getter, NAMING, SHOWING, SOME, THOROUGH } from '../support/pii-doors';
import { told } from '../support/told';

let world: PiiWorld;
let hooks: TestHooks;
let logged = '';

beforeAll(async () => {
  world = await createPiiWorld((line) => (logged += line));
  hooks = new TestHooks(world.server);
});
afterEach(() => hooks.clear());
afterAll(async () => {
  await world?.close();
});

const callerOf = (name: string): Caller => world.callers[name]!;
/** Digits of an id or of a time may look like a secret. */
const withoutIds = (text: string): string =>
  text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|"(created|updated)_at":"[^"]*"/g, '');
const second = (caller: Caller): string => world.people[caller.owner][1];
const get =
  (path: string) =>
  (caller: Caller): Promise<Answer> =>
    getter(path)(world, caller);

describe.each(CALLERS)('%s', (name) => {
  test.each(SHOWING)('reads the values or their masks: %s', async (door, call, at) => {
    const caller = callerOf(name);
    const { status, body, text } = await call(world, caller);
    expect(status).toBeLessThan(300);
    expect(at(body)).toMatchObject(read(caller));
    expect(text).not.toContain(SECRET);
    for (const [field, { value, of }] of Object.entries(MADE)) {
      const isNamed = !door.includes('named members');
      expect(at(body)[field]).toBe(isNamed && readsClear(caller, of) ? value : undefined);
    }
    if (caller.clear === 'none') for (const secret of SECRETS) expect(withoutIds(text)).not.toContain(secret);
  });

  test('reads no secrets', async () => {
    const { status, text } = await get('people/{id}/secrets')(callerOf(name));
    expect(status).toBe(name === 'anonymous' ? 401 : 403);
    expect(text).not.toContain(SECRET);
  });

  test.each(NAMING)('W-04 B1 B4: uses only what they read clear: %s', async (_door, named) => {
    const caller = callerOf(name);
    const fields = Object.entries(SENT).filter(([field]) => THOROUGH.includes(name) || SOME.includes(field));
    for (const [field, value] of fields) {
      const isSecret = field === 'vault';
      const answer = await naming(named, caller, field, value);
      if (!isSecret && readsClear(caller, field)) expect(answer.status).toBe(200);
      else {
        expect(answer.status).toBe(400);
        expect(answer.body.message).toContain(`'${field}' is ${isSecret ? 'encrypted' : 'masked for you'}`);
      }
    }
  });
});

const naming = (named: string, caller: Caller, field: string, value: string | number | boolean): Promise<Answer> => {
  const [path = '', method = 'GET'] = named.split(/^(PATCH) /).toReversed();
  const filled = path
    .replaceAll('{name}', field)
    .replace('{value}', JSON.stringify(value))
    .replace('{plain}', encodeURIComponent(value));
  const url = encodeURI(`${API}/records/${filled}`).replaceAll('%25', '%');
  return world.call(caller, method, url, method === 'GET' ? undefined : {});
};

test.each(NAMING)(
  'W-04 B1 B4: what is made of masked fields is not there for whoever reads these masked: %s',
  async (_door, path) => {
    for (const caller of THOROUGH.map(callerOf)) {
      for (const [field, { value, of }] of Object.entries(MADE)) {
        const answer = await naming(path, caller, field, value);
        const isBoolean = typeof value === 'boolean' && path.includes('> {value}');
        const isRefused = isBoolean || (typeof value === 'boolean' && /(min|max)\(/.test(path));
        if (readsClear(caller, of)) expect(answer.status).toBe(isRefused ? 400 : 200);
        else expect(told(answer, field)).toBe(told(await naming(path, caller, 'absent', value), 'absent'));
      }
    }
  },
);

test('B8: a right guess is answered as a wrong one is', async () => {
  for (const path of ['filter=salary = {n}', 'salary={n}', 'filter=boss.salary >= {n}']) {
    const guess = (n: string): Promise<Answer> =>
      world.call(callerOf('user'), 'GET', `${PEOPLE}?${encodeURI(path.replace('{n}', n))}`);
    expect(told(await guess('54321'), '54321')).toBe(told(await guess('99999'), '99999'));
  }
});

test('a hidden field is not told to be masked', async () => {
  const names = Object.keys(CLEAR).filter((name) => name !== 'ssn');
  await world.asRoot('PUT', '/collections/people/rules', { list_fields: ['title', 'boss', ...names] });
  const answer = async (name: string) =>
    told(await world.call(callerOf('user'), 'GET', `${PEOPLE}?sort=${name}`), name);
  expect(await answer('ssn')).toBe(await answer('abc'));
  await world.asRoot('PUT', '/collections/people/rules', { list_fields: '*' });
});

const ODD = ['', null, 'x', '😀', '@', ' ', '\t', '1', '***', '12345678', 'a@b', 'é@ü.example', 'x'.repeat(100_000)];
test.each([['person'], ['ssn'], ['phone'], ['iban'], ['note']])('values of all kinds are masked: %s', async (name) => {
  const records = ODD.map((value) => ({ title: 'odd', [name]: value }));
  const made = await world.call(callerOf('superadmin'), 'POST', `${PEOPLE}/batch`, { records });
  expect(made.status).toBe(201);
  const ids = made.body.created.map(({ id }: Json) => id);
  const masks: Record<string, Mask> = {
    person: { type: 'name' },
    ssn: { type: 'ssn' },
    phone: { type: 'phone' },
    iban: {
      type: 'custom',
      parts: [
        { kind: 'first', characters: 2 },
        { kind: 'text', text: '***' },
        { kind: 'last', characters: 2 },
      ],
    },
    note: { type: 'full' },
  };
  const expected = ODD.map((value) => value && applyMask(masks[name]!, value));
  const shown: unknown[] = [];
  for (const id of ids) shown.push((await world.call(callerOf('user'), 'GET', `${PEOPLE}/${id}`)).body[name]);
  expect(shown).toEqual(expected);
});

test('numbers that are not whole show nothing', async () => {
  for (const [salary, shown] of [
    [0, '*'],
    [-12, '***'],
    [0.5, '***'],
    [1e300, '***'],
    [2 ** 53 - 1, '****************'],
    [2 ** 53, '***'],
  ] as const) {
    const { body } = await world.call(callerOf('user'), 'POST', PEOPLE, { salary });
    expect(body.salary).toBe(shown);
    expect((await world.stored(body.id)).salary).toBe(salary);
  }
});

type Write = (id: string, body: object) => Promise<Answer>;
const WRITES: readonly (readonly [door: string, write: Write])[] = [
  ...(['PATCH', 'PUT'] as const).map((method): (typeof WRITES)[number] => [
    method,
    (id, body) => world.call(callerOf('user'), method, `${PEOPLE}/${id}`, body),
  ]),
  ['batch', (id, body) => world.call(callerOf('user'), 'PATCH', `${PEOPLE}/batch`, { records: [{ id, data: body }] })],
];

describe.each(WRITES)('sent back by %s', (_door, write) => {
  let id: string;
  beforeEach(async () => {
    const { body } = await world.call(callerOf('user'), 'POST', PEOPLE, { title: 'mine', ...CLEAR });
    id = body.id;
  });

  test('what was read masked keeps the values, and hooks and validation do not meet it', async () => {
    const seen: unknown[] = [];
    hooks.on('on_record_before_update', 'people', ({ data }) => void seen.push(Object.keys(data)));
    const { status, text } = await write(id, { title: 'changed', ...MASKED });
    expect(`${status} ${text}`).toMatch(/^200 /);
    expect(seen).toEqual([['title']]);
    expect(await world.stored(id)).toMatchObject({ title: 'changed', ...CLEAR });
  });

  test('a new value is written beside them', async () => {
    const answer = await write(id, { ...MASKED, mail: 'eve@acme.example', salary: 7 });
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('"mail":"e***@acme.example"');
    expect(await world.stored(id)).toMatchObject({ ...CLEAR, mail: 'eve@acme.example', salary: 7 });
    expect((await write(id, { note: '', person: null })).status).toBe(200);
    expect(await world.stored(id)).toMatchObject({ note: '', person: null, iban: CLEAR.iban });
  });

  test('a mask of another value is refused, as after a change by somebody else', async () => {
    await world.asRoot('PATCH', `/records/people/${id}`, { mail: 'eve@acme.example' });
    const answer = await write(id, { title: 'late', mail: MASKED.mail, phone: '***-***-0000', iban: MASKED.iban });
    expect(answer.status).toBe(422);
    const refused = ['mail', 'phone'].map((field) => expect.objectContaining({ field, code: 'masked_value' }));
    expect(answer.body.details).toEqual(refused);
    expect(await world.stored(id)).toMatchObject({ ...CLEAR, title: 'mine', mail: 'eve@acme.example' });
  });
});

test('a new record takes no masks, and those who read clear can write stars', async () => {
  for (const [path, body] of [
    ['', { ssn: MASKED.ssn }],
    ['/batch', { records: [{ ssn: MASKED.ssn }] }],
  ] as const) {
    const refused = await world.call(callerOf('user'), 'POST', PEOPLE + path, body);
    expect([refused.status, refused.body.details[0].code]).toEqual([422, 'masked_value']);
    expect((await world.call(callerOf('a member of pii_access'), 'POST', PEOPLE + path, body)).status).toBe(201);
  }
  hooks.on('on_record_before_create', 'people', ({ data }) => void (data['note'] = '***'));
  const { body } = await world.call(callerOf('user'), 'POST', PEOPLE, { title: 'by a hook' });
  expect((await world.stored(body.id)).note).toBe('***');
});

test('of a record that the caller cannot read, masks tell nothing', async () => {
  await world.asRoot('PUT', '/collections/people/rules', { view_rule: 'title = "open"' });
  const id = second(callerOf('user'));
  const guess = (phone: string) => world.call(callerOf('user'), 'PATCH', `${PEOPLE}/${id}`, { phone });
  expect(told(await guess('***-***-4567'), '4567')).toBe(told(await guess('***-***-9999'), '9999'));
  await world.asRoot('PUT', '/collections/people/rules', { view_rule: null });
  expect((await guess('***-***-4567')).body.details[0].code).toBe('masked_value');
  await world.asRoot('PUT', '/collections/people/rules', { view_rule: '' });
  expect(await world.stored(id)).toMatchObject(CLEAR);
});

test('B5 B8: a conflict names neither field nor value to those who read it masked', async () => {
  const fields = [{ name: 'mail', type: 'email', unique: true, pii: true, mask_type: 'email' }];
  await world.define('unique_people', fields);
  const create = (name: string) =>
    world.call(callerOf(name), 'POST', `${API}/records/unique_people`, { mail: CLEAR.mail });
  expect((await create('user')).status).toBe(201);
  const conflict = await create('user');
  expect([conflict.status, conflict.body.error]).toEqual([409, 'RECORD_NOT_UNIQUE']);
  expect(conflict.text).not.toMatch(/mail|ada@/);
  expect((await create('a member of pii_access')).body).toMatchObject({ error: 'RECORD_NOT_UNIQUE', field: 'mail' });
  expect((await create('who registered the twin')).status).toBe(201);
});

test('a repeated answer is masked for who has lost the right to read, and for nobody else', async () => {
  const { items } = (await world.http.get(`${API}/groups?search=pii_access`, { token: world.acme.token })).body;
  const users = `${API}/groups/${items[0].id}/users`;
  const create = async (key: string) =>
    world.call({ token: world.user.token, owner: 'acme', clear: 'none' }, 'POST', PEOPLE, CLEAR, {
      'Idempotency-Key': key,
    });
  const masked = await create('masked');
  expect((await create('masked')).body).toEqual(masked.body);
  await world.http.post(users, { user_id: world.user.userId }, { token: world.acme.token });
  const clear = await create('clear');
  expect([clear.body, (await create('clear')).body]).toMatchObject([CLEAR, clear.body]);
  expect((await create('masked')).body).toEqual(masked.body);
  await world.http.delete(`${users}/${world.user.userId}`, { token: world.acme.token });
  const made = Object.fromEntries(Object.keys(MADE).map((name) => [name, undefined]));
  expect((await create('clear')).body).toEqual({ ...clear.body, ...MASKED, ...made });
});

test('B3: hooks of reads see what is shown, those of changes what is stored', async () => {
  const seen: Json[] = [];
  hooks.on('on_record_after_query', 'people', ({ items }) => void seen.push(items[0]!['ssn']));
  hooks.on('on_record_after_create', 'people', ({ record }) => void seen.push(record?.['ssn']));
  await get('people?title=second')(callerOf('user'));
  await get('people/{id}')(callerOf('superadmin'));
  await world.call(callerOf('user'), 'POST', PEOPLE, CLEAR);
  await eventually(() => seen.length > 2);
  expect(seen).toEqual([MASKED.ssn, CLEAR.ssn, CLEAR.ssn]);
});

test('rules read the values, whoever asks', async () => {
  await world.asRoot('PUT', '/collections/people/rules', { list_rule: 'salary = 54321 && title = "second"' });
  expect((await get('people')(callerOf('user'))).body.items).toMatchObject([MASKED]);
  await world.asRoot('PUT', '/collections/people/rules', { list_rule: '' });
});

test('the document of the API says what each caller reads, writes and filters by', async () => {
  for (const [name, salary] of [
    ['user', 'string'],
    ['somebody with a role of the field', 'number'],
    ['superadmin', 'number'],
  ] as const) {
    const { body } = await world.call(callerOf(name), 'GET', '/openapi.json');
    const schemas = body.components.schemas;
    expect(schemas['Record.people'].properties.salary.type).toEqual([salary, 'null']);
    expect(schemas['Record.people.update'].properties.salary.type).toEqual(['number', 'null']);
    const parameters: readonly Json[] = body.paths['/api/v1/records/people'].get.parameters;
    expect(parameters.some((parameter) => parameter.name === 'salary')).toBe(salary === 'number');
  }
});

test('a change of the definition holds for the next request', async () => {
  const { items } = (await world.asRoot('GET', '/collections?search=people')).body;
  const { id } = items.find(({ name }: Json) => name === 'people');
  const change = async (more: object): Promise<void> => {
    const fields = FIELDS.map((field) => (field.name === 'iban' ? { ...field, ...more } : field));
    expect((await world.asRoot('PUT', `/collections/${id}`, { fields })).status).toBe(200);
  };
  const iban = async () => (await get('people/{id}')(callerOf('user'))).body.iban;
  await change({ mask_template: '{first:1}???' });
  expect(await iban()).toBe('D???');
  await change({ clear_to: { roles: ['user'] } });
  expect(await iban()).toBe(CLEAR.iban);
  await change({ clear_to: null, mask_type: 'phone', mask_template: null });
  expect(await iban()).toBe('*********');
  await change({ pii: false, mask_type: null, mask_template: null });
  expect(await iban()).toBe(CLEAR.iban);
  await change({});
  expect(await iban()).toBe(MASKED.iban);
});

// The last one, as the caller cannot write for a while.
test('B5: whoever finds that many values are taken which they may not see has to wait, and nobody else', async () => {
  const fields = [{ name: 'mail', type: 'email', unique: true, pii: true, mask_type: 'email' }];
  await world.define('guessed_people', fields);
  const path = `${API}/records/guessed_people`;
  const create = (name: string, mail: string) => world.call(callerOf(name), 'POST', path, { mail });
  expect((await create('a member of pii_access', CLEAR.mail)).status).toBe(201);
  const guess = (records: number) =>
    world.call(callerOf('user'), 'POST', `${path}/batch`, {
      records: Array.from({ length: records }, (_, index) => ({
        mail: index === 0 ? CLEAR.mail : `${index}@x.example`,
      })),
    });
  expect((await guess(20)).status).toBe(409);
  const refused = await create('user', 'free@x.example');
  expect([refused.status, refused.body.error]).toEqual([429, 'RATE_LIMITED']);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await create('a member of pii_access', 'free@x.example')).status).toBe(201);
});

test('B8: no value that was masked or encrypted is in the log', () => {
  expect(logged).toContain('/records/people');
  for (const value of Object.values(SENT)) {
    // Whole numbers, as digits of ids and times may look like one.
    if (typeof value === 'number') expect(logged).not.toMatch(new RegExp(`\\b${value}\\b`));
    else expect(logged).not.toContain(value);
  }
});
