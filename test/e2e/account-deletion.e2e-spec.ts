import { systemContext } from '#domain/kernel/request-context';
/** Deleting an account takes everything that belongs to it, however its records hold on to each other, and nothing else. */
import { AccountEraser } from '#application/ports/account-eraser';
import { Units } from '#application/kernel/units';
import { Database } from '#server/infrastructure/database/database';
import { JobEntity } from '#server/infrastructure/database/entities/job.entity';
import { managerOf } from '#server/infrastructure/database/lanes/transaction';
import { rowsOfAccount } from '../support/account-rows';
import type { Answer, Json } from '../support/http';
import { eventually } from '../support/eventually';
import { API, type Member, PASSWORD } from '../support/member';
import { createWorld, type World } from '../support/world';
import { TEST_ACT } from '../support/unit';

const ACCOUNTS = `${API}/accounts`;
const OPEN = { list_rule: '', view_rule: '', create_rule: '', update_rule: '', delete_rule: '' };

let world: World;

const asRoot = () => ({ token: world.superadmin.token });
const remove = (id: string): Promise<Answer> => world.http.delete(`${ACCOUNTS}/${id}`, asRoot());
const show = (id: string): Promise<Answer> => world.http.get(`${ACCOUNTS}/${id}`, asRoot());

function gone(id: string): Promise<boolean> {
  return eventually(async () => (await show(id)).status === 404);
}

function rowsOf(accountId: string): Promise<Record<string, number>> {
  return rowsOfAccount(world.server.app.get(Database, { strict: false }), accountId);
}

