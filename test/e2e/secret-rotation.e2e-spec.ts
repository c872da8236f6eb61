/** D1, D3: what is signed with which secret, and what a restart with another one leaves valid. */
import { createHash, createHmac } from 'node:crypto';
import { deriveKey } from '#server/infrastructure/crypto/derive-key';
import { createDatabase, type TestDatabase } from '../support/database';
import { startServerOn, type TestServer } from '../support/server';
import { API, login } from '../support/member';

const FIRST = 'the first secret of this server, long enough';
const SECOND = 'the second secret of this server, long enough';
const THIRD = 'the third secret of this server, long enough';
const ROOT = 'root@snackbase.example';

let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  database = await createDatabase();
  server = await startServerOn(database, { SNACKBASE_SECRET_KEY: FIRST });
});
afterAll(async () => {
  await server?.stop();
  await database?.drop();
});

async function restart(secret: string, previous: readonly string[]): Promise<void> {
  await server.stop();
  server = await startServerOn(database, {
    SNACKBASE_SECRET_KEY: secret,
    SNACKBASE_SECRET_KEY_PREVIOUS: JSON.stringify(previous),
  });
}

const me = async (token: string): Promise<number> => (await server.http.get(`${API}/auth/me`, { token })).status;
const refresh = (token: string) => server.http.post(`${API}/auth/refresh`, { refresh_token: token });
const newKey = async (token: string): Promise<string> =>
  (await server.http.post(`${API}/admin/api-keys`, { name: 'rotation' }, { token })).body.key;
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const read = (token: string, index: number): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[index]!, 'base64url').toString()) as Record<string, unknown>;
const kidOf = (token: string): unknown => read(token, 0)['kid'];

test('sessions and keys outlive their secret while it is listed as a previous one, and no longer', async () => {
  const member = await login(server.http, 'system', ROOT);
  const key = await newKey(member.token);
  expect([await me(member.token), await me(key)]).toEqual([200, 200]);

  await restart(SECOND, [FIRST]);
  expect([await me(member.token), await me(key)]).toEqual([200, 200]);
  const renewed = (await refresh(member.refreshToken)).body;
  const later = await newKey(renewed.token);
  expect(kidOf(renewed.token)).not.toBe(kidOf(member.token));

  await restart(SECOND, []);
  expect([await me(member.token), await me(key)]).toEqual([401, 401]);
  expect([await me(renewed.token), await me(later)]).toEqual([200, 200]);
  // Known by its hash: it works whatever became of the secret that marked it.
  const { status, body } = await refresh(renewed.refresh_token);
  expect([status, await me(body.token)]).toEqual([200, 200]);
});

test('D1, D3: a bearer is ours only with our algorithm, key, type, issuer, audience and end', async () => {
  const { token } = await login(server.http, 'system', ROOT);
  const header = read(token, 0);
  const claims = read(token, 1);
  const jwtKey = deriveKey(SECOND, 'jwt');
  const sign = (more: object, body: object = claims, key: Buffer | string = jwtKey, hash = 'sha256'): string => {
    const text = `${part({ ...header, ...more })}.${part(body)}`;
    return `${text}.${createHmac(hash, key).update(text).digest('base64url')}`;
  };
  expect(await me(sign({}))).toBe(200);

  const removedKey = deriveKey(FIRST, 'jwt');
  const forged: Record<string, string> = {
    'no algorithm': `${part({ ...header, alg: 'none' })}.${part(claims)}.`,
    'no algorithm, with a signature': sign({ alg: 'none' }),
    'another HMAC': sign({ alg: 'HS512' }, claims, jwtKey, 'sha512'),
    'a public key’s algorithm': sign({ alg: 'RS256' }),
    'the undivided secret': sign({}, claims, SECOND),
    'the key of API keys': sign({}, claims, deriveKey(SECOND, 'api-key')),
    'a removed secret': sign({ kid: kid(removedKey) }, claims, removedKey),
    'a removed secret under our key id': sign({}, claims, removedKey),
    'no key id': sign({ kid: undefined }),
    'a key id from the prototype': sign({ kid: '__proto__' }),
    'a path as key id': sign({ kid: '../../../../dev/null' }, claims, ''),
    'an operator object as key id': sign({ kid: { $gt: '' } }),
    'another type': sign({}, { ...claims, type: 'refresh' }),
    'another issuer': sign({}, { ...claims, iss: 'evil' }),
    'another audience': sign({}, { ...claims, aud: ['elsewhere'] }),
    'no end': sign({}, { ...claims, exp: undefined }),
    'an end that is a text': sign({}, { ...claims, exp: '4000000000' }),
    'the session of nobody': sign({}, { ...claims, sid: '00000000-0000-7000-8000-000000000000' }),
    'another user’s id': sign({}, { ...claims, sub: '00000000-0000-7000-8000-000000000000' }),
    'claims that are a list': `${part(header)}.${part([claims])}.x`,
    'no signature': token.slice(0, token.lastIndexOf('.') + 1),
    'one part': 'abc',
    nothing: '',
  };
  for (const [what, bearer] of Object.entries(forged)) {
    const answer = await server.http.get(`${API}/auth/me`, { headers: { authorization: `Bearer ${bearer}` } });
    expect({ what, status: answer.status }).toEqual({ what, status: 401 });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  }
});

test('a used refresh token ends its session as long as the secret that marked it is accepted', async () => {
  const used = [await login(server.http, 'system', ROOT), await login(server.http, 'system', ROOT)];
  const newest: string[] = [];
  for (const { refreshToken } of used) newest.push((await refresh(refreshToken)).body.refresh_token);

  await restart(THIRD, [SECOND]);
  expect((await refresh(used[0]!.refreshToken)).status).toBe(401);
  expect((await refresh(newest[0]!)).status).toBe(401);

  await restart(THIRD, []);
  expect((await refresh(used[1]!.refreshToken)).status).toBe(401);
  expect((await refresh(newest[1]!)).status).toBe(200);
});

function kid(key: Buffer): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 8);
}
