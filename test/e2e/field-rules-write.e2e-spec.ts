/**
 * Which fields a caller writes. What a collection does not take is left out before anything sees it and named in a header; what
 * the field's own condition refuses is 422; what the caller does not read is not there. T6: the voting template lives by it.
 */
import type { SnackBaseClient } from '@snackbase/sdk';
import type { HookData } from '#domain/hooks/hook-events';
import { TestHooks } from '../support/hooks/test-hooks';
import type { Answer, Json } from '../support/http';
import { API, type Member, PASSWORD } from '../support/member';
import { told } from '../support/told';
import { createWorld, type World } from '../support/world';

const NOTES = `${API}/records/notes`;
const ABSENT = 'absent';
const FIELDS = [
  { name: 'title', type: 'text' },
  { name: 'state', type: 'text', default: 'open' },
  { name: 'votes', type: 'number', default: 0 },
  { name: 'grade', type: 'number', default: 1, access: { write: '' } },
  { name: 'hidden', type: 'text', default: 'h' },
];
const EVERYTHING = { list_fields: '*', view_fields: '*', create_fields: '*', update_fields: '*' };
const OPEN = '@request.auth.id != ""';

let world: World;
let hooks: TestHooks;
let notesId: string;

beforeAll(async () => {
  world = await createWorld();
  hooks = new TestHooks(world.server);
  await world.define('notes', FIELDS);
  notesId = (await asRoot('GET', '/collections?search=notes')).body.items[0].id;
});
beforeEach(() => restrict({}));
afterEach(() => hooks.clear());
afterAll(() => world?.close());

function asRoot(method: string, path: string, body?: unknown): Promise<Answer> {
  const { token } = world.superadmin;
  return world.http.call(method, `${API}${path}`, body === undefined ? { token } : { token, body });
}

/** `access`: by field. */
async function restrict(lists: object, access: Readonly<Record<string, object>> = {}): Promise<void> {
  const fields = FIELDS.map((field) => ({ ...field, access: access[field.name] ?? null }));
  const rules = { create_rule: OPEN, update_rule: OPEN };
  const { status, text } = await asRoot('PUT', `/collections/${notesId}`, {
    ...EVERYTHING,
    ...rules,
    ...lists,
    fields,
  });
  expect(`${status} ${text}`).toMatch(/^200 /);
}

const ignored = ({ headers }: Answer): string | null => headers.get('x-ignored-fields');
const stored = async (id: string): Promise<Json> => (await asRoot('GET', `/records/notes/${id}`)).body;
const create = (body: object, { token }: Member = world.acme, headers = {}): Promise<Answer> =>
  world.http.post(NOTES, body, { token, headers });

type Write = (body: object, member?: Member) => Promise<Answer>;
/** Each writes one record of its own. */
const WRITES: readonly (readonly [door: string, list: string, write: Write])[] = [
  ['create', 'create_fields', (body, member) => create(body, member)],
  [
    'batch create',
    'create_fields',
    (body, { token } = world.acme) => world.http.post(`${NOTES}/batch`, { records: [body] }, { token }),
  ],
  ...(['patch', 'put'] as const).map((method): (typeof WRITES)[number] => [
    method,
    'update_fields',
    async (body, member = world.acme) => {
      const path = `${NOTES}/${(await created(member)).id}`;
      return world.http[method](path, body, { token: member.token });
    },
  ]),
  [
    'batch update',
    'update_fields',
    async (body, member = world.acme) => {
      const records = [{ id: (await created(member)).id, data: body }];
      return world.http.patch(`${NOTES}/batch`, { records }, { token: member.token });
    },
  ],
];

/** By a superadmin, in the account of the member. */
async function created({ accountId }: Member): Promise<Json> {
  const { body } = await asRoot('POST', '/records/notes', { title: 'old', account_id: accountId });
  return body;
}

const written = ({ body }: Answer): Json => body.created?.[0] ?? body.updated?.[0] ?? body;

