/** Hooks of coming in and leaving: when they are called, what they are told, may change and can refuse. */
import { DataSource } from 'typeorm';
import type { HookHandler } from '#domain/hooks/hook';
import { HookBus } from '#domain/hooks/hook-bus';
import type { HookEventName } from '#domain/hooks/hook-events';
import { AccountEntity } from '#server/infrastructure/database/entities/account.entity';
import { SessionEntity } from '#server/infrastructure/database/entities/session.entity';
import { heardDuring, namesOf, REFUSED, refusing } from '../support/hooks/heard-during';
import { mailTo } from '../support/mailbox';
import { API, login, type Member, PASSWORD } from '../support/member';
import { startServer } from '../support/server';
import { createWorld, type World } from '../support/world';

const NEW_PASSWORD = 'Better-Horse-88';
const AUTH = `${API}/auth`;
const SINGLE_TENANT = { SNACKBASE_SINGLE_TENANT_MODE: 'true', SNACKBASE_SINGLE_TENANT_ACCOUNT: 'home' };

let world: World;
let bus: HookBus;
const registered: string[] = [];

beforeAll(async () => {
  world = await createWorld();
  bus = world.server.app.get(HookBus, { strict: false });
});
afterEach(() => {
  for (const id of registered.splice(0)) bus.unregister(id);
});
afterAll(() => world?.close());

function on<E extends HookEventName>(event: E, handler: HookHandler<E>): void {
  registered.push(bus.register(event, handler));
}

const post = (path: string, body: object, token?: string) => world.http.post(`${AUTH}/${path}`, body, { token });
const me = (token: string) => world.http.get(`${AUTH}/me`, { token });
const heard = (work: () => Promise<unknown>) => heardDuring(world.server.app, work);
const reads = () => world.server.app.get(DataSource, { strict: false }).manager;
const sessionsOf = (userId: string): Promise<number> => reads().countBy(SessionEntity, { userId });
const eventOf = ({ email, userId, accountId }: Member) => ({ email, userId, accountId });
const signIn = ({ slug, email }: Pick<Member, 'slug' | 'email'>, password = PASSWORD) =>
  post('login', { account: slug, email, password });
const registration = (slug: string) => ({
  email: `owner@${slug}.example`,
  password: PASSWORD,
  account_name: slug,
  account_slug: slug,
});

describe('weakness W12 of the reference server: log-in and registration call no hook there; here', () => {
  test('a log-in calls its hooks once each, before and after', async () => {
    const { acme } = world;
    const data = { account: acme.slug, email: acme.email };
    expect(await heard(() => signIn(acme))).toEqual([
      ['on_auth_before_login', { email: acme.email, userId: null, accountId: null, data }],
      ['on_auth_after_login', eventOf(acme)],
    ]);
  });

  test('a registration calls its hooks once each, and those of the account and the user that it makes', async () => {
    let made: { user: { id: string }; account: { id: string } };
    const told = await heard(async () => {
      made = (await post('register', registration('newcomer'))).body;
    });
    const { id: userId } = made!.user;
    const { id: accountId } = made!.account;
    const email = 'owner@newcomer.example';
    const data = { email, account_name: 'newcomer', account_slug: 'newcomer' };
    const account = { model: 'accounts', id: accountId, accountId, data: { name: 'newcomer', slug: 'newcomer' } };
    const user = { model: 'users', id: userId, accountId, data: { email, role: 'admin' } };
    expect(told).toEqual([
      ['on_auth_before_register', { email, userId: null, accountId: null, data }],
      ['on_model_before_create', account],
      ['on_model_before_create', user],
      ['on_model_after_create', account],
      ['on_model_after_create', user],
      ['on_auth_after_register', { email, userId, accountId }],
    ]);
  });
});

