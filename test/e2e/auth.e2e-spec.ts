import { systemContext } from '#domain/kernel/request-context';
/** Registration, login, sessions and what ends them, over HTTP. */
import { Units } from '#application/kernel/units';
import { SessionEntity } from '#server/infrastructure/database/entities/session.entity';
import { DataSource } from 'typeorm';
import { managerOf } from '#server/infrastructure/database/lanes/transaction';
import { hashTogether } from '../support/held-hashes';
import { API, login, PASSWORD, type Member } from '../support/member';
import { createWorld, type World } from '../support/world';
import { TEST_ACT } from '../support/unit';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world?.close());

const me = (token: string) => world.http.get(`${API}/auth/me`, { token });
const refresh = (token: string) => world.http.post(`${API}/auth/refresh`, { refresh_token: token });
const signIn = (body: object) => world.http.post(`${API}/auth/login`, body);
const register = (body: object) => world.http.post(`${API}/auth/register`, { password: PASSWORD, ...body });

/** What a 401 must never say: clients would take it for something else. */
function expectPlain401(answer: { status: number; text: string; headers: Headers }): void {
  expect(answer.status).toBe(401);
  expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  expect(answer.text).not.toMatch(/email|verify/);
}

describe('registration', () => {
  test('answers with user and account, without a session', async () => {
    const { status, body } = await register({
      email: ' Eve@Mixed-Case.example ',
      account_name: 'Mixed_Case Ltd',
      passwordConfirm: PASSWORD,
      name: 'Eve',
      role: 'superadmin',
      account_id: '00000000-0000-0000-0000-000000000000',
    });
    expect(status).toBe(201);
    expect(body).toEqual({
      message: 'Registration successful. Please check your email to verify your account.',
      user: {
        id: expect.any(String),
        email: 'Eve@Mixed-Case.example',
        role: 'admin',
        account_id: body.account.id,
        groups: ['pii_access'],
        is_active: true,
        email_verified: false,
        created_at: expect.stringMatching(/Z$/),
        last_login: null,
        token_type: 'jwt',
      },
      account: {
        id: expect.any(String),
        account_code: expect.stringMatching(/^[A-Z]{2}\d{4}$/),
        slug: 'mixed-case-ltd',
        name: 'Mixed_Case Ltd',
        created_at: expect.stringMatching(/Z$/),
      },
    });
  });

  test.each([
    ['a slug in use', { account_slug: 'acme' }, 409, 'account_slug'],
    ['a name whose slug is in use', { account_name: 'ACME' }, 409, 'account_slug'],
    ['the slug of the system', { account_slug: 'system' }, 422, 'account_slug'],
    ['a slug like a code', { account_slug: 'AB1234' }, 422, 'account_slug'],
    ['no account name', { account_name: undefined }, 422, 'account_name'],
    ['a weak password', { password: 'short' }, 422, 'password'],
    ['a password that bcrypt would cut', { password: `${PASSWORD}${'x'.repeat(72)}` }, 422, 'password'],
    ['an operator object as password', { password: { $ne: null } }, 422, 'password'],
    ['no address', { email: 'nobody' }, 422, 'email'],
    ['a second header line in the address', { email: 'a@b.example\nBcc: c@d.example' }, 422, 'email'],
    ['a list as address', { email: ['a@b.example'] }, 422, 'email'],
  ])('is refused with %s', async (_what, fields, status, field) => {
    const answer = await register({ email: 'new@new.example', account_name: 'Fresh Name', ...fields });
    expect({ status: answer.status, text: answer.text }).toEqual({ status, text: expect.stringContaining(field) });
    expect(typeof answer.body.detail).toBe('string');
    expect(answer.text).not.toContain(PASSWORD);
  });

  test('twenty at once for one slug: one account', async () => {
    const tries = Array.from(
      { length: 20 },
      (_, index) => () => register({ email: `r${index}@race.example`, account_name: 'Race', account_slug: 'race' }),
    );
    const statuses = (await hashTogether(world.server, tries)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(19);
  });
});

describe('login', () => {
  test.each([
    ['slug', () => world.acme.slug],
    ['slug in capitals', () => world.acme.slug.toUpperCase()],
    ['code', () => world.acme.accountCode],
    ['code in lower case', () => world.acme.accountCode.toLowerCase()],
    ['id', () => world.acme.accountId],
  ])('finds the account by %s', async (_what, account) => {
    const { status, body, headers } = await signIn({
      account: account(),
      email: world.acme.email.toUpperCase(),
      password: PASSWORD,
    });
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toMatchObject({
      token: expect.stringMatching(/^ey/),
      refresh_token: expect.any(String),
      expires_in: 3600,
      user: {
        id: world.acme.userId,
        email: world.acme.email,
        role: 'admin',
        account_id: world.acme.accountId,
        groups: ['pii_access'],
        is_active: true,
        email_verified: true,
        last_login: expect.stringMatching(/Z$/),
      },
      account: { id: world.acme.accountId, slug: 'acme', account_code: world.acme.accountCode },
    });
    expect(JSON.stringify(body)).not.toMatch(/hash|\$2b/);
  });

  test('says the same whatever is wrong', async () => {
    const good = { account: 'acme', email: world.acme.email, password: PASSWORD };
    const answers = await Promise.all([
      signIn({ ...good, account: 'nowhere' }),
      signIn({ ...good, email: 'nobody@acme.example' }),
      signIn({ ...good, email: 'no address' }),
      signIn({ ...good, email: world.twin.email }),
      signIn({ ...good, account: 'acme-twin' }),
      signIn({ ...good, password: 'Wrong-Horse-77' }),
      signIn({ ...good, password: `${PASSWORD}${'x'.repeat(100)}` }),
    ]);
    for (const answer of answers) {
      expectPlain401(answer);
      const { request_id: _, ...body } = answer.body;
      expect(body).toEqual({
        error: 'AUTH_INVALID_CREDENTIALS',
        message: 'Invalid credentials',
        detail: 'Invalid credentials',
      });
    }
  });

  test('tells only somebody who knows the password that the address is unverified', async () => {
    await register({ email: 'late@late.example', account_name: 'Late', account_slug: 'late' });
    const good = { account: 'late', email: 'late@late.example', password: PASSWORD };
    expect((await signIn(good)).body.detail).toBe('Email not verified. Please check your email inbox.');
    expectPlain401(await signIn({ ...good, password: 'Wrong-Horse-77' }));
  });

  test.each([
    ['no account', { account: undefined }, 'account'],
    ['an empty account', { account: '  ' }, 'account'],
    ['an operator object as account', { account: { $gt: '' } }, 'account'],
    ['no password', { password: undefined }, 'password'],
    ['an operator object as password', { password: { $gt: '' } }, 'password'],
    ['an operator object as address', { email: { $gt: '' } }, 'email'],
  ])('is refused with %s', async (_what, fields, field) => {
    const answer = await signIn({ account: 'acme', email: world.acme.email, password: PASSWORD, ...fields });
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toHaveProperty(field);
    expect(answer.text).not.toContain(PASSWORD);
  });

  test('does not look at a stale bearer or key', async () => {
    const headers = { authorization: 'Bearer ey.stale.token', 'x-api-key': 'sb_ak.stale.key' };
    const credentials = { account: 'acme', email: world.acme.email, password: PASSWORD };
    expect((await world.http.post(`${API}/auth/login`, credentials, { headers })).status).toBe(200);
  });
});

describe('a session', () => {
  let member: Member;
  beforeEach(async () => {
    member = await login(world.http, 'acme', world.acme.email);
  });

  test('shows who one is, flat and nested', async () => {
    const { status, body } = await me(member.token);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: member.userId,
      user_id: member.userId,
      account_id: member.accountId,
      email: member.email,
      role: 'admin',
      user: { id: member.userId, account_id: member.accountId },
      account: { id: member.accountId, slug: 'acme' },
    });
  });

  test.each([
    ['no credential', {}],
    ['another scheme', { authorization: 'Basic abc' }],
    ['an empty bearer', { authorization: 'Bearer' }],
    ['rubbish', { authorization: 'Bearer x' }],
    ['a broken JWT', { authorization: 'Bearer ey.ey.ey' }],
    ['a broken key', { 'x-api-key': 'sb_ak.x.y' }],
    ['an unknown kind of token', { authorization: 'Bearer sb_pt.x.y' }],
  ])('is needed: %s is refused', async (_what, headers) => {
    expectPlain401(await world.http.get(`${API}/auth/me`, { headers }));
  });

  test('is prolonged by a refresh, whose old token then ends it for everybody', async () => {
    const first = await refresh(member.refreshToken);
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({ expires_in: 3600, user: { id: member.userId }, account: { slug: 'acme' } });
    expect((await me(first.body.token)).status).toBe(200);

    expectPlain401(await refresh(member.refreshToken));
    expectPlain401(await refresh(first.body.refresh_token));
    expectPlain401(await me(first.body.token));
    expectPlain401(await me(member.token));
  });

  test('refreshed fifty times at once has one winner at most, and ends', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => refresh(member.refreshToken)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(49);
    expectPlain401(await me(member.token));
  });

  test.each(['', 'x', 'x.y', `${'0'.repeat(36)}.${'A'.repeat(43)}`])('is not prolonged by %j', async (token) => {
    expect([401, 422]).toContain((await refresh(token)).status);
  });

  test('is not prolonged by somebody else’s secret', async () => {
    const other = await login(world.http, 'acme', world.acme.email);
    const mixed = member.refreshToken.slice(0, 37) + other.refreshToken.slice(37);
    expectPlain401(await refresh(mixed));
    expect((await refresh(member.refreshToken)).status).toBe(200);
  });

  test('ends at logout, for its access and refresh tokens', async () => {
    const other = await login(world.http, 'acme', world.acme.email);
    expect((await world.http.post(`${API}/auth/logout`, {}, { token: member.token })).status).toBe(200);
    expectPlain401(await me(member.token));
    expectPlain401(await refresh(member.refreshToken));
    expect((await me(other.token)).status).toBe(200);
  });

  test('ends at logout by refresh token', async () => {
    const body = { refresh_token: member.refreshToken };
    expect((await world.http.post(`${API}/auth/logout`, body)).status).toBe(200);
    expectPlain401(await me(member.token));
  });

  test('logout is always fine', async () => {
    for (const token of [undefined, 'x', member.token, member.token]) {
      expect((await world.http.post(`${API}/auth/logout`, {}, token ? { token } : {})).status).toBe(200);
    }
    expect((await world.http.call('POST', `${API}/auth/logout`, { token: member.token })).status).toBe(200);
  });
});