describe.each(WRITES)('%s', (_door, list, write) => {
  test('leaves out what is not taken, whatever it is, and says so', async () => {
    await restrict({ [list]: 'title,hidden' });
    for (const votes of [7, null, 'no number', { deep: [1] }]) {
      const answer = await write({ votes, title: 'new', state: 'mine' });
      expect(answer.status).toBeLessThan(300);
      expect(ignored(answer)).toBe('votes,state');
      const { id } = written(answer);
      expect(await stored(id)).toMatchObject({ title: 'new', votes: 0, state: 'open' });
      expect(written(answer)).toMatchObject({ title: 'new', votes: 0, state: 'open' });
    }
  });

  test('says nothing where nothing is left out', async () => {
    await restrict({ [list]: ['title'] });
    expect(ignored(await write({ title: 'new' }))).toBeNull();
    await restrict({});
    const answer = await write({ title: 'new', votes: 7 });
    expect([ignored(answer), written(answer).votes]).toEqual([null, 7]);
  });

  test('takes everything of superadmins', async () => {
    await restrict({ [list]: [] }, { grade: { read: null, write: null } });
    const answer = await write({ title: 'new', votes: 7, grade: 2 }, world.superadmin);
    expect([ignored(answer), written(answer)]).toMatchObject([null, { title: 'new', votes: 7, grade: 2 }]);
  });

  test('refuses by its name what the condition of a field refuses', async () => {
    await restrict({}, { grade: { write: `@request.auth.email = "${world.twin.email}"` } });
    for (const grade of [5, null, 'x']) {
      const answer = await write({ title: 'new', grade });
      expect(answer.status).toBe(422);
      expect(answer.body).toMatchObject({
        error: 'RECORD_INVALID',
        field: 'grade',
        errors: { grade: ["Field 'grade' is not yours to write"] },
        details: [{ field: 'grade', code: 'not_writable' }],
      });
    }
    expect(written(await write({ title: 'new', grade: 5 }, world.twin)).grade).toBe(5);
  });

  test('refuses what the caller does not read as it refuses what there is not', async () => {
    const unread = [
      { list_fields: 'title', view_fields: 'title' },
      { create_fields: 'title', update_fields: 'title' },
    ];
    for (const lists of [unread[0]!, { ...unread[0], ...unread[1] }, {}]) {
      await restrict(lists, { hidden: { read: null } });
      for (const value of ['x', 5]) {
        const answer = await write({ title: 'new', hidden: value });
        expect(answer.status).toBe(422);
        expect(told(answer, 'hidden')).toBe(told(await write({ title: 'new', [ABSENT]: value }), ABSENT));
      }
    }
  });

  test('gives rules what is taken alone', async () => {
    await restrict({ [list]: 'title' });
    const rule = '!isset(@request.data.votes) && votes = 0 && title = "new"';
    await asRoot('PUT', '/collections/notes/rules', { create_rule: rule });
    const both = `!isset(@request.data.votes) && !changed(votes) && votes = 0`;
    await asRoot('PUT', '/collections/notes/rules', { update_rule: both });
    expect((await write({ title: 'new', votes: 7 })).status).toBeLessThan(300);
  });

  test('shows hooks what will be written, and takes what they set', async () => {
    await restrict({ [list]: 'title' }, { grade: { write: null }, hidden: { read: null } });
    const seen: HookData[] = [];
    const set = ({ data }: { data: HookData }): void => {
      seen.push({ ...data });
      Object.assign(data, { votes: 9, grade: 8, hidden: 'by a hook' });
    };
    hooks.on('on_record_before_create', 'notes', set);
    hooks.on('on_record_before_update', 'notes', set);
    const answer = await write({ votes: 7, title: 'new' });
    expect(answer.status).toBeLessThan(300);
    expect([seen.at(-1), ignored(answer)]).toEqual([{ title: 'new' }, 'votes']);
    const { id } = written(answer);
    expect(await stored(id)).toMatchObject({ title: 'new', votes: 9, grade: 8, hidden: 'by a hook' });
    expect(answer.text).not.toContain('by a hook');
  });
});

test('a batch names each field once, in the order in which they were sent', async () => {
  await restrict({ create_fields: 'title', update_fields: 'title' });
  const { token } = world.acme;
  const records = [{ title: 'a' }, { state: 'x', title: 'b' }, { votes: 1, state: 'y', title: 'c' }];
  const made = await world.http.post(`${NOTES}/batch`, { records }, { token });
  expect([made.status, ignored(made), made.body.count]).toEqual([201, 'state,votes', 3]);
  const changes = records.map((data, index) => ({ id: made.body.created[index].id, data }));
  const changed = await world.http.patch(`${NOTES}/batch`, { records: changes }, { token });
  expect([changed.status, ignored(changed)]).toEqual([200, 'state,votes']);
});

