/** Who may register, and registration where everybody shares one account. */
import { Units } from '#application/kernel/units';
import { PasswordHasher } from '#application/ports/password-hasher';
import { Users } from '#application/ports/users';
import { UserEntity } from '#server/infrastructure/database/entities/user.entity';
import { DataSource } from 'typeorm';
import { hashTogether } from '../support/held-hashes';
import { Http } from '../support/http';
import { mailTo, noMailTo } from '../support/mailbox';
import { ReadPool } from '#server/infrastructure/database/reads/read-pool';
import { API, PASSWORD } from '../support/member';
import { startServer, type TestServer } from '../support/server';

const AUTH = `${API}/auth`;
const SINGLE_TENANT = {
  SNACKBASE_SINGLE_TENANT_MODE: 'true',
  SNACKBASE_SINGLE_TENANT_ACCOUNT: 'our-club',
  SNACKBASE_SINGLE_TENANT_ACCOUNT_NAME: 'Our Club',
};

let server: TestServer;
let http: Http;
async function start(environment: Record<string, string>): Promise<void> {
  server = await startServer(environment);
  http = new Http(server.url);
}
afterEach(() => server?.stop());

const post = (path: string, body: object) => http.post(`${AUTH}/${path}`, body);
const register = (body: object) => post('register', { password: PASSWORD, ...body });

describe('registration', () => {
  test('T-5: a slug that is taken is refused before the password is hashed', async () => {
    await start({});
    expect((await register({ email: 'a@one.example', account_name: 'One' })).status).toBe(201);
    const hash = jest.spyOn(server.app.get(PasswordHasher, { strict: false }), 'hash');
    const taken = await register({ email: 'b@two.example', account_name: 'Two', account_slug: 'one' });
    expect([taken.status, taken.body.field]).toEqual([409, 'account_slug']);
    expect(hash).not.toHaveBeenCalled();
    expect((await register({ email: 'b@two.example', account_name: 'Two' })).status).toBe(201);
    expect(hash).toHaveBeenCalledTimes(1);
  });

  test('T-5: is closed where the operator closed it', async () => {
    await start({ SNACKBASE_REGISTRATION_ENABLED: 'false' });
    const answer = await register({ email: 'new@new.example', account_name: 'New' });
    expect(answer.status).toBe(403);
    expect(answer.body.error).toBe('AUTH_REGISTRATION_CLOSED');
    expect(answer.text).not.toMatch(/superadmin|restricted/);
    await noMailTo(server, 'new@new.example');
    expect((await post('login', { account: 'system', email: server.superadminEmail, password: PASSWORD })).status).toBe(
      200,
    );
  });

  test('takes the addresses of the domains that it is open to', async () => {
    await start({ SNACKBASE_REGISTRATION_EMAIL_DOMAINS: 'School.example,uni.example' });
    for (const email of ['a@school.example.evil.example', 'a@evil.example', 'a@sub.school.example', 'a@xuni.example']) {
      const answer = await register({ email, account_name: 'Class' });
      expect(answer.status).toBe(422);
      expect(answer.body).toMatchObject({ field: 'email', details: [{ code: 'email_domain_not_allowed' }] });
    }
    expect((await register({ email: 'Ann@SCHOOL.example', account_name: 'Class' })).status).toBe(201);

    // A change of address is no way round.
    const { token } = await mailTo(server, 'Ann@SCHOOL.example', 'email_verification');
    await post('verify-email', { token });
    const { body } = await post('login', { account: 'class', email: 'ann@school.example', password: PASSWORD });
    const change = { new_email: 'a@evil.example', password: PASSWORD };
    expect((await http.post(`${AUTH}/change-email`, change, { token: body.token })).status).toBe(422);
  });
});

