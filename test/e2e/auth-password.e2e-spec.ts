/** Forgotten and changed passwords: who may set one, what it ends, and what none of it tells. */
import { newSecret } from '#domain/auth/opaque-token';
import { UserEntity } from '#server/infrastructure/database/entities/user.entity';
import { addApiKey, addUser, changeDatabase } from '../support/insiders';
import { hashTogether } from '../support/held-hashes';
import { mailTo, noMailTo, type ReceivedMail } from '../support/mailbox';
import { expireSecrets, fiftyAtOnce, forgetSending } from '../support/mailed-secrets';
import { API, login, type Member, PASSWORD } from '../support/member';
import { runScenarios } from '../support/scenario';
import { createWorld, type World } from '../support/world';

const NEW_PASSWORD = 'Better-Horse-88';
const AUTH = `${API}/auth`;

let world: World;
beforeAll(async () => {
  world = await createWorld({ SNACKBASE_LOGIN_LOCKOUT_THRESHOLD: '5' });
});
afterAll(() => world?.close());

const post = (path: string, body: object, token?: string) => world.http.post(`${AUTH}/${path}`, body, { token });
const me = (token: string) => world.http.get(`${AUTH}/me`, { token });
const refresh = (refresh_token: string) => post('refresh', { refresh_token });
const look = (token: string) => world.http.get(`${AUTH}/verify-reset-token/${token}`);
const signIn = (account: string, email: string, password: string) => post('login', { account, email, password });
const reset = (token: unknown, new_password: unknown = NEW_PASSWORD) => post('reset-password', { token, new_password });
const resetMail = (email: string, after?: ReceivedMail) => mailTo(world.server, email, 'password_reset', after);

async function forget({ email, slug }: Pick<Member, 'email' | 'slug'>, after?: ReceivedMail): Promise<ReceivedMail> {
  await forgetSending(world);
  expect((await post('forgot-password', { email, account: slug })).status).toBe(200);
  return resetMail(email, after);
}

