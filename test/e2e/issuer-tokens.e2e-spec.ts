/** D1, D3: which tokens of the trusted issuer are believed. None of the others makes a user. */
import { createHmac } from 'node:crypto';
import { CompactSign, exportSPKI, SignJWT, UnsecuredJWT } from 'jose';
import { UserEntity } from '#server/infrastructure/database/entities/user.entity';
import { DataSource } from 'typeorm';
import {
  AUDIENCE,
  ISSUER,
  issuerClaims,
  newIssuerKey,
  startIssuer,
  type IssuerKey,
  type TestIssuer,
} from '../support/issuer';
import { API } from '../support/member';
import { expectErrorBody } from '../support/scenario';
import { createWorld, type World } from '../support/world';

let issuer: TestIssuer;
let world: World;
let foreign: IssuerKey;

beforeAll(async () => {
  issuer = await startIssuer();
  world = await createWorld(issuer.environment);
  foreign = await newIssuerKey('first');
});
afterAll(async () => {
  await world?.close();
  await issuer?.stop();
});

const me = (token: string) => world.http.get(`${API}/auth/me`, { token });
const users = (): Promise<number> => world.server.app.get(DataSource, { strict: false }).manager.count(UserEntity);
const now = (): number => Math.floor(Date.now() / 1000);
const signed = (text: string): Promise<string> =>
  new CompactSign(Buffer.from(text))
    .setProtectedHeader({ alg: 'ES256', kid: 'first' })
    .sign(issuer.keys[0]!.privateKey);

test('both algorithms are believed, an audience among several, and an end far away', async () => {
  const [elliptic, rsa] = issuer.keys as [IssuerKey, IssuerKey];
  const tokens = [
    await issuer.token({}, { key: elliptic }),
    await issuer.token({}, { key: rsa }),
    await issuer.token({ aud: ['elsewhere', AUDIENCE], exp: 1e300, nbf: now() }),
    await issuer.token({ iat: now() + 3 }),
  ];
  for (const token of tokens) {
    expect((await me(token)).body).toMatchObject({ email: 'ops@issuer.example', role: 'admin' });
  }
});

type Make = () => Promise<string> | string;
const claims =
  (more: Record<string, unknown>): Make =>
  () =>
    issuer.token(more);
const header =
  (more: object): Make =>
  () =>
    issuer.token({}, { header: more });