describe('registration in single-tenant mode', () => {
  test('joins the one account as a user, and nobody names it afterwards', async () => {
    await start(SINGLE_TENANT);
    const email = 'ann@club.example';
    const extra = { passwordConfirm: PASSWORD, name: 'Ann', account_name: 'Mine', account_slug: 'mine', role: 'admin' };
    const { status, body } = await register({ email, ...extra });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      message: expect.any(String),
      user: { id: expect.any(String), email, role: 'user', is_active: true },
      account: { slug: 'our-club', name: 'Our Club' },
    });

    const { token } = await mailTo(server, email, 'email_verification');
    expect((await post('verify-email', { token })).body.user).toEqual({
      id: body.user.id,
      email,
      email_verified: true,
    });
    const session = await post('login', { email, password: PASSWORD });
    expect(session.body).toMatchObject({ user: { id: body.user.id, role: 'user' }, account: { slug: 'our-club' } });

    expect((await post('forgot-password', { email })).status).toBe(200);
    const reset = await mailTo(server, email, 'password_reset');
    expect((await post('reset-password', { token: reset.token, new_password: 'Better-Horse-88' })).status).toBe(200);
    expect((await post('login', { email, password: 'Better-Horse-88' })).status).toBe(200);
    // Operators still name theirs.
    const operator = { account: 'system', email: server.superadminEmail, password: PASSWORD };
    expect((await post('login', operator)).status).toBe(200);
  });

  test('B9, U-5: answers alike for an address that is taken, in whatever case, and tells its owner', async () => {
    await start(SINGLE_TENANT);
    const email = 'ann@club.example';
    const first = await register({ email });
    const { token } = await mailTo(server, email, 'email_verification');
    await post('verify-email', { token });

    const again = await register({ email: 'Ann@Club.example', password: 'Better-Horse-88' });
    expect(again.status).toBe(first.status);
    expect(Object.keys(again.body.user)).toEqual(Object.keys(first.body.user));
    expect(again.body).toMatchObject({ message: first.body.message, account: first.body.account });
    expect(again.body.user.id).not.toBe(first.body.user.id);
    const told = await mailTo(server, email, 'already_registered');
    await register({ email });
    await noMailTo(server, email, undefined, told);

    expect((await post('login', { email, password: 'Better-Horse-88' })).status).toBe(401);
    expect((await post('login', { email, password: PASSWORD })).status).toBe(200);
    const reads = server.app.get(DataSource, { strict: false });
    expect(await reads.manager.countBy(UserEntity, { emailKey: email })).toBe(1);
  });

  test('B9: does the same work for an address that is taken', async () => {
    await start({ ...SINGLE_TENANT, SNACKBASE_JOB_WORKER_ENABLED: 'false' });
    await register({ email: 'taken@club.example' });
    const get = server.app.get.bind(server.app);
    const spies = [
      jest.spyOn(get(Units, { strict: false }), 'run'),
      jest.spyOn(get(PasswordHasher, { strict: false }), 'hash'),
      jest.spyOn(get(Users, { strict: false }), 'insertIfFree'),
      jest.spyOn(get(Users, { strict: false }), 'find'),
      jest.spyOn(get(Users, { strict: false }), 'findByAddress'),
      jest.spyOn(get(ReadPool, { strict: false }), 'all'),
    ];
    const seen = [];
    for (const email of ['free@club.example', 'taken@club.example']) {
      for (const spy of spies) spy.mockClear();
      expect((await register({ email })).status).toBe(201);
      seen.push(spies.map((spy) => spy.mock.calls.length));
    }
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[0]!.slice(0, 5)).toEqual([1, 1, 1, 0, 0]);
  });

  test('is refused with what is wrong, whatever the account is called', async () => {
    await start(SINGLE_TENANT);
    for (const [body, field] of [
      [{ email: 'x' }, 'email'],
      [{ email: 'a@club.example', password: 'weak' }, 'password'],
      [{ email: { $gt: '' } }, 'email'],
      [{ email: 'a@club.example', password: { $ne: '' } }, 'password'],
    ] as const) {
      const answer = await register(body);
      expect(answer.status).toBe(422);
      expect(answer.body.errors).toHaveProperty(field);
    }
    expect((await register({ email: 'a@club.example', account_slug: 'AB1234', account_name: '' })).status).toBe(201);
  });

  test('twenty at once with one address: one user, and everybody reads the same', async () => {
    await start(SINGLE_TENANT);
    const email = 'race@club.example';
    const answers = await hashTogether(
      server,
      Array.from({ length: 20 }, () => () => register({ email })),
    );
    expect(answers.every(({ status }) => status === 201)).toBe(true);
    expect(new Set(answers.map(({ body }) => body.user.id)).size).toBe(20);
    const reads = server.app.get(DataSource, { strict: false });
    const users = await reads.manager.findBy(UserEntity, { emailKey: email });
    expect(users).toHaveLength(1);
    const { token } = await mailTo(server, email, 'email_verification');
    expect((await post('verify-email', { token })).body.user.id).toBe(users[0]!.id);
  });
});
