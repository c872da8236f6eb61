import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { deriveKey } from './derive-key';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts texts that must be kept for a while (AES-256-GCM). The first secret seals; all of them open. */
export class SecretBox {
  private readonly keys: readonly Buffer[];

  constructor(secrets: readonly [string, ...string[]]) {
    this.keys = secrets.map((secret) => deriveKey(secret, 'job'));
  }

  /** `context`: what the text belongs to; with another one it does not open, so that no row can borrow another's secret. */
  seal(text: string, context: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.keys[0]!, nonce).setAAD(Buffer.from(context));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  /** Throws when the text was changed, belongs to another context, or was sealed with a secret that is not known here. */
  open(sealed: string, context: string): string {
    const bytes = Buffer.from(sealed, 'base64url');
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
    const text = bytes.subarray(NONCE_BYTES + TAG_BYTES);
    for (const key of this.keys) {
      try {
        const options = { authTagLength: TAG_BYTES };
        const decipher = createDecipheriv(ALGORITHM, key, nonce, options).setAAD(Buffer.from(context)).setAuthTag(tag);
        return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
      } catch {
        // Another secret may fit.
      }
    }
    throw new Error('Sealed with a secret that this server does not know');
  }
}
