/**
 * API keys are `sb_ak.<payload>.<signature>`, the form that the clients recognise. The payload only names the row; role
 * and account are always read from the database, so that a key never knows more than its owner's present rights.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { isId } from '../kernel/ids';

const PREFIX = 'sb_ak';
const VERSION = 1;
/** Every token prefix of this family, ours or not. */
const FAMILY = 'sb_';
const BASE64URL = /^[A-Za-z0-9_-]+$/;
const MAX_LENGTH = 512;

export function isApiKeyShaped(token: string): boolean {
  return token.startsWith(FAMILY);
}

/** The key for the row `id`; `nonce` makes its text unguessable even with the signing key known. */
export function signApiKey(id: string, nonce: string, signingKey: Buffer): string {
  const payload = Buffer.from(JSON.stringify({ v: VERSION, id, n: nonce })).toString('base64url');
  return `${PREFIX}.${payload}.${signature(payload, signingKey).toString('base64url')}`;
}

/** The row id inside a key that we signed; null for every other text. */
export function verifyApiKey(token: string, signingKey: Buffer): string | null {
  const [prefix, payload, given, ...rest] = token.length > MAX_LENGTH ? [] : token.split('.');
  if (prefix !== PREFIX || !payload || !given || rest.length > 0) return null;
  if (!BASE64URL.test(payload) || !BASE64URL.test(given)) return null;
  const expected = signature(payload, signingKey).toString('base64url');
  // Texts, not bytes, are compared: base64 has several spellings of the same bytes, and only one is the key.
  if (given.length !== expected.length || !timingSafeEqual(Buffer.from(given), Buffer.from(expected))) return null;
  return idOf(payload);
}

function signature(payload: string, signingKey: Buffer): Buffer {
  return createHmac('sha256', signingKey).update(`${PREFIX}.${payload}`).digest();
}

function idOf(payload: string): string | null {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    if (typeof parsed !== 'object' || parsed === null || !('id' in parsed) || !('v' in parsed)) return null;
    return parsed.v === VERSION && typeof parsed.id === 'string' && isId(parsed.id) ? parsed.id : null;
  } catch {
    return null;
  }
}
