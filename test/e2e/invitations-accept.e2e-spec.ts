import { NO_CLIENT, systemContext } from '#domain/kernel/request-context';
/** Accepting an invitation: with a new password, or as a user of another account, exactly once. */
import { AdmitInvited } from '#application/invitations/admit-invited';
import { FindOpenInvitation } from '#application/invitations/find-open-invitation';
import { Units } from '#application/kernel/units';
import { PasswordHasher } from '#application/ports/password-hasher';
import { newId } from '#domain/kernel/ids';
import { InvitationEntity } from '#server/infrastructure/database/entities/invitation.entity';
import { UserEntity } from '#server/infrastructure/database/entities/user.entity';
import { hashTogether } from '../support/held-hashes';
import { addApiKey, addUser, changeDatabase } from '../support/insiders';
import { API, login, type Member } from '../support/member';
import { createWorld, type World } from '../support/world';
import { TEST_ACT } from '../support/unit';

const INVITATIONS = `${API}/invitations`;
const LONG_AGO = '2001-01-01T00:00:00.000Z';
const NEW_PASSWORD = 'Another-Horse-8';
const MANY = 50;

let world: World;
let counter = 0;

const call = (member: Member) => ({ token: member.token });
const invite = async (body: object, as: Member = world.acme) => {
  const { status, text, body: made } = await world.http.post(INVITATIONS, body, call(as));
  if (status !== 201) throw new Error(text);
  return made as { id: string; token: string; email: string };
};
const accept = (token: string, body: object = { password: NEW_PASSWORD }, headers: Record<string, string> = {}) =>
  world.http.post(`${INVITATIONS}/${token}/accept`, body, { headers });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const someone = () => `person-${++counter}@elsewhere.example`;
const change = (id: string, values: object) =>
  changeDatabase(world, (manager) => manager.update(InvitationEntity, { id }, values));
const usersOf = (email: string) =>
  changeDatabase(world, (manager) => manager.findBy(UserEntity, { emailKey: email.toLowerCase() }));

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world?.close());

