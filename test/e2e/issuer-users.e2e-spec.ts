/** Who a token of the trusted issuer makes one: an operator like others, found again, thrown out, and never made twice. */
import type { ServerResponse } from 'node:http';
import { Units } from '#application/kernel/units';
import { SYSTEM_ACCOUNT_ID, systemContext } from '#domain/kernel/request-context';
import { SessionEntity } from '#server/infrastructure/database/entities/session.entity';
import { UserEntity } from '#server/infrastructure/database/entities/user.entity';
import { DataSource } from 'typeorm';
import { managerOf } from '#server/infrastructure/database/lanes/transaction';
import { passTime, tellRealTime } from '../support/clock';
import { createDatabase } from '../support/database';
import { startServerOn } from '../support/server';
import { eventually } from '../support/eventually';
import { MAX_AGE_SECONDS, newIssuerKey, startIssuer, type TestIssuer } from '../support/issuer';
import { API, PASSWORD } from '../support/member';
import { createWorld, type World } from '../support/world';
import { TEST_ACT } from '../support/unit';

/** n of the curve P-256: of a signature (r, s), (r, n - s) is one too. */
const CURVE_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

let issuer: TestIssuer;
let world: World;

beforeAll(async () => {
  issuer = await startIssuer();
  world = await createWorld({ ...issuer.environment, SNACKBASE_PLATFORM_JWKS_CACHE_SECONDS: '1' });
  await world.define('notes', [{ name: 'text', type: 'text' }]);
});
afterAll(async () => {
  tellRealTime();
  await world?.close();
  await issuer?.stop();
});

let people = 0;
/** Claims of somebody who was not here before. */
function somebody(): { sub: string; email: string } {
  people += 1;
  return { sub: `person-${people}`, email: `person-${people}@issuer.example` };
}

const me = (token: string) => world.http.get(`${API}/auth/me`, { token });
const reads = () => world.server.app.get(DataSource, { strict: false }).manager;
const usersOf = (externalId: string): Promise<UserEntity[]> => reads().findBy(UserEntity, { externalId });
const sessionsOf = (userId: string): Promise<SessionEntity[]> => reads().findBy(SessionEntity, { userId });
const nowSeconds = (): number => Math.floor(Date.now() / 1000);

function change(work: (manager: ReturnType<typeof managerOf>) => Promise<unknown>): Promise<unknown> {
  const units = world.server.app.get(Units, { strict: false });
  return units.run(systemContext('test', SYSTEM_ACCOUNT_ID), TEST_ACT, (tx) => work(managerOf(tx)));
}

test('becomes an operator at first sight and is found again', async () => {
  const person = somebody();
  const token = await issuer.token(person);
  const { body } = await me(token);
  expect(body).toMatchObject({ account_id: SYSTEM_ACCOUNT_ID, email: person.email, role: 'admin', is_active: true });
  expect((await world.http.get(`${API}/collections`, { token })).status).toBe(200);
  const note = await world.http.post(`${API}/records/notes`, { text: 'x' }, { token });
  expect(note.body).toMatchObject({ created_by: body.user_id });

  const [user] = await usersOf(person.sub);
  expect(user).toMatchObject({ id: body.user_id, authProvider: 'platform', emailVerified: true });
  const [session] = await sessionsOf(body.user_id);
  expect(Date.parse(session!.expiresAt)).toBeLessThanOrEqual(Date.now() + MAX_AGE_SECONDS * 1000);

  // A new address at the issuer is the same person still.
  const later = await me(await issuer.token({ ...person, email: 'renamed@issuer.example' }));
  expect(later.body).toMatchObject({ user_id: body.user_id, email: person.email });
});

test('has no password that anybody could know', async () => {
  const person = somebody();
  expect((await me(await issuer.token(person))).status).toBe(200);
  const body = { account: 'system', email: person.email, password: PASSWORD };
  expect((await world.http.post(`${API}/auth/login`, body)).status).toBe(401);
});

test('with the address of an operator is that operator, who stays as they are', async () => {
  const before = await reads().findOneByOrFail(UserEntity, { id: world.superadmin.userId });
  const { sub } = somebody();
  const token = await issuer.token({ sub, email: world.superadmin.email.toUpperCase() });
  expect((await me(token)).body.user_id).toBe(world.superadmin.userId);
  expect(await usersOf(sub)).toEqual([]);
  expect(await reads().findOneByOrFail(UserEntity, { id: world.superadmin.userId })).toEqual(before);
  expect((await me(world.superadmin.token)).status).toBe(200);
});

test('D1: is never taken for a user whose id the subject is, nor for a tenant’s user of the same address', async () => {
  for (const person of [
    { ...somebody(), sub: world.acme.userId },
    { ...somebody(), email: world.acme.email },
  ]) {
    const { body } = await me(await issuer.token(person));
    expect(body).toMatchObject({ account_id: SYSTEM_ACCOUNT_ID, email: person.email });
    expect(body.user_id).not.toBe(world.acme.userId);
  }
  expect((await me(world.acme.token)).body).toMatchObject({ account_id: world.acme.accountId });
});