describe('a forgotten password', () => {
  test('D6: is replaced by the mail’s secret, which ends every session and every other secret', async () => {
    const member = await world.register('forgot');
    const second = await login(world.http, 'forgot', member.email);
    const key = await addApiKey(world, member);
    const { token, text } = await forget(member);
    expect(text).toContain('/reset-password?token=');

    const looked = await look(token);
    expect(looked.body).toEqual({ valid: true, expires_at: expect.stringMatching(/Z$/) });
    expect(looked.headers.get('cache-control')).toBe('no-store');
    expect(await reset(token)).toMatchObject({ status: 200, body: { message: expect.any(String) } });

    for (const session of [member, second]) {
      expect((await me(session.token)).status).toBe(401);
      expect((await refresh(session.refreshToken)).status).toBe(401);
    }
    expect((await signIn('forgot', member.email, PASSWORD)).status).toBe(401);
    await login(world.http, 'forgot', member.email, NEW_PASSWORD);
    // A credential of its own, which its owner lists and revokes.
    expect((await me(key)).status).toBe(200);
    expect((await look(token)).body).toEqual({ valid: false, expires_at: null });
    expect((await mailTo(world.server, member.email, 'password_changed')).text).toContain(member.email);
  });

  test('D5: fifty uses of one secret at once: one password', async () => {
    const member = await world.register('reset-race');
    const { token } = await forget(member);
    const tries = Array.from({ length: 50 }, (_, index) => `Better-Horse-${index}`);
    const answers = await hashTogether(
      world.server,
      tries.map((password) => () => reset(token, password)),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    // 429: more passwords were to be hashed than may wait.
    expect(statuses.filter((status) => status !== 200).every((status) => [400, 429].includes(status))).toBe(true);
    const winner = tries[statuses.indexOf(200)]!;
    await login(world.http, 'reset-race', member.email, winner);
  });

  test('proves the address of a user who was never verified', async () => {
    const body = { email: 'new@unproven.example', password: PASSWORD, account_name: 'unproven' };
    await post('register', body);
    const verification = await mailTo(world.server, body.email, 'email_verification');
    const { token } = await forget({ email: body.email, slug: 'unproven' });
    expect((await reset(token)).status).toBe(200);
    await login(world.http, 'unproven', body.email, NEW_PASSWORD);
    expect((await post('verify-email', { token: verification.token })).status).toBe(400);
  });

  test('A-7: lets a user who was locked in again', async () => {
    const member = await world.register('locked');
    for (let index = 0; index < 6; index += 1) await signIn('locked', member.email, 'Wrong-Horse-77');
    expect((await signIn('locked', member.email, PASSWORD)).status).toBe(401);
    const { token } = await forget(member);
    await reset(token);
    await login(world.http, 'locked', member.email, NEW_PASSWORD);
  });

  test('U-2: is not reset by a mail to an address that the user had before', async () => {
    const member = await world.register('former');
    const { token } = await forget(member);
    const other = 'now@former.example';
    await changeDatabase(world, (manager) =>
      manager.update(UserEntity, { id: member.userId }, { email: other, emailKey: other }),
    );
    expect((await look(token)).body.valid).toBe(false);
    expect((await reset(token)).status).toBe(400);
    await login(world.http, 'former', other);
  });

  test('of a deactivated user stays as it is', async () => {
    const member = await world.register('switched-off');
    const before = await forget(member);
    await changeDatabase(world, (manager) => manager.update(UserEntity, { id: member.userId }, { isActive: false }));
    expect((await look(before.token)).body.valid).toBe(false);
    expect((await reset(before.token)).status).toBe(400);
    await forgetSending(world);
    expect((await post('forgot-password', { email: member.email, account: member.slug })).status).toBe(200);
    await noMailTo(world.server, member.email, 'password_reset', before);
  });

  test('of an operator is replaced like any other', async () => {
    const operator = await addUser(world, world.superadmin, 'second@snackbase.example');
    const { token } = await forget(operator);
    expect((await reset(token)).status).toBe(200);
    await login(world.http, 'system', operator.email, NEW_PASSWORD);
    expect((await me(operator.token)).status).toBe(401);
    expect((await me(world.superadmin.token)).status).toBe(200);
  });

  test('A-11: is also replaced where what is stored is no hash', async () => {
    const member = await world.register('garbled');
    await changeDatabase(world, (manager) =>
      manager.update(UserEntity, { id: member.userId }, { passwordHash: 'rubbish' }),
    );
    expect((await signIn('garbled', member.email, PASSWORD)).status).toBe(401);
    const body = { current_password: PASSWORD, new_password: NEW_PASSWORD };
    expect((await post('change-password', body, member.token)).status).toBe(422);
    const { token } = await forget(member);
    expect((await reset(token)).status).toBe(200);
    await login(world.http, 'garbled', member.email, NEW_PASSWORD);
  });

  test('is not there for users who sign in at a trusted issuer', async () => {
    const issuers = { authProvider: 'platform', externalId: 'subject' };
    await expect(addUser(world, world.acme, 'platform@acme.example', issuers)).rejects.toThrow('Invalid credentials');
    await post('forgot-password', { email: 'platform@acme.example', account: 'acme' });
    await noMailTo(world.server, 'platform@acme.example');
  });

  test('A-9: makes one mail a minute', async () => {
    const member = await world.register('patient');
    const first = await forget(member);
    for (let index = 0; index < 5; index += 1)
      await post('forgot-password', { email: member.email, account: 'patient' });
    await noMailTo(world.server, member.email, undefined, first);
    expect((await reset(first.token)).status).toBe(200);
  });

  test('is that of one account: the same address in another keeps its own', async () => {
    const member = await addUser(world, world.acme, 'same@both.example');
    const twin = await addUser(world, world.twin, 'same@both.example');
    const { token } = await forget(member);
    expect((await reset(token)).status).toBe(200);
    expect((await signIn('acme', member.email, PASSWORD)).status).toBe(401);
    await login(world.http, 'acme-twin', twin.email, PASSWORD);
    expect((await me(twin.token)).status).toBe(200);
  });

  test('a later mail ends the earlier one, and an hour ends both', async () => {
    const member = await world.register('twice');
    const first = await forget(member);
    const second = await forget(member, first);
    expect((await reset(first.token)).status).toBe(400);
    expect((await look(second.token)).body.valid).toBe(true);
    await expireSecrets(world, member.userId);
    expect((await look(second.token)).body).toEqual({ valid: false, expires_at: null });
    expect((await reset(second.token)).status).toBe(400);
  });
});

describe('a new password', () => {
  test('A-12: must be as good as at registration, by either name, and is not repeated', async () => {
    const { token } = await forget(await world.register('weak'));
    for (const [body, code] of [
      [{ new_password: 'Short-1' }, 'password_too_short'],
      [{ new_password: 'no-capitals-at-all-1' }, 'password_no_uppercase'],
      [{ new_password: `${PASSWORD}${'x'.repeat(72)}` }, 'password_too_long'],
      [{}, 'required'],
    ] as const) {
      const answer = await post('reset-password', { token, ...body });
      expect(answer.status).toBe(422);
      expect(answer.body.details).toContainEqual(expect.objectContaining({ field: 'new_password', code }));
      for (const value of Object.values(body)) expect(answer.text).not.toContain(value);
    }
    expect((await post('reset-password', { token, newPassword: NEW_PASSWORD })).status).toBe(200);
  });

  test('D6: changed by its user keeps this session and ends the others', async () => {
    const member = await world.register('changing');
    const other = await login(world.http, 'changing', member.email);
    const pending = await forget(member);
    const key = await addApiKey(world, member);
    const body = { current_password: PASSWORD, new_password: NEW_PASSWORD };
    expect((await post('change-password', body, member.token)).status).toBe(200);

    expect((await me(member.token)).status).toBe(200);
    expect((await refresh(member.refreshToken)).status).toBe(200);
    expect((await me(other.token)).status).toBe(401);
    expect((await refresh(other.refreshToken)).status).toBe(401);
    expect((await reset(pending.token)).status).toBe(400);
    expect((await me(key)).status).toBe(200);
    expect((await signIn('changing', member.email, PASSWORD)).status).toBe(401);
    await login(world.http, 'changing', member.email, NEW_PASSWORD);
    await mailTo(world.server, member.email, 'password_changed');
  });

  test('changed twenty times at once is changed once', async () => {
    const member = await world.register('change-race');
    const tries = Array.from({ length: 20 }, (_, index) => `Better-Horse-${index}`);
    const answers = await hashTogether(
      world.server,
      tries.map(
        (new_password) => () => post('change-password', { current_password: PASSWORD, new_password }, member.token),
      ),
    );
    const won = answers.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    expect(answers.every(({ status }) => [200, 409, 422, 429].includes(status))).toBe(true);
    await login(world.http, 'change-race', member.email, tries[answers.indexOf(won[0]!)]);
  });

  test('is not set by somebody who does not know the old one, nor by trying', async () => {
    const member = await world.register('guessed');
    const body = { current_password: 'Wrong-Horse-77', new_password: NEW_PASSWORD };
    const wrong = await post('change-password', body, member.token);
    expect(wrong.status).toBe(422);
    expect(wrong.body).toMatchObject({ field: 'current_password', errors: { current_password: [expect.any(String)] } });
    expect(wrong.text).not.toMatch(/Wrong-Horse|Better-Horse/);
    const later = [];
    for (let index = 0; index < 6; index += 1) later.push((await post('change-password', body, member.token)).status);
    expect(later.at(-1)).toBe(429);
    const right = { current_password: PASSWORD, new_password: NEW_PASSWORD };
    expect((await post('change-password', right, member.token)).status).toBe(429);
    expect((await me(member.token)).status).toBe(200);
  });

  test('is not set with an API key, however strong', async () => {
    const body = { current_password: PASSWORD, new_password: NEW_PASSWORD };
    for (const owner of [world.acme, world.superadmin]) {
      const answer = await post('change-password', body, await addApiKey(world, owner));
      expect(answer.status).toBe(403);
      expect(answer.text).not.toMatch(/superadmin|restricted/);
    }
    await login(world.http, 'acme', world.acme.email);
  });
});

runScenarios(
  () => world,
  [
    { name: 'no credential', body: { current_password: PASSWORD, new_password: NEW_PASSWORD }, status: 401 },
    {
      name: 'no current password',
      as: ({ acme }: World) => acme,
      body: { new_password: NEW_PASSWORD },
      status: 422,
      contains: ['current_password'],
    },
    {
      name: 'C4: an operator object as current password',
      as: ({ acme }: World) => acme,
      body: { current_password: { $ne: '' }, new_password: NEW_PASSWORD },
      status: 422,
      contains: ['current_password'],
    },
    {
      name: 'a weak password',
      as: ({ acme }: World) => acme,
      body: { current_password: PASSWORD, new_password: 'weak' },
      status: 422,
      contains: ['"field":"new_password"'],
      excludes: [PASSWORD],
    },
  ].map((row) => ({ ...row, name: `change-password: ${row.name}`, method: 'POST', path: `${AUTH}/change-password` })),
);

runScenarios(
  () => world,
  [
    { name: 'an unknown secret', body: { token: newSecret(), new_password: NEW_PASSWORD }, status: 400 },
    { name: 'a text that is no secret', body: { token: 'é', new_password: NEW_PASSWORD }, status: 400 },
    { name: 'C4: an operator object as secret', body: { token: { $gt: '' }, new_password: NEW_PASSWORD }, status: 422 },
    { name: 'C4: a list as password', body: { token: newSecret(), new_password: [NEW_PASSWORD] }, status: 422 },
    { name: 'C4: a list as password, by its old name', body: { token: newSecret(), newPassword: ['x'] }, status: 422 },
    { name: 'no secret', body: { new_password: NEW_PASSWORD }, status: 422, excludes: [NEW_PASSWORD] },
  ].map((row) => ({ ...row, name: `reset-password: ${row.name}`, method: 'POST', path: `${AUTH}/reset-password` })),
);

runScenarios(
  () => world,
  [
    { name: 'no account', body: { email: 'a@b.example' }, status: 422, contains: ['account'] },
    { name: 'C4: an operator object as address', body: { email: { $gt: '' }, account: 'acme' }, status: 422 },
    { name: 'C4: an operator object as account', body: { email: 'a@b.example', account: { $gt: '' } }, status: 422 },
    { name: 'no address at all', body: { email: 'x', account: 'acme' }, status: 200 },
    { name: 'an unknown account', body: { email: 'a@b.example', account: 'nowhere' }, status: 200 },
    { name: 'an endless account', body: { email: 'a@b.example', account: 'x'.repeat(300) }, status: 422 },
  ].map((row) => ({ ...row, name: `forgot-password: ${row.name}`, method: 'POST', path: `${AUTH}/forgot-password` })),
);

test.each([
  ['a letter', 'x'],
  ['a letter of many bytes', 'é'],
  ['a quote', "x'--"],
  ['a path', '../..'],
  ['a zero byte', '\0'],
  ['an endless text', 'a'.repeat(5000)],
])('verify-reset-token answers for %s', async (_what, token) => {
  const { status, body } = await look(encodeURIComponent(token));
  expect({ status, body }).toEqual({ status: 200, body: { valid: false, expires_at: null } });
});

test('fifty looks at a secret do not use it', async () => {
  const { token } = await forget(await world.register('looked-at'));
  expect(await fiftyAtOnce(() => look(token))).toEqual({ 200: 50 });
  expect((await reset(token)).status).toBe(200);
});