describe('a log-in', () => {
  test.each([
    ['with a wrong password', { password: 'Wrong-Horse-77' }],
    ['of nobody', { email: 'nobody@acme.example' }],
    ['to an account that does not exist', { account: 'no-such-account' }],
  ])('%s calls the hooks before it alone', async (_what, wrong) => {
    const { slug: account, email } = world.acme;
    const told = await heard(async () => {
      expect((await post('login', { account, email, password: PASSWORD, ...wrong })).status).toBe(401);
    });
    expect(namesOf(told)).toEqual(['on_auth_before_login']);
  });

  test('is refused by a hook with its own answer, and opens no session', async () => {
    const { acme, server } = world;
    const before = await sessionsOf(acme.userId);
    expect(await refusing(server.app, 'on_auth_before_login', () => signIn(acme))).toMatchObject(REFUSED);
    expect(await sessionsOf(acme.userId)).toBe(before);
  });

  test('is that of the address and the account that a hook puts in their place', async () => {
    const { acme } = world;
    on('on_auth_before_login', ({ data }) => {
      if (data?.email === 'boss') Object.assign(data, { email: acme.email, account: acme.slug });
    });
    const answer = await signIn({ slug: 'anywhere', email: 'boss' });
    expect(answer).toMatchObject({ status: 200, body: { user: { id: acme.userId } } });
  });

  test('fails without internals where a hook leaves something that is no text', async () => {
    on('on_auth_before_login', (event) => Object.assign(event.data!, { email: 7 }));
    const { status, text } = await signIn(world.acme);
    expect(status).toBe(500);
    expect(text).not.toMatch(/hook|text/i);
  });

  test('tells the hook how it ended', async () => {
    const outcomes: string[] = [];
    on('on_auth_before_login', ({ onSettled }) => onSettled((outcome) => outcomes.push(outcome)));
    await signIn(world.acme);
    await signIn(world.acme, 'Wrong-Horse-77');
    expect(outcomes).toEqual(['committed', 'rolled_back']);
  });
});

describe('a registration', () => {
  const accounts = (slug: string): Promise<number> => reads().countBy(AccountEntity, { slug });

  test.each(['on_auth_before_register', 'on_model_before_create'] as const)(
    'that a hook of %s refuses makes nothing',
    async (event) => {
      const { app } = world.server;
      expect(await refusing(app, event, () => post('register', registration('refused')))).toMatchObject(REFUSED);
      expect(await accounts('refused')).toBe(0);
    },
  );

  test('is checked as a hook leaves it', async () => {
    on('on_auth_before_register', ({ data }) => {
      data.account_slug = data.account_slug === 'typed' ? 'chosen' : 'NOT A SLUG!';
    });
    expect((await post('register', registration('typed'))).body.account.slug).toBe('chosen');
    expect((await post('register', registration('other'))).status).toBe(422);
    expect(await accounts('other')).toBe(0);
  });

  test('that is wrong calls no hook after it', async () => {
    const told = await heard(() => post('register', { ...registration('weak'), password: 'weak' }));
    expect(namesOf(told)).toEqual(['on_auth_before_register']);
  });

  test('of an address that is taken tells no after-hook, as it tells nobody else', async () => {
    const home = await startServer(SINGLE_TENANT);
    try {
      const body = { email: 'ann@home.example', password: PASSWORD };
      const register = async () => {
        expect((await home.http.post(`${AUTH}/register`, body)).status).toBe(201);
      };
      const before = ['on_auth_before_register', 'on_model_before_create'];
      const after = ['on_model_after_create', 'on_auth_after_register'];
      expect(namesOf(await heardDuring(home.app, register))).toEqual([...before, ...after]);
      expect(namesOf(await heardDuring(home.app, register))).toEqual(before);
    } finally {
      await home.stop();
    }
  });
});

describe('a log-out', () => {
  const event = (member: Member) => [
    ['on_auth_before_logout', eventOf(member)],
    ['on_auth_after_logout', eventOf(member)],
  ];

  test.each([
    ['by its access token', () => ({})],
    ['by both of its tokens', ({ refreshToken }: Member) => ({ refresh_token: refreshToken })],
    ['everywhere', () => ({ all: true })],
  ])('%s calls its hooks once each', async (_how, bodyOf) => {
    const member = await login(world.http, world.twin.slug, world.twin.email);
    const told = await heard(() => post('logout', bodyOf(member), member.token));
    expect(told).toEqual(event(member));
    // Who is out already leaves nothing.
    expect(await heard(() => post('logout', bodyOf(member), member.token))).toEqual([]);
  });

  test('is refused by a hook, and the session goes on', async () => {
    const member = await login(world.http, world.twin.slug, world.twin.email);
    const refused = await refusing(world.server.app, 'on_auth_before_logout', () => post('logout', {}, member.token));
    expect(refused).toMatchObject(REFUSED);
    expect((await me(member.token)).status).toBe(200);
  });
});

