import { createHash, createHmac, generateKeyPairSync } from 'node:crypto';
import { JwtService, type JwtModuleOptions } from '@nestjs/jwt';
import type { AccessClaims } from '#application/ports/token-signer';
import { newSecret } from '#domain/auth/opaque-token';
import { parseRefreshToken } from '#domain/auth/refresh-token';
import { newId } from '#domain/kernel/ids';
import { deriveKey } from './derive-key';
import { JwtTokenSigner } from './jwt-token-signer.service';

const SECRET = 'a secret of the test suite, long enough for it';
const OPTIONS = { secretKey: SECRET, previousSecretKeys: [] as string[], accessTokenMinutes: 60, refreshTokenDays: 7 };
const CLAIMS: AccessClaims = {
  sessionId: newId(),
  userId: newId(),
  accountId: newId(),
  email: 'bob@example.org',
  role: 'admin',
};

const signer = new JwtTokenSigner(OPTIONS);
const key = deriveKey(SECRET, 'jwt');
const kid = createHash('sha256').update(key).digest('hex').slice(0, 8);

const jwt = (options: JwtModuleOptions): JwtService => new JwtService(options);
const refusal = (code: string): Error => expect.objectContaining({ code }) as Error;
const newRefreshToken = (by: JwtTokenSigner): string => by.markRefreshToken(newId(), newSecret());
const hasIssued = (by: JwtTokenSigner, token: string): boolean => by.hasIssued(parseRefreshToken(token)!);
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (token: string, index: number): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[index]!, 'base64url').toString()) as Record<string, unknown>;

const GOOD = {
  iss: 'snackbase',
  aud: 'snackbase',
  sub: CLAIMS.userId,
  sid: CLAIMS.sessionId,
  type: 'access',
  exp: 4_000_000_000,
};

/** A token signed with our very key, with whatever header and claims. */
function forge(claims: object, header: object = {}, hash = 'sha256'): string {
  return sign(`${part({ alg: 'HS256', typ: 'JWT', kid, ...header })}.${part(claims)}`, hash);
}

function sign(text: string, hash = 'sha256'): string {
  return `${text}.${createHmac(hash, key).update(text).digest('base64url')}`;
}

test('what was signed is read back, and says what clients read', () => {
  const token = signer.signAccessToken(CLAIMS);
  expect(signer.verifyAccessToken(token)).toMatchObject({ sessionId: CLAIMS.sessionId, userId: CLAIMS.userId });
  expect(decode(token, 0)).toMatchObject({ alg: 'HS256', kid: expect.stringMatching(/^[0-9a-f]{8}$/) as unknown });
  const claims = decode(token, 1);
  expect(claims).toMatchObject({
    iss: 'snackbase',
    aud: 'snackbase',
    sub: CLAIMS.userId,
    sid: CLAIMS.sessionId,
    user_id: CLAIMS.userId,
    account_id: CLAIMS.accountId,
    email: CLAIMS.email,
    role: 'admin',
    type: 'access',
  });
  expect(Number(claims['exp']) - Number(claims['iat'])).toBe(3600);
});

test('the forgery helper makes a good token when nothing is wrong', () => {
  expect(signer.verifyAccessToken(forge(GOOD)).userId).toBe(CLAIMS.userId);
});

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });

