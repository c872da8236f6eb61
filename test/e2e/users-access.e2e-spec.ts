/** What an admin's change does to a user's way in: sessions, keys, secrets in mails, locks. And what nobody does to themselves. */
import { UserEntity } from '#server/infrastructure/database/entities/user.entity';
import { addApiKey, addUser, changeDatabase } from '../support/insiders';
import { mailTo, noMailTo } from '../support/mailbox';
import { API, login, type Member, PASSWORD } from '../support/member';
import { expectErrorBody } from '../support/scenario';
import { createWorld, type World } from '../support/world';

const USERS = `${API}/users`;
const NEW_PASSWORD = 'Better-Horse-88';

let world: World;
let count = 0;
beforeAll(async () => {
  // Few tries, so that a lock is reached at once.
  world = await createWorld({ SNACKBASE_LOGIN_LOCKOUT_THRESHOLD: '3' });
  await world.define('notes', [{ name: 'title', type: 'text' }], { list_rule: '@has_role("admin")' });
});
afterAll(() => world?.close());

const newUser = (more: object = {}): Promise<Member> => {
  count += 1;
  return addUser(world, world.acme, `user-${count}@acme.example`, more);
};
const patch = (id: string, body: object, as: Member = world.acme) =>
  world.http.patch(`${USERS}/${id}`, body, { token: as.token });
const setPassword = (id: string, body: object, as: Member = world.acme) =>
  world.http.put(`${USERS}/${id}/password`, body, { token: as.token });
const post = (id: string, action: string, as: Member = world.acme) =>
  world.http.post(`${USERS}/${id}/${action}`, undefined, { token: as.token });
const logIn = (email: string, password = PASSWORD) =>
  world.http.post(`${API}/auth/login`, { account: 'acme', email, password });

/** The answers that a user gets now, through every door that was opened before. */
async function answersTo({ token, refreshToken }: Member, key: string): Promise<number[]> {
  const keyHeader = { headers: { 'x-api-key': key } };
  const answers = [
    await world.http.get(`${API}/auth/me`, { token }),
    await world.http.get(`${API}/records/notes`, { token }),
    await world.http.get(`${API}/auth/me`, keyHeader),
    await world.http.get(`${API}/records/notes`, keyHeader),
    await world.http.get(USERS, keyHeader),
    await world.http.post(`${API}/auth/refresh`, { refresh_token: refreshToken }),
  ];
  return answers.map(({ status }) => status);
}

describe('A-1 deactivation', () => {
  test('ends sessions, refresh tokens and API keys with the next request; coming back needs a login', async () => {
    for (const off of [
      (id: string) => patch(id, { is_active: false }),
      (id: string) => world.http.delete(`${USERS}/${id}`, { token: world.acme.token }),
    ]) {
      const user = await newUser({ roleId: 1 });
      const key = await addApiKey(world, user);
      expect(await answersTo({ ...user, refreshToken: '' }, key)).toEqual([200, 200, 200, 200, 200, 422]);
      expect((await off(user.userId)).status).toBeLessThan(300);
      expect(await answersTo(user, key)).toEqual([401, 401, 401, 401, 401, 401]);
      expect((await logIn(user.email)).status).toBe(401);

      expect((await patch(user.userId, { is_active: true })).status).toBe(200);
      expect((await world.http.get(`${API}/auth/me`, { token: user.token })).status).toBe(401);
      expect((await logIn(user.email)).status).toBe(200);
    }
  });

  test('ends the secrets that are on their way', async () => {
    const user = await newUser();
    await setPassword(user.userId, { send_reset_link: true });
    const { token } = await mailTo(world.server, user.email, 'password_reset');
    await patch(user.userId, { is_active: false });
    await patch(user.userId, { is_active: true });
    const reset = await world.http.post(`${API}/auth/reset-password`, { token, new_password: NEW_PASSWORD });
    expect(reset.status).toBe(400);
  });
});

test('A-2 a demoted admin is no admin any more from the next request on, by session and by API key', async () => {
  const user = await newUser({ roleId: 1 });
  const key = await addApiKey(world, user);
  const headers = { 'x-api-key': key };
  expect((await patch(user.userId, { role: 'user' })).body).toMatchObject({ role: 'user', role_id: 2 });
  for (const call of [{ token: user.token }, { headers }]) {
    expect((await world.http.get(`${API}/auth/me`, call)).body.role).toBe('user');
    expect((await world.http.get(USERS, call)).status).toBe(403);
    expect((await world.http.get(`${API}/records/notes`, call)).body).toMatchObject({ items: [], total: 0 });
    expect((await world.http.post(USERS, { email: 'minion@acme.example' }, call)).status).toBe(403);
  }
  await patch(user.userId, { role_id: 1 });
  expect((await world.http.get(USERS, { token: user.token })).status).toBe(200);
});