describe('a password reset', () => {
  const password = ({ userId, accountId }: Member, data: object = { password_changed: true }) => {
    return { model: 'users', id: userId, accountId, data };
  };
  const around = (member: Member, change: object) => [
    ['on_auth_before_password_reset', eventOf(member)],
    ['on_model_before_update', change],
    ['on_model_after_update', change],
    ['on_auth_after_password_reset', eventOf(member)],
  ];

  test('through a mail calls its hooks when the new password is set, and never tells it', async () => {
    const member = await world.register('forgetful');
    let secret = '';
    const asked = await heard(async () => {
      await post('forgot-password', { account: member.slug, email: member.email });
      secret = (await mailTo(world.server, member.email, 'password_reset')).token;
    });
    expect(asked).toEqual([]);

    const reset = () => post('reset-password', { token: secret, new_password: NEW_PASSWORD });
    expect(await refusing(world.server.app, 'on_auth_before_password_reset', reset)).toMatchObject(REFUSED);
    expect((await signIn(member)).status).toBe(200);

    const told = await heard(async () => expect((await reset()).status).toBe(200));
    expect(told).toEqual(around(member, password(member, { password_changed: true, email_verified: true })));
    expect(JSON.stringify(told)).not.toContain(NEW_PASSWORD);
    expect((await signIn(member, NEW_PASSWORD)).status).toBe(200);
  });

  test('by an admin calls the same hooks', async () => {
    const member = await world.register('reset-by-admin');
    const path = `${API}/users/${member.userId}/password`;
    const set = () => world.http.put(path, { new_password: NEW_PASSWORD }, { token: world.superadmin.token });
    const told = await heard(async () => expect((await set()).status).toBeLessThan(300));
    expect(told).toEqual(around(member, password(member)));
  });

  test('does not count as one where the old password is known: the user is changed, and that is all', async () => {
    const member = await world.register('careful');
    const body = { current_password: PASSWORD, new_password: NEW_PASSWORD };
    const told = await heard(async () => expect((await post('change-password', body, member.token)).status).toBe(200));
    expect(told).toEqual([
      ['on_model_before_update', password(member)],
      ['on_model_after_update', password(member)],
    ]);
  });
});

test('somebody who accepts an invitation logs in', async () => {
  const { acme, http, server } = world;
  const email = 'guest@elsewhere.example';
  const invitation = { email, role: 'user' };
  const { token, id } = (await http.post(`${API}/invitations`, invitation, { token: acme.token })).body;
  const accept = () => http.post(`${API}/invitations/${token}/accept`, { password: PASSWORD });
  expect(await refusing(server.app, 'on_auth_before_login', accept)).toMatchObject(REFUSED);

  let userId = '';
  const told = await heard(async () => {
    userId = (await accept()).body.user.id;
  });
  const { accountId } = acme;
  const accepted = { model: 'invitations', id, accountId, data: { status: 'accepted' } };
  const user = { model: 'users', id: userId, accountId, data: { email, role: 'user', groups: [] } };
  expect(told).toEqual([
    ['on_auth_before_login', { email, userId: null, accountId, data: null }],
    ['on_model_before_update', accepted],
    ['on_model_before_create', user],
    ['on_model_after_update', accepted],
    ['on_model_after_create', user],
    ['on_auth_after_login', { email, userId, accountId }],
  ]);
});

test('a refreshed session is no log-in, and a session ended in the list of them no log-out', async () => {
  const member = await login(world.http, world.twin.slug, world.twin.email);
  const other = await login(world.http, world.twin.slug, world.twin.email);
  const told = await heard(async () => {
    expect((await post('refresh', { refresh_token: other.refreshToken })).status).toBe(200);
    expect((await world.http.delete(`${AUTH}/sessions`, { token: member.token })).status).toBeLessThan(300);
  });
  expect(told).toEqual([]);
});