describe('forgotten password', () => {
  test('answers the same for everybody', async () => {
    for (const body of [
      { account: 'acme', email: world.acme.email },
      { account: 'acme', email: 'nobody@acme.example' },
      { account: 'nowhere', email: 'x' },
    ]) {
      const { status, body: answer } = await world.http.post(`${API}/auth/forgot-password`, body);
      expect({ status, answer }).toEqual({
        status: 200,
        answer: { message: 'If an account with that email exists, a password reset link has been sent.' },
      });
    }
  });

  test('needs to know the account', async () => {
    expect((await world.http.post(`${API}/auth/forgot-password`, { email: world.acme.email })).status).toBe(422);
  });
});

describe('users, for those who administer them', () => {
  const remove = (id: string, token?: string) => world.http.delete(`${API}/users/${id}`, token ? { token } : {});
  const verify = (id: string, token?: string) =>
    world.http.post(`${API}/users/${id}/verify`, undefined, token ? { token } : {});

  test('of another account are not there, and need a login', async () => {
    for (const act of [remove, verify]) {
      expectPlain401(await act(world.acme.userId));
      expect((await act(world.twin.userId, world.acme.token)).status).toBe(404);
    }
    expect((await me(world.twin.token)).status).toBe(200);
  });

  test.each(['000000000000000000000000', '0192aaaa-bbbb-7ccc-8ddd-eeeeffff0000', "x'--", 'é'])(
    'the id %j is not found',
    async (id) => {
      const { token } = world.superadmin;
      expect((await remove(encodeURIComponent(id), token)).status).toBe(404);
      expect((await verify(encodeURIComponent(id), token)).status).toBe(404);
    },
  );

  test('verifying twice is recognised', async () => {
    const { body } = await register({ email: 'v@v.example', account_name: 'Verified', account_slug: 'verified' });
    const messages = [];
    for (let index = 0; index < 2; index += 1) {
      messages.push((await verify(body.user.id, world.superadmin.token)).body.message);
    }
    expect(messages).toEqual(['User email verified successfully', 'User email is already verified']);
  });

  test('a deactivated user is out at once: tokens, refresh and login', async () => {
    const member = await world.register('leaving');
    expect((await me(member.token)).status).toBe(200);
    const answer = await remove(member.userId, world.superadmin.token);
    expect({ status: answer.status, text: answer.text }).toEqual({ status: 204, text: '' });
    expectPlain401(await me(member.token));
    expectPlain401(await refresh(member.refreshToken));
    expectPlain401(await signIn({ account: 'leaving', email: member.email, password: PASSWORD }));
    expect((await me(world.acme.token)).status).toBe(200);
  });

  test('nobody deactivates oneself', async () => {
    const { userId, token } = world.superadmin;
    expect((await remove(userId, token)).status).toBe(403);
    expect((await me(token)).status).toBe(200);
  });
});