describe('with a password', () => {
  test('makes a verified user with the role and the groups of the invitation, logged in (I-2)', async () => {
    const groups: string[] = [];
    for (const name of ['readers', 'gone', 'writers']) {
      const { body } = await world.http.post(`${API}/groups`, { name }, call(world.acme));
      groups.push(body.id);
    }
    const email = someone();
    const { token } = await invite({ email: email.toUpperCase(), role: 'admin', groups });
    await world.http.delete(`${API}/groups/${groups[1]}`, call(world.acme));

    const accepted = await accept(token);
    expect(accepted.status).toBe(200);
    expect(accepted.headers.get('cache-control')).toBe('no-store');
    expect(accepted.body).toMatchObject({
      token: expect.any(String),
      refresh_token: expect.any(String),
      expires_in: expect.any(Number),
      user: {
        email: email.toUpperCase(),
        role: 'admin',
        account_id: world.acme.accountId,
        groups: ['readers', 'writers'],
        is_active: true,
        email_verified: true,
        last_login: expect.any(String),
      },
      account: { id: world.acme.accountId, slug: 'acme' },
    });
    const me = await world.http.get(`${API}/auth/me`, { token: accepted.body.token });
    expect(me.body).toMatchObject({ user_id: accepted.body.user.id, role: 'admin', groups: ['readers', 'writers'] });
    expect((await login(world.http, 'acme', email, NEW_PASSWORD)).userId).toBe(accepted.body.user.id);
    const refreshed = await world.http.post(`${API}/auth/refresh`, { refresh_token: accepted.body.refresh_token });
    expect(refreshed.status).toBe(200);
    const { invitations } = (await world.http.get(`${INVITATIONS}?status_filter=accepted`, call(world.acme))).body;
    expect(invitations[0]).toMatchObject({ status: 'accepted', accepted_at: expect.any(String), token: null });
  });

  test('works once, and looking tells why it no longer does (I-4)', async () => {
    const { id, token } = await invite({ email: someone() });
    expect((await accept(token)).status).toBe(200);
    for (const answer of [await accept(token), await world.http.get(`${INVITATIONS}/${token}`)]) {
      expect(answer).toMatchObject({ status: 400, body: { error: 'INVITATION_ACCEPTED' } });
    }
    const late = [
      await world.http.post(`${INVITATIONS}/${id}/resend`, {}, call(world.acme)),
      await world.http.delete(`${INVITATIONS}/${id}`, call(world.acme)),
    ];
    for (const answer of late) expect(answer).toMatchObject({ status: 400, body: { error: 'INVITATION_STATUS' } });
  });

  test('works once, however many try at the same time (D5)', async () => {
    const email = someone();
    const { token } = await invite({ email });
    const answers = await hashTogether(
      world.server,
      Array.from({ length: MANY }, () => () => accept(token)),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    // 429: more passwords were to be hashed than may wait.
    expect(statuses.every((status) => [200, 400, 429].includes(status))).toBe(true);
    expect(await usersOf(email)).toHaveLength(1);
  });

  test('races with its cancelling: one of the two holds', async () => {
    const email = someone();
    const { id, token } = await invite({ email });
    const hashed = Promise.withResolvers<void>();
    const hasher = world.server.app.get(PasswordHasher, { strict: false });
    const hash = hasher.hash.bind(hasher);
    const spy = jest.spyOn(hasher, 'hash').mockImplementation((...asked) => hash(...asked).finally(hashed.resolve));
    const cancelling = hashed.promise.then(() =>
      Promise.all(Array.from({ length: 5 }, () => world.http.delete(`${INVITATIONS}/${id}`, call(world.superadmin)))),
    );
    const [accepted, cancelled] = await Promise.all([accept(token), cancelling]);
    spy.mockRestore();
    const expected = accepted.status === 200 ? 400 : 204;
    expect(cancelled.map(({ status }) => status)).toEqual(Array<number>(5).fill(expected));
    expect(await usersOf(email)).toHaveLength(accepted.status === 200 ? 1 : 0);
  });

  test('ignores a bearer that is stale or somebody else’s', async () => {
    for (const token of ['stale', world.twin.token]) {
      const email = someone();
      const accepted = await accept((await invite({ email })).token, undefined, bearer(token));
      expect(accepted).toMatchObject({ status: 200, body: { user: { email } } });
    }
  });

  test('is refused for a password that the policy refuses, and can be tried again', async () => {
    const { token } = await invite({ email: someone() });
    for (const password of [
      '',
      'tiny',
      'x'.repeat(1000),
      `Aa1!${'é'.repeat(40)}`,
      'no-upper-case-1',
      'A1!\0aaaaaaaaaa',
    ]) {
      const refused = await accept(token, { password });
      expect(refused).toMatchObject({ status: 422, body: { errors: { password: expect.any(Array) } } });
      if (password !== '') expect(refused.text).not.toContain(password);
    }
    for (const password of [5, ['x'], { $ne: '' }, true]) expect((await accept(token, { password })).status).toBe(422);
    expect((await accept(token)).status).toBe(200);
  });

  test('is refused when it is over, unknown, or its account is closed', async () => {
    const { id, token } = await invite({ email: someone() });
    await change(id, { expiresAt: LONG_AGO });
    expect(await accept(token)).toMatchObject({ status: 400, body: { error: 'INVITATION_EXPIRED' } });
    // For somebody without a secret nothing is hashed, and no rule for passwords is told.
    for (const unknown of ['A'.repeat(43), 'x', id, newId()]) {
      const refused = await accept(unknown, { password: 'x' });
      expect(refused).toMatchObject({ status: 404, body: { error: 'INVITATION_NOT_FOUND' } });
    }
    const closing = await world.register('closing');
    const { token: late } = await invite({ email: someone() }, closing);
    const suspended = await world.http.put(
      `${API}/accounts/${closing.accountId}`,
      { is_active: false },
      call(world.superadmin),
    );
    expect(suspended.status).toBe(200);
    for (const answer of [await accept(late), await world.http.get(`${INVITATIONS}/${late}`)]) {
      expect(answer).toMatchObject({ status: 404, body: { error: 'INVITATION_NOT_FOUND' } });
    }
  });

  test('is refused when the address came in meanwhile, and leaves the user there alone', async () => {
    const email = someone();
    const { token } = await invite({ email });
    await addUser(world, world.acme, email);
    expect(await accept(token)).toMatchObject({ status: 409, body: { error: 'INVITATION_USER_EXISTS' } });
    expect((await login(world.http, 'acme', email)).email).toBe(email);
    await expect(login(world.http, 'acme', email, NEW_PASSWORD)).rejects.toThrow('401');
  });

  test('never touches a user of the same address in another account (D2)', async () => {
    const { token } = await invite({ email: world.twin.email });
    expect((await accept(token)).body.user.account_id).toBe(world.acme.accountId);
    expect((await login(world.http, 'acme-twin', world.twin.email)).userId).toBe(world.twin.userId);
    await expect(login(world.http, 'acme-twin', world.twin.email, NEW_PASSWORD)).rejects.toThrow('401');
  });
});

describe('A-2 an invitation whose sender may invite no more', () => {
  const asRoot = () => call(world.superadmin);

  test.each([
    ['demoted', { role: 'user' }],
    ['switched off', { is_active: false }],
  ])('and was %s, it opens nothing, until somebody else sends it again', async (_what, loss) => {
    const inviter = await addUser(world, world.acme, someone(), { roleId: 1 });
    const { id, token } = await invite({ email: someone(), role: 'admin' }, inviter);
    expect((await world.http.get(`${INVITATIONS}/${token}`)).status).toBe(200);
    expect((await world.http.patch(`${API}/users/${inviter.userId}`, loss, asRoot())).status).toBe(200);
    for (const answer of [await accept(token), await world.http.get(`${INVITATIONS}/${token}`)]) {
      expect(answer).toMatchObject({ status: 404, body: { error: 'INVITATION_NOT_FOUND' } });
    }
    const again = await world.http.post(`${INVITATIONS}/${id}/resend`, {}, call(world.acme));
    expect(again.status).toBe(200);
    const shown = await world.http.get(`${INVITATIONS}/${again.body.token}`);
    expect(shown.body).toMatchObject({ is_valid: true, invited_by_name: world.acme.email });
    expect(await accept(again.body.token)).toMatchObject({ status: 200, body: { user: { role: 'admin' } } });
  });

  test('is asked again in the unit that lets the person in', async () => {
    const inviter = await addUser(world, world.acme, someone(), { roleId: 1 });
    const { token, email } = await invite({ email: someone(), role: 'admin' }, inviter);
    const { app } = world.server;
    const [find, admit] = [app.get(FindOpenInvitation, { strict: false }), app.get(AdmitInvited, { strict: false })];
    const open = await find.get(token);
    await world.http.delete(`${API}/users/${inviter.userId}`, asRoot());
    const admitted = app
      .get(Units, { strict: false })
      .run(systemContext('test', world.acme.accountId), TEST_ACT, (tx) =>
        admit.execute(tx, open, newId(), 'no hash', NO_CLIENT),
      );
    await expect(admitted).rejects.toMatchObject({ code: 'INVITATION_NOT_FOUND' });
    expect(await usersOf(email)).toEqual([]);
  });

  test('by an operator, it ends with the operator', async () => {
    const operator = await addUser(world, world.superadmin, someone(), { roleId: 1 });
    const { token } = await invite({ email: someone(), account_id: world.acme.accountId }, operator);
    expect((await world.http.get(`${INVITATIONS}/${token}`)).status).toBe(200);
    await world.http.delete(`${API}/users/${operator.userId}`, asRoot());
    expect((await accept(token)).status).toBe(404);
  });
});

describe('as a user of another account', () => {
  const newcomer = async (): Promise<Member> => addUser(world, world.twin, someone());

  test('joins with the same password, as a user of its own', async () => {
    const member = await newcomer();
    const { token } = await invite({ email: member.email.toUpperCase(), role: 'admin' });
    const joined = await accept(token, {}, bearer(member.token));
    expect(joined).toMatchObject({ status: 200, body: { user: { role: 'admin', account_id: world.acme.accountId } } });
    expect(joined.body.user.id).not.toBe(member.userId);
    expect((await login(world.http, 'acme', member.email)).userId).toBe(joined.body.user.id);
    const before = await world.http.get(`${API}/auth/me`, call(member));
    expect(before.body).toMatchObject({ user_id: member.userId, role: 'user', account_id: world.twin.accountId });
  });

  test('joins once, however many try at the same time (D5)', async () => {
    const member = await newcomer();
    const { token } = await invite({ email: member.email });
    const tries = Array.from({ length: MANY }, () => accept(token, {}, bearer(member.token)));
    const statuses = (await Promise.all(tries)).map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array<number>(MANY - 1).fill(400)]);
    expect(await usersOf(member.email)).toHaveLength(2);
  });

  test('is never believed by the address alone (D2)', async () => {
    const member = await newcomer();
    const { token } = await invite({ email: member.email });
    expect(await accept(token, {})).toMatchObject({ status: 401, body: { error: 'AUTH_REQUIRED' } });
    expect((await accept(token, { password: null })).status).toBe(401);
    expect((await accept(token, { password: null, email: member.email, user_id: member.userId })).status).toBe(422);
    expect((await accept(token, {}, bearer('stale'))).status).toBe(401);
    for (const other of [world.twin, world.acme, world.superadmin]) {
      const refused = await accept(token, {}, bearer(other.token));
      expect(refused).toMatchObject({ status: 403, body: { error: 'INVITATION_NOT_YOURS' } });
      expect(refused.text).not.toContain(member.email);
    }
    const key = await addApiKey(world, member);
    expect((await accept(token, {}, { 'x-api-key': key })).status).toBe(403);
    await changeDatabase(world, (manager) =>
      manager.update(UserEntity, { id: member.userId }, { emailVerified: false }),
    );
    expect((await accept(token, {}, bearer(member.token))).status).toBe(403);
    expect(await usersOf(member.email)).toHaveLength(1);
    expect((await world.http.get(`${INVITATIONS}/${token}`)).status).toBe(200);
  });

  test('of the inviting account itself has nothing to join', async () => {
    const email = someone();
    const { token } = await invite({ email });
    const member = await addUser(world, world.acme, email);
    expect(await accept(token, {}, bearer(member.token))).toMatchObject({ status: 409 });
  });
});