test('is made once, whether one token or many are shown fifty times at once', async () => {
  const person = somebody();
  const one = await issuer.token(person);
  const same = await Promise.all(Array.from({ length: 50 }, () => me(one)));
  const other = somebody();
  const tokens = await Promise.all(Array.from({ length: 50 }, (_, n) => issuer.token({ ...other, jti: String(n) })));
  const many = await Promise.all(tokens.map(me));
  for (const [answers, { sub }, sessions] of [
    [same, person, 1],
    [many, other, 50],
  ] as const) {
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const users = await usersOf(sub);
    expect(users).toHaveLength(1);
    expect(await sessionsOf(users[0]!.id)).toHaveLength(sessions);
  }
});

test('A-1: is refused once switched off, with old tokens and new', async () => {
  const person = somebody();
  const token = await issuer.token(person);
  const { user_id: id } = (await me(token)).body;
  expect((await world.http.delete(`${API}/users/${id}`, { token: world.superadmin.token })).status).toBe(204);
  expect((await me(token)).status).toBe(401);
  expect((await world.http.get(`${API}/records/notes`, { token })).status).toBe(401);
  expect((await me(await issuer.token({ ...person, jti: 'new' }))).status).toBe(401);
  expect(await usersOf(person.sub)).toHaveLength(1);
});

test('a session that was ended stays ended, however its token is written', async () => {
  const person = somebody();
  const token = await issuer.token(person);
  const { user_id: userId } = (await me(token)).body;
  await change((manager) => manager.update(SessionEntity, { userId }, { revokedAt: new Date().toISOString() }));

  const [header, claims, signature] = token.split('.') as [string, string, string];
  const bytes = Buffer.from(signature, 'base64url').toString('hex');
  const twin = (CURVE_ORDER - BigInt(`0x${bytes.slice(64)}`)).toString(16).padStart(64, '0');
  const rewritten = `${header}.${claims}.${Buffer.from(bytes.slice(0, 64) + twin, 'hex').toString('base64url')}`;
  for (const text of [token, rewritten, `${token}=`]) expect((await me(text)).status).toBe(401);
  expect((await me(await issuer.token({ ...person, jti: 'new' }))).status).toBe(200);
});

test('a token ends when it says, or when it is too old; sessions that ended are forgotten', async () => {
  const brief = somebody();
  const old = somebody();
  const tokens = [
    await issuer.token({ ...brief, exp: nowSeconds() + 2 }),
    await issuer.token({ ...old, iat: nowSeconds() - MAX_AGE_SECONDS + 2 }),
  ];
  for (const token of tokens) expect((await me(token)).status).toBe(200);
  passTime(2100);
  for (const token of tokens) {
    expect((await me(token)).body.detail).toBe('Token has expired');
    expect((await world.http.get(`${API}/records/notes`, { token })).status).toBe(401);
  }
  const { user_id: userId } = (await me(await issuer.token(brief))).body;
  expect(await sessionsOf(userId)).toHaveLength(1);
});

test('keys are replaced without a restart', async () => {
  const before = await issuer.token(somebody());
  issuer.keys = [await newIssuerKey('fresh')];
  passTime(1100);
  expect((await me(await issuer.token(somebody()))).status).toBe(200);
  // What the old key signed is no longer believed, unless it was exchanged before.
  expect((await me(before)).status).toBe(401);
});

describe('F-1: an issuer that does not answer', () => {
  const waiting: ServerResponse[] = [];
  afterEach(() => {
    issuer.answer = undefined;
    for (const response of waiting.splice(0)) response.destroy();
  });

  test('keeps only those waiting who need it, and is asked once', async () => {
    const known = await issuer.token(somebody());
    expect((await me(known)).status).toBe(200);
    passTime(1100);
    issuer.answer = (response) => waiting.push(response);
    const asked = issuer.asked();
    let answered = 0;
    const strangers = Array.from({ length: 50 }, async (_, n) => {
      const answer = await me(await issuer.token(somebody(), { header: { kid: `unknown-${n}` } }));
      answered += 1;
      return answer;
    });
    await eventually(() => waiting.length > 0);
    for (const token of [known, world.superadmin.token, world.acme.token]) {
      expect((await me(token)).status).toBe(200);
      expect((await world.http.get(`${API}/records/notes`, { token })).status).toBe(200);
    }
    expect(answered).toBe(0);
    for (const response of waiting.splice(0)) response.destroy();
    for (const { status, body } of await Promise.all(strangers)) {
      expect({ status, error: body.error }).toEqual({ status: 401, error: 'AUTH_ISSUER_UNAVAILABLE' });
    }
    expect(issuer.asked()).toBe(asked + 1);
    // Known sessions need no keys; new tokens are refused at once until the pause is over.
    expect((await me(known)).status).toBe(200);
    expect((await me(await issuer.token(somebody()))).body.error).toBe('AUTH_ISSUER_UNAVAILABLE');
    expect(issuer.asked()).toBe(asked + 1);
  });
});

test('two processes make one user of one person; a server that trusts nobody takes no such token', async () => {
  const database = await createDatabase();
  const trusting = [
    await startServerOn(database, issuer.environment),
    await startServerOn(database, issuer.environment),
  ];
  const plain = await startServerOn(database);
  try {
    const person = somebody();
    const token = await issuer.token(person);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => trusting[n % 2]!.http.get(`${API}/auth/me`, { token })),
    );
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.user_id}`)).size).toBe(1);
    expect(answers[0]!.status).toBe(200);
    expect((await plain.http.get(`${API}/auth/me`, { token })).body.detail).toBe('Invalid token');
  } finally {
    await Promise.all([...trusting, plain].map((server) => server.stop()));
    await database.drop();
  }
});
