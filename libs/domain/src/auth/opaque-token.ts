/**
 * Secrets that the server hands out and stores only as a hash: refresh tokens, set-up links. They carry 256 random bits,
 * so a plain SHA-256 is enough, and what is stored cannot be used to log in.
 */
import { hash, randomBytes, timingSafeEqual } from 'node:crypto';

const SECRET_BYTES = 32;
const SECRET = /^[A-Za-z0-9_-]{43}$/;

/** 43 URL-safe characters. */
export function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

/** True for the shape of newSecret(). */
export function isSecret(text: string): boolean {
  return SECRET.test(text);
}

/** SHA-256 in hexadecimal. */
export function hashSecret(secret: string): string {
  return hash('sha256', secret);
}

/** Compares two hexadecimal hashes without telling where they differ. */
export function sameHash(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
