/** A trusted issuer for tests: real keys, published by a real server whose answers a test can change. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type CryptoKey, type JWK, type JWTPayload, SignJWT } from 'jose';

export const ISSUER = 'https://issuer.example';
export const AUDIENCE = 'snackbase-tests';
export const MAX_AGE_SECONDS = 300;

export interface IssuerKey {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly jwk: JWK;
}

export interface TestIssuer {
  /** Settings of a server that trusts this issuer. */
  readonly environment: Record<string, string>;
  readonly url: string;
  /** What is published; the first one signs. */
  keys: IssuerKey[];
  /** undefined: the keys. */
  answer: ((response: ServerResponse) => void) | undefined;
  readonly asked: () => number;
  /** A token for this person; `claims` replaces members, undefined removes them. */
  token(claims?: Record<string, unknown>, options?: { key?: IssuerKey; header?: object }): Promise<string>;
  stop(): Promise<void>;
}

export async function newIssuerKey(kid: string, alg = 'ES256'): Promise<IssuerKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, alg, privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

export function issuerClaims(more: Record<string, unknown> = {}): JWTPayload {
  const now = Math.floor(Date.now() / 1000);
  return {
    iss: ISSUER,
    aud: AUDIENCE,
    sub: 'subject-1',
    email: 'ops@issuer.example',
    snackbase_role: 'admin',
    iat: now,
    exp: now + MAX_AGE_SECONDS,
    ...more,
  };
}

export async function startIssuer(): Promise<TestIssuer> {
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    if (issuer.answer) issuer.answer(response);
    else response.end(JSON.stringify({ keys: issuer.keys.map(({ jwk }) => jwk) }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
  const issuer: TestIssuer = {
    environment: {
      SNACKBASE_PLATFORM_ISSUER: ISSUER,
      SNACKBASE_PLATFORM_JWKS_URL: url,
      SNACKBASE_PLATFORM_AUDIENCE: AUDIENCE,
      SNACKBASE_PLATFORM_MAX_TOKEN_AGE_SECONDS: String(MAX_AGE_SECONDS),
    },
    url,
    keys: [await newIssuerKey('first'), await newIssuerKey('second', 'RS256')],
    answer: undefined,
    asked: () => asked,
    token: (claims = {}, { key = issuer.keys[0]!, header = {} } = {}) =>
      new SignJWT(issuerClaims(claims))
        .setProtectedHeader({ alg: key.alg, kid: key.kid, ...header })
        .sign(key.privateKey),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return issuer;
}
