/** Hooks of users, accounts, roles, groups, invitations and API keys, by every way in which one of them changes. */
import { SetupLink } from '#application/setup/setup-link';
import { SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import type { Model } from '#domain/hooks/hook-events';
import { createDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { heardDuring, namesOf, refusing } from '../support/hooks/heard-during';
import type { Answer, Json } from '../support/http';
import { startIssuer, type TestIssuer } from '../support/issuer';
import { addUser } from '../support/insiders';
import { mailTo } from '../support/mailbox';
import { API, type Member, PASSWORD } from '../support/member';
import { runProcess } from '../support/process';
import { startServer } from '../support/server';
import { createWorld, type World } from '../support/world';

type Op = 'create' | 'update' | 'delete';
type Verb = 'GET' | 'POST' | 'PATCH' | 'DELETE';

let issuer: TestIssuer;
let world: World;
let acme: Member;
let root: Member;

beforeAll(async () => {
  issuer = await startIssuer();
  world = await createWorld(issuer.environment);
  ({ acme, superadmin: root } = world);
  await world.define('notes', [{ name: 'text', type: 'text' }]);
});
afterAll(async () => {
  await world?.close();
  await issuer?.stop();
});

const heard = (work: () => Promise<unknown>) => heardDuring(world.server.app, work);

async function call(verb: Verb, path: string, body?: object, { token }: Pick<Member, 'token'> = acme): Promise<Answer> {
  const answer = await world.http.call(verb, `${API}/${path}`, { token, ...(body === undefined ? {} : { body }) });
  if (answer.status >= 300) throw new Error(`${verb} ${path}: ${answer.status} ${answer.text}`);
  return answer;
}

async function made(path: string, body: object, member = acme): Promise<Json> {
  return (await call('POST', path, body, member)).body;
}

/** That the work is heard of twice, before and after it, and nothing else is. */
async function expectOne(op: Op, model: Model, work: () => Promise<unknown>, told: object): Promise<void> {
  expect(await heard(work)).toEqual([
    [`on_model_before_${op}`, { model, accountId: acme.accountId, ...told }],
    [`on_model_after_${op}`, { model, accountId: acme.accountId, ...told }],
  ]);
}

const ID = expect.stringMatching(/^[0-9a-f-]{36}$/);
let numbers = 0;
const unique = (word: string): string => `${word}-${(numbers += 1)}`;

describe('users', () => {
  let user: Json;
  beforeEach(async () => {
    user = await made('users', { email: `${unique('user')}@acme.example`, password: PASSWORD, role: 'user' });
  });

  test('made by an admin', async () => {
    const email = `${unique('user')}@acme.example`;
    const profile = { first_name: 'Ann' };
    const work = () => made('users', { email, password: PASSWORD, role: 'admin', ...profile });
    await expectOne('create', 'users', work, { id: ID, data: { email, role: 'admin', is_active: true, ...profile } });
  });

  test('changed and switched off by an admin', async () => {
    const data = { first_name: 'Bea', role: 'admin' };
    const { id } = user;
    await expectOne('update', 'users', () => call('PATCH', `users/${id}`, data), { id, data });
    const off = { id, data: { is_active: false } };
    await expectOne('update', 'users', () => call('DELETE', `users/${id}`), off);
    // Nothing is left to be changed.
    expect(namesOf(await heard(() => call('DELETE', `users/${id}`)))).toEqual(['on_model_before_update']);
  });

  test('vouched for by an admin, once', async () => {
    const { id } = user;
    const verify = () => call('POST', `users/${id}/verify`, {});
    await expectOne('update', 'users', verify, { id, data: { email_verified: true } });
    expect(namesOf(await heard(verify))).toEqual(['on_model_before_update']);
  });

  test('who prove their address through the mail', async () => {
    const { token } = await mailTo(world.server, user.email, 'email_verification');
    const work = () => call('POST', 'auth/verify-email', { token });
    await expectOne('update', 'users', work, { id: user.id, data: { email_verified: true } });
  });

  test('who change what they tell of themselves, and their address', async () => {
    const member = await addUser(world, acme, `${unique('member')}@acme.example`);
    const id = member.userId;
    const profile = { last_name: 'Smith' };
    await expectOne('update', 'users', () => call('PATCH', 'auth/me', profile, member), { id, data: profile });

    const email = `${unique('moved')}@acme.example`;
    const change = { new_email: email, password: PASSWORD };
    expect(await heard(() => call('POST', 'auth/change-email', change, member))).toEqual([]);
    const { token } = await mailTo(world.server, email, 'email_change');
    const confirm = () => call('POST', 'auth/confirm-email-change', { token });
    await expectOne('update', 'users', confirm, { id, data: { email, email_verified: true } });
  });

  test('made by tokens of a trusted issuer: once, however many are shown at once', async () => {
    const email = `${unique('operator')}@issuer.example`;
    const token = await issuer.token({ sub: email, email });
    const me = () => call('GET', 'auth/me', undefined, { token });
    const told = await heard(() => Promise.all(Array.from({ length: 10 }, me)));
    const data = { email, role: 'admin', email_verified: true };
    const payload = { model: 'users', id: ID, accountId: SYSTEM_ACCOUNT_ID, data };
    const after = told.filter(([name]) => name !== 'on_model_before_create');
    expect(after).toEqual([['on_model_after_create', payload]]);
    expect(told).toContainEqual(['on_model_before_create', after[0]![1]]);
    expect(await heard(me)).toEqual([]);
  });

  test('of the set-up page', async () => {
    // It prints its link.
    const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    const server = await startServer({ SNACKBASE_SUPERADMIN_EMAIL: '', SNACKBASE_SUPERADMIN_PASSWORD: '' });
    write.mockRestore();
    try {
      const token = await server.app.get(SetupLink, { strict: false }).issue();
      const email = 'op@setup.example';
      const raw = new URLSearchParams({ token: token!, email, password: PASSWORD }).toString();
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const submit = () => server.http.call('POST', '/setup', { raw, headers });
      expect((await refusing(server.app, 'on_model_before_create', submit)).status).toBe(423);
      const told = await heardDuring(server.app, async () => expect((await submit()).status).toBe(200));
      const data = { email, role: 'admin', email_verified: true };
      const payload = { model: 'users', id: ID, accountId: SYSTEM_ACCOUNT_ID, data };
      expect(told).toEqual([
        ['on_model_before_create', payload],
        ['on_model_after_create', payload],
      ]);
    } finally {
      await server.stop();
    }
  });

  test('of the command line', async () => {
    const database = await createDatabase();
    try {
      const hear = (name: string): string =>
        `get("HookBus").register("${name}", ({ name, model, accountId, data }) => ` +
        'console.log("HEARD" + JSON.stringify({ name, model, accountId, data })))';
      const account = { email: 'op@cli.example', password: PASSWORD, force: false };
      const lines = [
        hear('on_model_before_create'),
        hear('on_model_after_create'),
        `await get("CreateSuperadmin").execute(${JSON.stringify(account)})`,
        '.exit',
      ];
      const { stdout } = await runProcess(database, {
        args: ['shell'],
        input: lines.map((line) => `${line}\n`).join(''),
      });
      const data = { email: account.email, role: 'admin', email_verified: true };
      const told = { model: 'users', accountId: SYSTEM_ACCOUNT_ID, data };
      expect([...stdout.matchAll(/HEARD(\{.*\})/g)].map(([, text]) => JSON.parse(text!) as unknown)).toEqual([
        { name: 'on_model_before_create', ...told },
        { name: 'on_model_after_create', ...told },
      ]);
    } finally {
      await database.drop();
    }
  });
});

describe('accounts', () => {
  test('made, changed and suspended by a superadmin', async () => {
    const data = { name: 'Other', slug: unique('other'), locale: 'en' };
    let id = '';
    const create = async () => {
      id = (await made('accounts', data, root)).id;
    };
    await expectOne('create', 'accounts', create, { id: ID, accountId: ID, data });
    const change = { name: 'Renamed', is_active: false };
    const update = () => call('PATCH', `accounts/${id}`, change, root);
    await expectOne('update', 'accounts', update, { id, accountId: id, data: change });
  });

  test('deleted, when nothing is left of them: no event of a user or a record', async () => {
    const member = await world.register(unique('leaving'));
    await made('records/notes/batch', { records: [{ text: 'a' }, { text: 'b' }] }, member);
    const id = member.accountId;
    const isGone = async () => (await world.http.get(`${API}/accounts/${id}`, { token: root.token })).status === 404;
    const remove = async () => {
      await call('DELETE', `accounts/${id}`, undefined, root);
      await eventually(isGone);
    };
    await expectOne('delete', 'accounts', remove, { id, accountId: id, data: null });
  });

  test('that do not exist call no hook when they are to be deleted', async () => {
    const path = `${API}/accounts/${root.userId}`;
    const told = await heard(async () => {
      expect((await world.http.delete(path, { token: root.token })).status).toBe(404);
    });
    expect(told).toEqual([]);
  });
});

test('roles, which are of no account', async () => {
  const label = { name: unique('editor'), description: 'Edits' };
  let id = '';
  const create = async () => {
    id = String((await made('roles', label, root)).id);
  };
  expect(await heard(create)).toEqual([
    ['on_model_before_create', { model: 'roles', id: null, accountId: null, data: label }],
    ['on_model_after_create', { model: 'roles', id, accountId: null, data: label }],
  ]);
  const data = { description: 'Edits more' };
  const update = () => call('PATCH', `roles/${id}`, data, root);
  await expectOne('update', 'roles', update, { id, accountId: null, data });
  const remove = () => call('DELETE', `roles/${id}`, undefined, root);
  await expectOne('delete', 'roles', remove, { id, accountId: null, data: null });
});

test('groups, and who is in them', async () => {
  const label = { name: unique('staff'), description: null };
  await expectOne('create', 'groups', () => made('groups', label), { id: ID, data: label });
  const { id } = await made('groups', { name: unique('staff') });
  const data = { name: unique('crew') };
  await expectOne('update', 'groups', () => call('PATCH', `groups/${id}`, data), { id, data });
  const { userId } = acme;
  const add = () => call('POST', `groups/${id}/users`, { user_id: userId });
  await expectOne('update', 'groups', add, { id, data: { member_added: userId } });
  const take = () => call('DELETE', `groups/${id}/users/${userId}`);
  await expectOne('update', 'groups', take, { id, data: { member_removed: userId } });
  await expectOne('delete', 'groups', () => call('DELETE', `groups/${id}`), { id, data: null });
});

test('invitations, and never their secret', async () => {
  const data = { email: `${unique('guest')}@elsewhere.example`, role: 'user', groups: [] };
  let invitation: Json;
  const create = async () => {
    invitation = await made('invitations', data);
  };
  await expectOne('create', 'invitations', create, { id: ID, data });
  const { id } = invitation;
  const resend = () => call('POST', `invitations/${id}/resend`, {});
  await expectOne('update', 'invitations', resend, { id, data: { invited_by: acme.userId } });
  const cancel = () => call('DELETE', `invitations/${id}`);
  await expectOne('update', 'invitations', cancel, { id, data: { status: 'cancelled' } });
  expect(namesOf(await heard(cancel))).toEqual(['on_model_before_update']);
});

test('API keys, and never the key', async () => {
  const request = { name: 'a key', scopes: ['notes:read'], expires_at: '2999-01-01T00:00:00.000Z' };
  let key: Json;
  const create = async () => {
    key = await made('admin/api-keys', request);
  };
  await expectOne('create', 'api_keys', create, { id: ID, data: { user_id: acme.userId, ...request } });
  const revoke = () => call('DELETE', `admin/api-keys/${key.id}`);
  await expectOne('update', 'api_keys', revoke, { id: key.id, data: { is_active: false } });
  expect(namesOf(await heard(revoke))).toEqual(['on_model_before_update']);
});
