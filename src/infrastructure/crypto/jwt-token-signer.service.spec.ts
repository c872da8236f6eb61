import { createHmac, generateKeyPairSync } from 'node:crypto';
import { JwtService } from '@nestjs/jwt';
import type { AccessClaims } from '#application/ports/token-signer';
import { newId } from '#domain/kernel/ids';
import { deriveKey } from './derive-key';
import { JwtTokenSigner } from './jwt-token-signer.service';

const SECRET = 'a secret of the test suite, long enough for it';
const OPTIONS = { secretKey: SECRET, accessTokenMinutes: 60, refreshTokenDays: 7 };
const CLAIMS: AccessClaims = {
  sessionId: newId(),
  userId: newId(),
  accountId: newId(),
  email: 'bob@example.org',
  role: 'admin',
};

const signer = new JwtTokenSigner(OPTIONS);
const key = deriveKey(SECRET, 'jwt');

const refusal = (code: string): Error => expect.objectContaining({ code }) as Error;
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
function forge(claims: object, header: object = { alg: 'HS256', typ: 'JWT' }, hash = 'sha256'): string {
  const text = `${part(header)}.${part(claims)}`;
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
  ['no algorithm', `${part({ alg: 'none' })}.${part(GOOD)}.`],
  ['no algorithm but a signature', forge(GOOD, { alg: 'none' })],
  ['another HMAC', forge(GOOD, { alg: 'HS512' }, 'sha512')],
  ['a public key', new JwtService({ privateKey: rsa.privateKey, signOptions: { algorithm: 'RS256' } }).sign(GOOD)],
  ['the undivided secret', new JwtService({ secret: SECRET }).sign(GOOD)],
  ['the key of API keys', new JwtService({ secret: deriveKey(SECRET, 'api-key') }).sign(GOOD)],
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

test('an expired token is told apart, and still names its session for the logout', () => {
  const token = forge({ ...GOOD, exp: 1_600_000_000 });
  expect(() => signer.verifyAccessToken(token)).toThrow(refusal('AUTH_TOKEN_EXPIRED'));
  expect(signer.sessionOf(token)?.sessionId).toBe(CLAIMS.sessionId);
});

test('servers with different secrets do not know each other’s tokens and keys', () => {
  const other = new JwtTokenSigner({ ...OPTIONS, secretKey: `${SECRET}!` });
  expect(() => other.verifyAccessToken(signer.signAccessToken(CLAIMS))).toThrow('Invalid token');
  expect(other.verifyApiKey(signer.signApiKey(CLAIMS.userId))).toBeNull();
  expect(signer.verifyApiKey(signer.signApiKey(CLAIMS.userId))).toBe(CLAIMS.userId);
});
