/** Where somebody is logged in, what ends that, and the mail about a login that was not expected. */
import { newId } from '#domain/kernel/ids';
import { SessionEntity } from '#server/infrastructure/database/entities/session.entity';
import { addApiKey, addUser, changeDatabase } from '../support/insiders';
import { mailTo, noMailTo } from '../support/mailbox';
import { fiftyAtOnce } from '../support/mailed-secrets';
import { API, login, type Member, PASSWORD } from '../support/member';
import { createWorld, type World } from '../support/world';

const AUTH = `${API}/auth`;
const SESSIONS = `${AUTH}/sessions`;
const LONG_AGO = '2001-01-01T00:00:00.000Z';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world?.close());

const me = async (token: string) => (await world.http.get(`${AUTH}/me`, { token })).status;
const list = (token?: string, query = '') => world.http.get(SESSIONS + query, { token });
const end = (id: string, token?: string) => world.http.delete(`${SESSIONS}/${id}`, { token });
const logout = (body: object, token?: string) => world.http.post(`${AUTH}/logout`, body, { token });
const refresh = async (refresh_token: string) => (await world.http.post(`${AUTH}/refresh`, { refresh_token })).status;

const sessionOf = ({ token }: Member): string =>
  (JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as { sid: string }).sid;

function loginFrom(agent: string, { slug, email }: Member): Promise<{ status: number }> {
  const headers = { 'user-agent': agent };
  return world.http.post(`${AUTH}/login`, { account: slug, email, password: PASSWORD }, { headers });
}

describe('the user’s own sessions', () => {
  test('are listed while they live, newest first, with the one that asks', async () => {
    const first = await world.register('listed');
    const second = await login(world.http, 'listed', first.email);
    const ended = await login(world.http, 'listed', first.email);
    await logout({}, ended.token);
    const expired = await login(world.http, 'listed', first.email);
    await changeDatabase(world, (manager) =>
      manager.update(SessionEntity, { id: sessionOf(expired) }, { expiresAt: LONG_AGO }),
    );

    const answer = await list(second.token);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.body).toMatchObject({ total: 2 });
    expect(answer.body.items).toEqual(
      [second, first].map((member) => ({
        id: sessionOf(member),
        created_at: expect.stringMatching(/Z$/),
        expires_at: expect.stringMatching(/Z$/),
        ip: '127.0.0.1',
        user_agent: expect.any(String),
        current: member === second,
      })),
    );
    expect((await list(first.token, '?page=2&page_size=1')).body).toMatchObject({
      items: [{ id: sessionOf(first), current: true }],
      total: 2,
    });
  });

  test('U-3: are ended one by one, with their tokens', async () => {
    const member = await world.register('ended');
    const stolen = await login(world.http, 'ended', member.email);
    const answer = await end(sessionOf(stolen), member.token);
    expect({ status: answer.status, text: answer.text }).toEqual({ status: 204, text: '' });
    expect(await me(stolen.token)).toBe(401);
    expect(await refresh(stolen.refreshToken)).toBe(401);
    expect(await me(member.token)).toBe(200);
    expect((await end(sessionOf(stolen), member.token)).status).toBe(404);
  });

  test('are ended together, but for the one that asks', async () => {
    const member = await world.register('alone');
    const others = [await login(world.http, 'alone', member.email), await login(world.http, 'alone', member.email)];
    expect((await world.http.delete(SESSIONS, { token: member.token })).status).toBe(204);
    for (const other of others) expect(await me(other.token)).toBe(401);
    expect((await list(member.token)).body).toMatchObject({ total: 1, items: [{ current: true }] });
    expect(await refresh(member.refreshToken)).toBe(200);
  });

  test('are nobody else’s: not the twin’s, not a colleague’s, not an operator’s', async () => {
    const colleague = await addUser(world, world.acme, 'colleague@acme.example');
    const id = sessionOf(colleague);
    for (const other of [world.acme, world.twin, world.superadmin]) {
      expect((await end(id, other.token)).status).toBe(404);
      expect((await list(other.token)).text).not.toContain(id);
    }
    expect(await me(colleague.token)).toBe(200);
    for (const unknown of [newId(), 'x', "x'--", '000000000000000000000000']) {
      expect((await end(encodeURIComponent(unknown), world.acme.token)).status).toBe(404);
    }
  });

  test('need a login: no credential and no API key will do', async () => {
    const key = await addApiKey(world, world.acme);
    for (const [token, status] of [
      [undefined, 401],
      ['stale', 401],
      [key, 403],
    ] as const) {
      expect((await list(token)).status).toBe(status);
      expect((await world.http.delete(SESSIONS, { token })).status).toBe(status);
      expect((await end(sessionOf(world.acme), token)).status).toBe(status);
    }
    expect(await me(world.acme.token)).toBe(200);
  });

  test.each(['page=0', 'page=x', 'page_size=1000', 'page_size=-1'])('are not listed by ?%s', async (query) => {
    expect((await list(world.acme.token, `?${query}`)).status).toBe(422);
  });
});