describe('an address changed by an admin', () => {
  test('must be proven anew, and the old one is notified', async () => {
    const user = await newUser();
    await setPassword(user.userId, { send_reset_link: true });
    const { token: oldSecret } = await mailTo(world.server, user.email, 'password_reset');
    const email = 'Moved@acme.example';
    const changed = await patch(user.userId, { email });
    expect(changed.body).toMatchObject({ email, email_verified: false, email_verified_at: null });
    await mailTo(world.server, user.email, 'email_change_notice');
    expect((await logIn(user.email)).body.detail).toBe('Invalid credentials');
    expect((await logIn(email)).body.detail).toContain('verified');
    // Who reads the old mailbox gets in no more.
    const reset = { token: oldSecret, new_password: NEW_PASSWORD };
    expect((await world.http.post(`${API}/auth/reset-password`, reset)).status).toBe(400);
    expect((await world.http.get(`${API}/auth/me`, { token: user.token })).body.email).toBe(email);

    const { token } = await mailTo(world.server, email, 'email_verification');
    expect((await world.http.post(`${API}/auth/verify-email`, { token })).status).toBe(200);
    expect((await logIn(email)).status).toBe(200);
  });

  test('is left alone when it is the same', async () => {
    const user = await newUser();
    expect((await patch(user.userId, { email: user.email })).body).toMatchObject({ email_verified: true });
    await noMailTo(world.server, user.email, 'email_change_notice');
  });
});

describe('a password', () => {
  test('D6 set by an admin ends sessions and pending secrets, unlocks, and the user is told', async () => {
    const user = await newUser();
    await setPassword(user.userId, { send_reset_link: true });
    const { token } = await mailTo(world.server, user.email, 'password_reset');
    for (let tries = 0; tries < 4; tries += 1) await logIn(user.email, 'Wrong-Horse-999');

    const set = await setPassword(user.userId, { new_password: NEW_PASSWORD });
    expect(set).toMatchObject({ status: 200, body: { message: 'Password updated successfully' } });
    expect((await world.http.get(`${API}/auth/me`, { token: user.token })).status).toBe(401);
    const refreshed = await world.http.post(`${API}/auth/refresh`, { refresh_token: user.refreshToken });
    expect(refreshed.status).toBe(401);
    const reset = { token, new_password: 'Third-Horse-777' };
    expect((await world.http.post(`${API}/auth/reset-password`, reset)).status).toBe(400);
    expect((await logIn(user.email)).status).toBe(401);
    expect((await logIn(user.email, NEW_PASSWORD)).status).toBe(200);
    await mailTo(world.server, user.email, 'password_changed');
  });

  test('is also taken as older clients send it, by POST and as `password`', async () => {
    const user = await newUser();
    const body = { password: NEW_PASSWORD };
    const set = await world.http.post(`${USERS}/${user.userId}/password`, body, { token: world.acme.token });
    expect(set.status).toBe(200);
    expect((await logIn(user.email, NEW_PASSWORD)).status).toBe(200);
  });

  test('is set by its user through a link, of which a mailbox gets one at a time', async () => {
    const user = await newUser();
    const messages = [];
    for (let index = 0; index < 2; index += 1) {
      messages.push((await setPassword(user.userId, { send_reset_link: true })).body.message);
    }
    expect(messages).toEqual([
      `Password reset link sent to ${user.email}`,
      `Password reset link was sent to ${user.email} a moment ago`,
    ]);
    const first = await mailTo(world.server, user.email, 'password_reset');
    await noMailTo(world.server, user.email, 'password_reset', first);
    const reset = { token: first.token, new_password: NEW_PASSWORD };
    expect((await world.http.post(`${API}/auth/reset-password`, reset)).status).toBe(200);
    expect((await logIn(user.email, NEW_PASSWORD)).status).toBe(200);
  });

  test.each([
    ['nothing', {}],
    ['two passwords', { new_password: NEW_PASSWORD, password: NEW_PASSWORD }],
    ['a password and a link', { new_password: NEW_PASSWORD, send_reset_link: true }],
    ['no link', { send_reset_link: false }],
    ['nulls', { new_password: null, send_reset_link: null }],
    ['a link that is no boolean', { send_reset_link: 'yes' }],
    ['an operator object', { new_password: { $ne: '' } }],
    ['a weak password', { new_password: 'short' }],
    ['an empty password', { new_password: '' }],
    ['a password of 73 bytes', { new_password: `Aa1!${'x'.repeat(69)}` }],
  ])('given as %s is refused', async (_what, body) => {
    const answer = await setPassword(world.twin.userId, body, world.superadmin);
    expect(answer.status).toBe(422);
    expectErrorBody(answer);
    expect(answer.text).not.toContain(NEW_PASSWORD);
  });

  test('of a user who is switched off gets no link', async () => {
    const user = await newUser();
    await patch(user.userId, { is_active: false });
    const answer = await setPassword(user.userId, { send_reset_link: true });
    expect(answer).toMatchObject({ status: 400, body: { error: 'USER_INACTIVE' } });
  });

  test('of a user who signs in elsewhere is not set here', async () => {
    const user = await newUser();
    await changeDatabase(world, (manager) =>
      manager.update(UserEntity, { id: user.userId }, { authProvider: 'platform', externalId: 'subject' }),
    );
    for (const body of [{ new_password: NEW_PASSWORD }, { send_reset_link: true }]) {
      expect(await setPassword(user.userId, body)).toMatchObject({ status: 400, body: { error: 'USER_EXTERNAL' } });
    }
  });
});