/** HMAC keyed with what everybody knows: the public key. */
async function confused(): Promise<string> {
  const rsa = issuer.keys[1]!;
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg: 'HS256', kid: rsa.kid })}.${part(issuerClaims())}`;
  return `${text}.${createHmac('sha256', await exportSPKI(rsa.publicKey))
    .update(text)
    .digest('base64url')}`;
}

const INVALID = 'Invalid token';
const MISSING = 'Token missing required claims';
const ALGORITHM = 'Unsupported token algorithm';

const REFUSED: readonly [string, Make, string][] = [
  ['no algorithm', () => new UnsecuredJWT(issuerClaims()).encode(), ALGORITHM],
  ['an HMAC with the public key', confused, ALGORITHM],
  ['another RSA algorithm', async () => issuer.token({}, { key: await newIssuerKey('second', 'PS256') }), ALGORITHM],
  ['another curve', async () => issuer.token({}, { key: await newIssuerKey('first', 'ES384') }), ALGORITHM],
  ['a foreign key under a known id', () => issuer.token({}, { key: foreign }), INVALID],
  ['the id of a key of another kind', header({ kid: 'second' }), INVALID],
  ['no key id', header({ kid: undefined }), INVALID],
  ['an unknown key id', header({ kid: 'third' }), INVALID],
  ['a key id from the prototype', header({ kid: '__proto__' }), INVALID],
  ['a key of its own', () => issuer.token({}, { key: foreign, header: { kid: 'x', jwk: foreign.jwk } }), INVALID],
  ['an address for its key', () => issuer.token({}, { key: foreign, header: { jku: 'http://127.0.0.1:1/' } }), INVALID],
  ['another issuer', claims({ iss: 'https://evil.example' }), INVALID],
  ['a look-alike issuer', claims({ iss: `${ISSUER}/` }), INVALID],
  ['a list of issuers', claims({ iss: [ISSUER] }), INVALID],
  ['no issuer', claims({ iss: undefined }), INVALID],
  ['another audience', claims({ aud: 'elsewhere' }), INVALID],
  ['an audience in another case', claims({ aud: AUDIENCE.toUpperCase() }), INVALID],
  ['no audience', claims({ aud: undefined }), MISSING],
  ['no end', claims({ exp: undefined }), MISSING],
  ['an end that has come', claims({ exp: now() - 10 }), 'Token has expired'],
  ['an end that is a text', claims({ exp: '4000000000' }), INVALID],
  ['no time of issue', claims({ iat: undefined }), MISSING],
  ['a time of issue long ago', claims({ iat: now() - 400 }), 'Token is too old'],
  ['a time of issue to come', claims({ iat: now() + 60 }), INVALID],
  ['a beginning to come', claims({ nbf: now() + 60 }), INVALID],
  ['no subject', claims({ sub: undefined }), MISSING],
  ['a number as subject', claims({ sub: 1 }), MISSING],
  ['an empty subject', claims({ sub: '' }), INVALID],
  ['an over-long subject', claims({ sub: 'x'.repeat(256) }), INVALID],
  ['a NUL in the subject', claims({ sub: 'a\0b' }), INVALID],
  ['no address', claims({ email: undefined }), MISSING],
  ['an invalid address', claims({ email: 'ops' }), INVALID],
  ['an object as address', claims({ email: { $ne: null } }), MISSING],
  ['an address nobody proved', claims({ email_verified: false }), MISSING],
  ['no role', claims({ snackbase_role: undefined }), MISSING],
  ['another role', claims({ snackbase_role: 'user' }), 'Token does not carry the admin role'],
  ['the role in another case', claims({ snackbase_role: 'Admin' }), 'Token does not carry the admin role'],
  ['a list of roles', claims({ snackbase_role: ['admin'] }), MISSING],
  ['a role elsewhere', claims({ snackbase_role: undefined, role: 'admin' }), MISSING],
  [
    'two roles',
    () => signed(JSON.stringify(issuerClaims()).replace(/}$/, ',"snackbase_role":"user"}')),
    'Token does not carry the admin role',
  ],
  ['claims that are a list', () => signed('[]'), INVALID],
  ['more text than we read', claims({ padding: 'x'.repeat(5000) }), INVALID],
];

test.each(REFUSED)('a token with %s is refused', async (_what, make, reason) => {
  const before = await users();
  const answer = await me(await make());
  expect({ status: answer.status, detail: answer.body.detail }).toEqual({ status: 401, detail: reason });
  expectErrorBody(answer);
  expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  expect(answer.text).not.toMatch(/email|verify/);
  expect(await users()).toBe(before);
});

test('a refused token is not treated as a missing one, and public routes ignore it', async () => {
  const token = await issuer.token({ snackbase_role: 'user' });
  const headers = { 'x-account-id': world.acme.slug };
  await world.define('open', [{ name: 'n', type: 'number' }], { list_rule: '' });
  const path = `${API}/records/open`;
  expect((await world.http.get(path, { headers })).status).toBe(200);
  expect((await world.http.get(path, { headers, token })).status).toBe(401);
  expect((await world.http.get(path, { token: await issuer.token() })).status).toBe(200);
  expect((await world.http.post(`${API}/auth/logout`, {}, { token })).status).toBe(200);
  const { email } = world.acme;
  const body = { account: 'acme', email, password: 'wrong' };
  expect((await world.http.post(`${API}/auth/login`, body, { token })).body.error).toBe('AUTH_INVALID_CREDENTIALS');
});

test.each([
  ['that is in use', async (token: string) => expect((await me(token)).status).toBe(200)],
  ['that nobody has used yet', () => undefined],
])('logging out with a token %s ends what it is worth', async (_which, before) => {
  const token = await issuer.token({ jti: String(Math.random()) });
  await before(token);
  expect((await world.http.post(`${API}/auth/logout`, {}, { token })).status).toBe(200);
  expect((await me(token)).status).toBe(401);
});

test('logging out everywhere with one of them ends the other, and none that are issued later', async () => {
  const [first, second] = [await issuer.token({ jti: 'a' }), await issuer.token({ jti: 'b' })];
  expect([(await me(first)).status, (await me(second)).status]).toEqual([200, 200]);
  expect((await world.http.post(`${API}/auth/logout`, { all: true }, { token: first })).status).toBe(200);
  expect([(await me(first)).status, (await me(second)).status]).toEqual([401, 401]);
  expect((await me(await issuer.token({ jti: 'c' }))).status).toBe(200);
});

test('our own tokens are checked as ours, whatever they say', async () => {
  const key = Buffer.from('a secret of the test suite, long enough for it');
  const token = await new SignJWT(issuerClaims()).setProtectedHeader({ alg: 'HS256', kid: 'first' }).sign(key);
  expect((await me(token)).body.detail).toBe(ALGORITHM);
  expect((await me(world.superadmin.token)).status).toBe(200);
});
