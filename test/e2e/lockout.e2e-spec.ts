/** Locks of users whose passwords are guessed: that they hold, end, and cannot be turned against the users. */
import { createApp } from '#server/bootstrap';
import { AppConfig } from '#server/config/app-config';
import { changeUser, credentials, INVALID, logIn, told, watchHasher, WRONG } from '../support/guessing';
import { eventually } from '../support/eventually';
import { holdHashes } from '../support/held-hashes';
import { Http } from '../support/http';
import { mailTo, noMailTo } from '../support/mailbox';
import { API, type Member } from '../support/member';
import { createWorld, type World } from '../support/world';

const THRESHOLD = 3;
const NEW_PASSWORD = 'Changed-Horse-8';

let world: World;

beforeAll(async () => {
  world = await createWorld({ SNACKBASE_LOGIN_LOCKOUT_THRESHOLD: String(THRESHOLD) });
});
afterAll(() => world?.close());
afterEach(() => jest.restoreAllMocks());

async function lock(member: Member): Promise<void> {
  for (let index = 0; index < THRESHOLD; index += 1) await logIn(world, credentials(member, WRONG));
}

test('A-7: a user is locked for strangers by strangers, and gets in from where it always did', async () => {
  const member = await world.register('locked');
  await lock(member);
  const verify = watchHasher(world);
  for (let index = 0; index < 3; index += 1) expect(told(await logIn(world, credentials(member)))).toEqual(INVALID);
  expect(verify).not.toHaveBeenCalled();

  // Logged in from there before, by register.
  expect((await logIn(world, credentials(member), '127.0.0.1')).status).toBe(200);
  expect(told(await logIn(world, credentials(member)))).toEqual(INVALID);
});

test('a user is told of the lock once, and nobody else is', async () => {
  const member = await world.register('told');
  await lock(member);
  await logIn(world, credentials(member, WRONG));
  const mail = await mailTo(world.server, member.email, 'account_locked');
  expect(mail.text).toContain(member.email);
  await noMailTo(world.server, member.email, 'account_locked', mail);
  const nobody = 'nobody@told.example';
  for (let index = 0; index <= THRESHOLD; index += 1) {
    await logIn(world, { account: 'told', email: nobody, password: WRONG });
  }
  await noMailTo(world.server, nobody);
});

test('A-7: a reset of the password by mail ends the lock', async () => {
  const member = await world.register('resetting');
  await lock(member);
  await world.http.post(`${API}/auth/forgot-password`, { account: member.slug, email: member.email });
  const { token } = await mailTo(world.server, member.email, 'password_reset');
  const reset = await world.http.post(`${API}/auth/reset-password`, { token, new_password: NEW_PASSWORD });
  expect({ status: reset.status, text: reset.text }).toMatchObject({ status: 200 });
  expect((await logIn(world, credentials(member, NEW_PASSWORD))).status).toBe(200);
});

test('A-7: a password set by an admin ends the lock', async () => {
  const member = await world.register('rescued');
  await lock(member);
  const body = { new_password: NEW_PASSWORD };
  const set = await world.http.put(`${API}/users/${member.userId}/password`, body, { token: world.superadmin.token });
  expect({ status: set.status, text: set.text }).toMatchObject({ status: 200 });
  expect((await logIn(world, credentials(member, NEW_PASSWORD))).status).toBe(200);
});

test('D5: fifty guesses at once are no more tries than three in turn', async () => {
  const member = await world.register('raced');
  const verify = watchHasher(world);
  const held = holdHashes();
  let answered = 0;
  const tries = Array.from({ length: 50 }, async () => {
    const answer = await logIn(world, credentials(member, WRONG));
    answered += 1;
    return answer;
  });
  // The others learn nothing from the three, which are still being looked at.
  await eventually(() => answered === 50 - THRESHOLD);
  held.release();
  const answers = await Promise.all(tries);
  for (const answer of answers) expect(told(answer)).toEqual(INVALID);
  expect(verify).toHaveBeenCalledTimes(THRESHOLD);
});

test('A-10: the lock holds in every process', async () => {
  const member = await world.register('shared');
  const other = await createApp(world.server.app.get(AppConfig));
  try {
    await other.listen(0, '127.0.0.1');
    const elsewhere = { http: new Http(await other.getUrl()) };
    for (const place of [world, elsewhere, world]) await logIn(place, credentials(member, WRONG));
    for (const place of [world, elsewhere]) expect(told(await logIn(place, credentials(member)))).toEqual(INVALID);
  } finally {
    await other.close();
  }
});

test('a user whose address is not verified is not locked by its own right password', async () => {
  const member = await world.register('unverified');
  await changeUser(world, member, { emailVerified: false });
  for (let index = 0; index < THRESHOLD + 2; index += 1) {
    const answer = await logIn(world, credentials(member));
    expect(told(answer)).toMatchObject({ status: 401, error: 'AUTH_EMAIL_NOT_VERIFIED' });
  }
});