describe('logging out', () => {
  test('A-4: ends the access token at once', async () => {
    const member = await login(world.http, 'acme', world.acme.email);
    expect(await me(member.token)).toBe(200);
    await logout({}, member.token);
    expect(await me(member.token)).toBe(401);
    expect(await me(world.acme.token)).toBe(200);
  });

  test.each([
    ['access token', (member: Member) => logout({ all: true }, member.token)],
    ['refresh token', (member: Member) => logout({ all: true, refresh_token: member.refreshToken })],
  ])('everywhere, by %s, ends every session of the user and of nobody else', async (what, logOut) => {
    const slug = what.replace(' ', '-');
    const member = await world.register(slug);
    const other = await login(world.http, slug, member.email);
    const colleague = await addUser(world, member, `colleague@${slug}.example`);
    expect((await logOut(member)).status).toBe(200);
    for (const { token, refreshToken } of [member, other]) {
      expect(await me(token)).toBe(401);
      expect(await refresh(refreshToken)).toBe(401);
    }
    expect(await me(colleague.token)).toBe(200);
    await login(world.http, slug, member.email);
  });

  test.each([
    ['a text', 'yes'],
    ['C4: an operator object', { $ne: false }],
  ])('everywhere is not asked for with %s', async (_what, all) => {
    expect((await logout({ all }, world.acme.token)).status).toBe(422);
    expect(await me(world.acme.token)).toBe(200);
  });

  test('A-5: fifty refreshes at once have one winner, and reuse ends the session', async () => {
    const member = await login(world.http, 'acme', world.acme.email);
    const body = { refresh_token: member.refreshToken };
    expect(await fiftyAtOnce(() => world.http.post(`${AUTH}/refresh`, body))).toEqual({ 200: 1, 401: 49 });
    expect(await me(member.token)).toBe(401);
  });
});

describe('a login from a new device', () => {
  test('is told by mail; the first one and known ones are not', async () => {
    const member = await world.register('devices');
    await noMailTo(world.server, member.email, 'new_login');
    await login(world.http, 'devices', member.email);
    await noMailTo(world.server, member.email, 'new_login');

    const agent = 'Phone/1.0 <b>bold</b>';
    expect((await loginFrom(agent, member)).status).toBe(200);
    const mail = await mailTo(world.server, member.email, 'new_login');
    expect(mail.text).toContain('127.0.0.1');
    expect(mail.text).toContain('Phone/1');
    expect(mail.html).not.toContain('<b>bold</b>');
    expect((await loginFrom(agent, member)).status).toBe(200);
    await noMailTo(world.server, member.email, 'new_login', mail);
  });

  test('is told to operators as well, and not when the password was wrong', async () => {
    await world.http.post(
      `${AUTH}/login`,
      { account: 'system', email: world.superadmin.email, password: 'Wrong-Horse-77' },
      { headers: { 'user-agent': 'Guess/1.0' } },
    );
    await noMailTo(world.server, world.superadmin.email, 'new_login');
    expect((await loginFrom('Tablet/1.0', world.superadmin)).status).toBe(200);
    expect((await mailTo(world.server, world.superadmin.email, 'new_login')).text).toContain('Tablet/1');
  });
});
