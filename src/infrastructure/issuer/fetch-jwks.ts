import type { JSONWebKeySet } from 'jose';

const TIMEOUT_MS = 5000;
const MAX_BYTES = 64 * 1024;
const MAX_KEYS = 16;

/**
 * The issuer's published keys. The operator set the address, so redirects are not followed; the answer may take only
 * little time and little space. Throws an Error that says what was wrong.
 */
export async function fetchJwks(url: string, timeoutMs = TIMEOUT_MS): Promise<JSONWebKeySet> {
  const response = await fetch(url, {
    redirect: 'error',
    headers: { accept: 'application/json, application/jwk-set+json' },
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (response.status !== 200 || response.body === null) {
    await response.body?.cancel();
    throw new Error(`answered with status ${response.status}`);
  }
  const jwks: unknown = JSON.parse(await readText(response.body));
  if (typeof jwks !== 'object' || jwks === null || !('keys' in jwks) || !Array.isArray(jwks.keys)) {
    throw new Error('sent no key set');
  }
  if (jwks.keys.length > MAX_KEYS) throw new Error(`sent more than ${MAX_KEYS} keys`);
  return jwks as JSONWebKeySet;
}

async function readText(body: ReadableStream<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BYTES) throw new Error(`sent more than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