test('U-1 U-7 a lost verification mail is sent again, and says whether it was; an admin may vouch instead', async () => {
  const email = 'lost@acme.example';
  const created = await world.http.post(USERS, { email, password: PASSWORD }, { token: world.acme.token });
  const { id } = created.body;
  const first = await mailTo(world.server, email, 'email_verification');
  const soon = await post(id, 'resend-verification');
  expect(soon).toMatchObject({
    status: 200,
    body: { message: `Verification email was sent to ${email} a moment ago` },
  });
  await noMailTo(world.server, email, 'email_verification', first);

  // A new password ends the secret of the first mail, so another one follows.
  await setPassword(id, { new_password: NEW_PASSWORD });
  const second = await mailTo(world.server, email, 'email_verification', first);
  expect((await world.http.post(`${API}/auth/verify-email`, { token: first.token })).status).toBe(400);

  const answers = [await post(id, 'verify'), await post(id, 'verify')];
  expect(answers.map(({ body }) => body)).toMatchObject([
    { message: 'User email verified successfully', user: { id, email, email_verified: true } },
    { message: 'User email is already verified' },
  ]);
  expect(await post(id, 'resend-verification')).toMatchObject({ status: 400, body: { error: 'USER_VERIFIED' } });
  expect(second.token).not.toBe(first.token);
  expect((await logIn(email, NEW_PASSWORD)).status).toBe(200);
});

describe('nobody', () => {
  test.each([
    ['role', { role: 'user' }],
    ['role, to what it is', { role_id: 1 }],
    ['state', { is_active: false }],
    ['address', { email: 'me@acme.example' }],
  ])('changes the own %s', async (_what, body) => {
    for (const self of [world.acme, world.superadmin]) {
      const answer = await patch(self.userId, body, self);
      expect(answer).toMatchObject({ status: 403, body: { error: 'USER_SELF_CHANGE' } });
      expectErrorBody(answer);
    }
  });

  test('deletes their own user or sets its password; a name may be changed', async () => {
    const self = world.acme;
    const deleted = await world.http.delete(`${USERS}/${self.userId}`, { token: self.token });
    expect(deleted).toMatchObject({ status: 403, body: { detail: 'Cannot deactivate your own account' } });
    for (const body of [{ new_password: NEW_PASSWORD }, { send_reset_link: true }]) {
      expect(await setPassword(self.userId, body)).toMatchObject({
        status: 403,
        body: { error: 'USER_SELF_PASSWORD' },
      });
    }
    expect((await patch(self.userId, { first_name: 'Olga' })).body).toMatchObject({ first_name: 'Olga' });
  });

  test('is left over when two admins remove each other at once: one of them stays', async () => {
    for (let round = 0; round < 6; round += 1) {
      const [one, two] = [await newUser({ roleId: 1 }), await newUser({ roleId: 1 })];
      const body = round % 2 ? { is_active: false } : { role: 'user' };
      const answers = await Promise.all([patch(two.userId, body, one), patch(one.userId, body, two)]);
      const statuses = answers.map(({ status }) => status).sort();
      expect([200, 401, 403]).toEqual(expect.arrayContaining(statuses));
      expect(statuses.filter((status) => status === 200)).toHaveLength(1);
      const states = await Promise.all(
        [one, two].map(
          async ({ userId }) => (await world.http.get(`${USERS}/${userId}`, { token: world.acme.token })).body,
        ),
      );
      expect(states.filter(({ role, is_active }) => role === 'admin' && is_active)).toHaveLength(1);
    }
  });
});

test('a user who is changed again and again meanwhile is still answered', async () => {
  for (let round = 0; round < 3; round += 1) {
    const busy = await newUser({ roleId: 1 });
    const emails = Array.from({ length: 8 }, (_, n) => `busy-${round}-${n}@acme.example`);
    const changing = (async () => {
      for (const email of emails) await patch(busy.userId, { email }, world.superadmin);
    })();
    const names = Array.from({ length: 60 }, (_, n) => ({ name: `made while changed ${round}-${n}` }));
    const made = await Promise.all(names.map((body) => world.http.post(`${API}/groups`, body, { token: busy.token })));
    await changing;
    expect(new Set(made.map(({ status }) => status))).toEqual(new Set([201]));
  }
});

test('a superadmin takes the last admin of an account its role', async () => {
  const owner = await world.register('headless');
  expect((await patch(owner.userId, { role: 'user' }, world.superadmin)).body).toMatchObject({ role: 'user' });
  expect((await world.http.get(USERS, { token: owner.token })).status).toBe(403);
  await login(world.http, 'headless', owner.email);
});