describe('old sessions', () => {
  const DAY_MS = 86_400_000;
  const LONG_AGO = '2001-01-01T00:00:00.000Z';
  const sessionOf = ({ token }: Member): string =>
    (JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as { sid: string }).sid;
  const stored = (id: string) =>
    world.server.app.get(DataSource, { strict: false }).manager.findOneBy(SessionEntity, { id });
  const age = (member: Member, fields: Partial<SessionEntity>) =>
    world.server.app
      .get(Units, { strict: false })
      .run(systemContext('test', member.accountId), TEST_ACT, (tx) =>
        managerOf(tx).update(SessionEntity, { id: sessionOf(member) }, fields),
      );

  test('end with their newest refresh token, and are forgotten at the next login', async () => {
    const member = await login(world.http, 'acme', world.acme.email);
    await age(member, { expiresAt: LONG_AGO });
    expectPlain401(await refresh(member.refreshToken));
    expectPlain401(await me(member.token));
    expect(await stored(sessionOf(member))).not.toBeNull();
    await login(world.http, 'acme', world.acme.email);
    expect(await stored(sessionOf(member))).toBeNull();
  });

  test('are prolonged by each refresh, but not beyond ninety days', async () => {
    const member = await login(world.http, 'acme', world.acme.email);
    const end = async (): Promise<number> => Date.parse((await stored(sessionOf(member)))!.expiresAt);
    const inDays = (days: number): number => Date.now() + days * DAY_MS;
    expect(Math.abs((await end()) - inDays(7))).toBeLessThan(DAY_MS);

    await age(member, { createdAt: new Date(inDays(-88)).toISOString() });
    expect((await refresh(member.refreshToken)).status).toBe(200);
    expect(Math.abs((await end()) - inDays(2))).toBeLessThan(DAY_MS);
  });
});