test('a required field that cannot be sent is not named', async () => {
  await world.define(
    'forms',
    [
      { name: 'title', type: 'text' },
      { name: 'kind', type: 'text', required: true },
    ],
    {
      create_fields: 'title',
    },
  );
  const { token } = world.acme;
  const { status, body } = await world.http.post(`${API}/records/forms`, { title: 'a', kind: 'b' }, { token });
  expect([status, body.details]).toMatchObject([422, [{ field: 'body', code: 'required_missing' }]]);
});

test('a repeat by Idempotency-Key has the header and the body of the first answer', async () => {
  await restrict({ create_fields: 'title' });
  const headers = { 'Idempotency-Key': 'votes-once' };
  const first = await create({ title: 'once', votes: 7 }, world.acme, headers);
  const again = await create({ title: 'once', votes: 7 }, world.acme, headers);
  expect([again.status, again.text, ignored(again)]).toEqual([first.status, first.text, 'votes']);
});

test('a kept answer shows nothing that was hidden since', async () => {
  const headers = { 'Idempotency-Key': 'hidden-since' };
  const first = await create({ title: 'kept' }, world.acme, headers);
  expect(first.body.hidden).toBe('h');
  await restrict({}, { hidden: { read: null } });
  const again = await create({ title: 'kept' }, world.acme, headers);
  expect(again.status).toBe(first.status);
  const { hidden: _hidden, ...rest } = first.body;
  expect(again.body).toEqual(rest);
});

test('hooks that write as the caller are under the same access, and under none as the system', async () => {
  await restrict({ create_fields: 'title' });
  await world.define('logs', [{ name: 'title', type: 'text' }]);
  const votes: unknown[] = [];
  hooks.on('on_record_before_create', 'logs', async ({ records }) => {
    votes.push((await records.create('notes', { title: 'x', votes: 5 }))['votes']);
    votes.push((await records.asSystem().create('notes', { title: 'x', votes: 5 }))['votes']);
  });
  const { status } = await world.http.post(`${API}/records/logs`, { title: 'x' }, { token: world.acme.token });
  expect([status, votes]).toEqual([201, [0, 5]]);
});

test('pages of other origins can read the header', async () => {
  await restrict({ create_fields: 'title' });
  const answer = await create({ title: 'a', votes: 1 }, world.acme, { Origin: 'http://localhost:5173' });
  expect(answer.headers.get('access-control-expose-headers')).toContain('X-Ignored-Fields');
});

describe('T6: the voting template', () => {
  let voter: SnackBaseClient;
  const features = (): ReturnType<SnackBaseClient['records']['list']> => voter.records.list('features');

  beforeAll(async () => {
    const admin = world.sdk();
    await admin.login({ account: 'system', email: world.superadmin.email, password: PASSWORD });
    await asRoot('POST', '/collections/', {
      name: 'features',
      schema: [
        { name: 'title', type: 'text', required: true },
        { name: 'description', type: 'text', required: true },
        { name: 'votes', type: 'number', default: 0 },
        { name: 'status', type: 'text', default: 'open' },
        { name: 'voted_by', type: 'json', default: '[]' },
      ],
    });
    const rules = {
      list_rule: '',
      view_rule: '',
      create_rule: '',
      update_rule: '',
      delete_rule: 'created_by = @request.auth.id',
      list_fields: '*',
      view_fields: '*',
      create_fields: '["title", "description"]',
      update_fields: '["votes", "voted_by"]',
    };
    await admin.collectionRules.update('features', rules);
    expect(await admin.collectionRules.get('features')).toMatchObject({
      ...rules,
      create_fields: '["title","description"]',
      update_fields: '["votes","voted_by"]',
    });
    voter = world.sdk();
    await voter.login({ account: world.acme.slug, email: world.acme.email, password: PASSWORD });
  });

  test('creates with fields that its rules forbid, votes, and finds what counts', async () => {
    const feature = { title: 'Dark', description: 'Mode', votes: 99, status: 'done', voted_by: ['somebody'] };
    const made = await voter.records.create('features', feature);
    expect(made).toMatchObject({ title: 'Dark', votes: 0, status: 'open', voted_by: '[]' });
    const change = { votes: 1, voted_by: [world.acme.userId], status: 'done', title: 'Light' };
    const voted = await voter.records.patch('features', made.id, change);
    expect(voted).toMatchObject({ title: 'Dark', votes: 1, status: 'open', voted_by: [world.acme.userId] });
    expect((await features()).items).toHaveLength(1);
    const { token } = world.acme;
    const answer = await world.http.patch(`${API}/records/features/${made['id']}`, change, { token });
    expect(ignored(answer)).toBe('status,title');
  });
});