/** Creates records as the member, and resolves with their ids. */
async function fill(member: Member, collection: string, records: readonly Json[]): Promise<string[]> {
  const ids: string[] = [];
  for (let start = 0; start < records.length; start += 1000) {
    const body = { records: records.slice(start, start + 1000) };
    const answer = await world.http.post(`${API}/records/${collection}/batch`, body, { token: member.token });
    if (answer.status !== 201) throw new Error(`${collection}: ${answer.status} ${answer.text}`);
    ids.push(...answer.body.created.map(({ id }: Json) => id));
  }
  return ids;
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

const text = { name: 'name', type: 'text' };
const reference = (name: string, collection: string, rest: object = {}) => ({
  name,
  type: 'reference',
  collection,
  on_delete: 'restrict',
  ...rest,
});

async function extend(name: string, change: (fields: Json[]) => Json[]): Promise<void> {
  const { body } = await world.http.get(`${API}/collections?search=${name}`, asRoot());
  const path = `${API}/collections/${body.items.find((item: Json) => item.name === name).id}`;
  const { fields } = (await world.http.get(path, asRoot())).body;
  const { status, text: answer } = await world.http.put(path, { fields: change(fields) }, asRoot());
  expect({ status, answer }).toMatchObject({ status: 200 });
}

beforeAll(async () => {
  world = await createWorld({ SNACKBASE_BATCH_MAX_SIZE: '1000', SNACKBASE_LOG_LEVEL: 'error' });
  await world.define('board', [text], OPEN);
  await world.define('orgs', [text]);
  await world.define('people', [
    text,
    reference('org', 'orgs', { required: true }),
    reference('boss', 'people'),
    reference('friends', 'people', { options: { multiple: true } }),
    { name: 'login', type: 'user', required: true, on_delete: 'restrict' },
  ]);
  await world.define('teams', [text, reference('lead', 'people', { required: true, on_delete: 'cascade' })]);
  await extend('people', (fields) => [...fields, reference('team', 'teams')]);
  // A circle in which nothing may be empty, and a record that has to refer to itself.
  await world.define('lefts', [text]);
  await world.define('rights', [reference('left', 'lefts', { required: true })]);
  await extend('lefts', (fields) => [...fields, reference('right', 'rights'), reference('self', 'lefts')]);
});
afterAll(() => world?.close());

/** Several thousand records in knots: chains, circles, lists, and all of them restricting deletion. */
async function furnish(member: Member): Promise<void> {
  const { http } = world;
  const { token } = member;
  const orgs = await fill(
    member,
    'orgs',
    times(50, (index) => ({ name: `org ${index}` })),
  );
  const person = (index: number) => ({ name: `person ${index}`, org: orgs[index % 50], login: member.userId });
  const [root] = await fill(member, 'people', [person(0)]);
  // One boss for all: more references to one record than are emptied at a time.
  const people = await fill(
    member,
    'people',
    times(2400, (index) => ({ ...person(index), boss: root, friends: [root] })),
  );
  const teams = await fill(
    member,
    'teams',
    times(1100, (index) => ({ name: 'team', lead: people[index] })),
  );
  for (const [index, id] of [root, ...people.slice(0, 40)].entries()) {
    const body = { team: teams[0], friends: people.slice(index, index + 30) };
    expect((await http.patch(`${API}/records/people/${id}`, body, { token })).status).toBe(200);
  }
  const lefts = await fill(
    member,
    'lefts',
    times(30, () => ({ name: 'left' })),
  );
  const rights = await fill(
    member,
    'rights',
    lefts.map((left) => ({ left })),
  );
  for (const [index, id] of lefts.entries()) {
    const body = { right: rights[(index + 7) % 30], self: id };
    expect((await http.patch(`${API}/records/lefts/${id}`, body, { token })).status).toBe(200);
  }
  const keyed = { token, headers: { 'idempotency-key': 'once' } };
  expect((await http.post(`${API}/records/board`, { name: 'once' }, keyed)).status).toBe(201);
  const group = await http.post(`${API}/groups`, { name: 'staff' }, { token });
  const answers = [
    group,
    await http.post(`${API}/groups/${group.body.id}/users`, { user_id: member.userId }, { token }),
    await http.post(`${API}/admin/api-keys`, { name: 'key', scopes: ['board:read'] }, { token }),
    await http.post(`${API}/invitations`, { email: `new@${member.slug}.example` }, { token }),
  ];
  expect(answers.map(({ status }) => status).filter((status) => status >= 300)).toEqual([]);
}

test('everything of the account goes, its look-alike keeps everything, and its names are free again', async () => {
  const { acme, twin } = world;
  for (const member of [acme, twin]) await furnish(member);
  await extend('lefts', (fields) => fields.map((field) => ({ ...field, required: field.type === 'reference' })));
  const before = await rowsOf(acme.accountId);
  const kept = await rowsOf(twin.accountId);
  expect(before).toMatchObject({ accounts: 1, col_people: 2401, col_teams: 1100, col_lefts: 30, col_rights: 30 });
  expect(before).toMatchObject({ users: 1, groups: 2, api_keys: 1, invitations: 1, idempotency_keys: 1 });
  expect(before).toMatchObject({ sessions: 1, email_logs: expect.any(Number), jobs: expect.any(Number) });
  expect(Object.keys(before).toSorted()).toEqual(Object.keys(kept).toSorted());

  const pieces = jest.spyOn(world.server.app.get(AccountEraser, { strict: false }), 'eraseRecords');
  const { status, body } = await remove(acme.accountId);
  expect([202, 204]).toContain(status);
  if (status === 202) expect(body).toMatchObject({ id: acme.accountId, status: 'deleting' });
  await gone(acme.accountId);

  const sizes = await Promise.all(pieces.mock.results.map(({ value }) => value as Promise<number>));
  expect([Math.max(...sizes), sizes.length > 10]).toEqual([1000, true]);

  // The job is what is left to say so.
  expect(await rowsOf(acme.accountId)).toEqual({ jobs: 1 });
  expect(await rowsOf(twin.accountId)).toEqual(kept);
  expect((await show(twin.accountId)).body.collections_used).toEqual([
    'board',
    'lefts',
    'orgs',
    'people',
    'rights',
    'teams',
  ]);
  const people = await world.http.get(`${API}/records/people?limit=1`, asRoot());
  expect(people.body.total).toBe(2401);

  expect((await world.http.get(`${API}/auth/me`, { token: acme.token })).status).toBe(401);
  expect((await world.http.get(`${ACCOUNTS}?search=${acme.accountCode}`, asRoot())).body.total).toBe(0);
  const again = await world.register('acme');
  expect(again.accountId).not.toBe(acme.accountId);
  expect((await world.http.get(`${API}/records/people`, { token: again.token })).body.total).toBe(0);
});

describe('while it goes', () => {
  let doomed: Member;

  beforeAll(async () => {
    doomed = await world.register('doomed');
    await fill(
      doomed,
      'board',
      times(3000, (index) => ({ name: `note ${index}` })),
    );
  });

  test('none of its users comes in, none of its names is free, and a second request is answered the same', async () => {
    const eraser = world.server.app.get(AccountEraser, { strict: false });
    let proceed = (): void => undefined;
    const held = new Promise<void>((resolve) => (proceed = resolve));
    const wait = jest.spyOn(eraser, 'awaitEarlierWrites').mockReturnValueOnce(held);
    const { accountId, slug, email, token } = doomed;
    const first = remove(accountId);
    await eventually(() => wait.mock.calls.length > 0);

    expect((await show(accountId)).body).toMatchObject({
      status: 'deleting',
      is_active: false,
      deletion: { status: 'running' },
    });
    const listed = await world.http.get(`${ACCOUNTS}?status=deleting`, asRoot());
    expect(listed.body.items).toMatchObject([{ id: accountId, status: 'deleting' }]);
    const refused = [
      await world.http.get(`${API}/auth/me`, { token }),
      await world.http.post(`${API}/records/board`, { name: 'late' }, { token }),
      await world.http.post(`${API}/auth/login`, { account: slug, email, password: PASSWORD }),
      await world.http.post(`${API}/auth/refresh`, { refresh_token: doomed.refreshToken }),
      await world.http.post(`${API}/records/board`, { name: 'late' }, { headers: { 'x-account-id': slug } }),
      await world.http.post(`${API}/records/board`, { name: 'late', account_id: accountId }, asRoot()),
      await world.http.put(`${ACCOUNTS}/${accountId}`, { is_active: true }, asRoot()),
      await world.http.put(`${ACCOUNTS}/${accountId}`, { name: 'Saved' }, asRoot()),
      await world.http.post(ACCOUNTS, { name: 'Heir', slug }, asRoot()),
    ];
    expect(refused.map(({ status }) => status)).toEqual([401, 401, 401, 401, 404, 422, 409, 409, 409]);

    const [again, third] = await Promise.all([remove(accountId), remove(accountId)]);
    expect([again.status, third.status, (await first).status]).toEqual([202, 202, 202]);
    expect(again.body).toMatchObject({ id: accountId, status: 'deleting' });
    proceed();
    await gone(accountId);
    expect(await rowsOf(accountId)).toEqual({ jobs: 1 });
    expect((await remove(accountId)).status).toBe(404);
  });

  test('an account that has the slug now is meant by it, whoever named the one that is gone a moment before', async () => {
    const headers = { 'x-account-id': 'phoenix' };
    const board = `${API}/records/board`;
    const callers = [{ headers }, { ...asRoot(), headers }];
    const first = await world.register('phoenix');
    await fill(first, 'board', [{ name: 'of the first' }, { name: 'of the first, too' }]);
    for (const caller of callers) expect((await world.http.get(board, caller)).body.total).toBe(2);
    await remove(first.accountId);
    await gone(first.accountId);
    const second = await world.register('phoenix');
    const made = await world.http.post(board, { name: 'of the second' }, callers[1]);
    expect(made).toMatchObject({ status: 201, body: { account_id: second.accountId } });
    // The first answer to a stranger may be that the account is gone.
    await world.http.get(board, callers[0]);
    for (const caller of callers) expect((await world.http.get(board, caller)).body.total).toBe(1);
  });

  test('a deletion that was given up starts again when it is requested again', async () => {
    const eraser = world.server.app.get(AccountEraser, { strict: false });
    const { accountId } = await world.register('abandoned');
    jest.spyOn(eraser, 'awaitEarlierWrites').mockRejectedValueOnce(new Error('a fault that lasts'));
    expect((await remove(accountId)).status).toBe(202);
    await world.server.app.get(Units, { strict: false }).run(systemContext('test', accountId), TEST_ACT, async (tx) => {
      await managerOf(tx).update(JobEntity, { accountId, handler: 'delete_account' }, { status: 'dead' });
    });
    expect((await show(accountId)).body.deletion).toMatchObject({ status: 'dead' });
    expect((await remove(accountId)).status).toBe(204);
    expect((await show(accountId)).status).toBe(404);
  });
});
