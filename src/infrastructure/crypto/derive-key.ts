import { hkdfSync } from 'node:crypto';

const KEY_BYTES = 32;

/** A key for one purpose, so that what is signed for one can never pass for another (HKDF-SHA-256, RFC 5869). */
export function deriveKey(secret: string, purpose: 'jwt' | 'api-key' | 'refresh-token' | 'job' | 'field'): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `snackbase:${purpose}`, KEY_BYTES));
}