test.each([
  ['no algorithm', `${part({ alg: 'none', kid })}.${part(GOOD)}.`],
  ['no algorithm, in another spelling', `${part({ alg: 'nOnE', kid })}.${part(GOOD)}.`],
  ['no algorithm but a signature', forge(GOOD, { alg: 'none' })],
  ['another HMAC', forge(GOOD, { alg: 'HS512' }, 'sha512')],
  ['a public key', jwt({ privateKey: rsa.privateKey, signOptions: { algorithm: 'RS256', keyid: kid } }).sign(GOOD)],
  ['a public key named for an HMAC', forge(GOOD, { alg: 'RS256' })],
  ['the undivided secret', jwt({ secret: SECRET, signOptions: { keyid: kid } }).sign(GOOD)],
  ['the key of API keys', jwt({ secret: deriveKey(SECRET, 'api-key'), signOptions: { keyid: kid } }).sign(GOOD)],
  ['no key id', forge(GOOD, { kid: undefined })],
  ['an empty key id', forge(GOOD, { kid: '' })],
  ['another key id', forge(GOOD, { kid: '00000000' })],
  ['a prototype’s name as key id', forge(GOOD, { kid: '__proto__' })],
  ['a method’s name as key id', forge(GOOD, { kid: 'constructor' })],
  ['a path as key id', forge(GOOD, { kid: '../../dev/null' })],
  ['an operator object as key id', forge(GOOD, { kid: { $ne: null } })],
  ['a list as key id', forge(GOOD, { kid: [kid] })],
  ['a key of its own in the header', forge(GOOD, { kid: undefined, jwk: { kty: 'oct', k: part({}) } })],
  ['another issuer', forge({ ...GOOD, iss: 'evil' })],
  ['no issuer', forge({ ...GOOD, iss: undefined })],
  ['another audience', forge({ ...GOOD, aud: 'elsewhere' })],
  ['no audience', forge({ ...GOOD, aud: undefined })],
  ['another type', forge({ ...GOOD, type: 'refresh' })],
  ['no type', forge({ ...GOOD, type: undefined })],
  ['no end', forge({ ...GOOD, exp: undefined })],
  ['no session', forge({ ...GOOD, sid: undefined })],
  ['an operator object as session', forge({ ...GOOD, sid: { $ne: null } })],
  ['a subject that is no id', forge({ ...GOOD, sub: 'admin' })],
  ['nothing', ''],
  ['rubbish', 'a.b.c'],
])('a token with %s is refused', (_what, token) => {
  expect(() => signer.verifyAccessToken(token)).toThrow(refusal('AUTH_TOKEN_INVALID'));
  expect(signer.sessionOf(token)).toBeNull();
});

test('an expired token is recognised, and still names its session for the logout', () => {
  const token = forge({ ...GOOD, exp: 1_600_000_000 });
  expect(() => signer.verifyAccessToken(token)).toThrow(refusal('AUTH_TOKEN_EXPIRED'));
  expect(signer.sessionOf(token)?.sessionId).toBe(CLAIMS.sessionId);
});

test('where a claim is there twice, the one that is checked is the one that is used', () => {
  const claims = part(GOOD);
  const text = Buffer.from(claims, 'base64url').toString();
  const twice = Buffer.from(`{"sid":"x","type":"refresh",${text.slice(1)}`).toString('base64url');
  const header = part({ alg: 'HS256', kid });
  expect(signer.verifyAccessToken(sign(`${header}.${twice}`)).sessionId).toBe(CLAIMS.sessionId);
  const last = Buffer.from(`${text.slice(0, -1)},"type":"refresh"}`).toString('base64url');
  expect(() => signer.verifyAccessToken(sign(`${header}.${last}`))).toThrow('Invalid token');
});

test('what an earlier secret signed holds until that secret is dropped; nothing new is signed with it', () => {
  const rotated = new JwtTokenSigner({
    ...OPTIONS,
    secretKey: `${SECRET}!`,
    previousSecretKeys: ['x'.repeat(32), SECRET],
  });
  const token = signer.signAccessToken(CLAIMS);
  expect(rotated.verifyAccessToken(token).sessionId).toBe(CLAIMS.sessionId);
  expect(rotated.verifyApiKey(signer.signApiKey(CLAIMS.userId))).toBe(CLAIMS.userId);
  expect(hasIssued(rotated, newRefreshToken(signer))).toBe(true);

  const renewed = rotated.signAccessToken(CLAIMS);
  expect(decode(renewed, 0)['kid']).not.toBe(kid);
  expect(rotated.verifyAccessToken(renewed).sessionId).toBe(CLAIMS.sessionId);
  expect(() => signer.verifyAccessToken(renewed)).toThrow('Invalid token');
  expect(signer.verifyApiKey(rotated.signApiKey(CLAIMS.userId))).toBeNull();
  expect(hasIssued(signer, newRefreshToken(rotated))).toBe(false);

  // The id of one key with the signature of another.
  expect(() => rotated.verifyAccessToken(forge(GOOD, { kid: decode(renewed, 0)['kid'] }))).toThrow('Invalid token');
});

test('servers with different secrets do not know each other’s tokens and keys', () => {
  const other = new JwtTokenSigner({ ...OPTIONS, secretKey: `${SECRET}!` });
  expect(() => other.verifyAccessToken(signer.signAccessToken(CLAIMS))).toThrow('Invalid token');
  expect(other.verifyApiKey(signer.signApiKey(CLAIMS.userId))).toBeNull();
  expect(signer.verifyApiKey(signer.signApiKey(CLAIMS.userId))).toBe(CLAIMS.userId);
  expect(hasIssued(other, newRefreshToken(signer))).toBe(false);
  expect(hasIssued(signer, newRefreshToken(signer))).toBe(true);
});
