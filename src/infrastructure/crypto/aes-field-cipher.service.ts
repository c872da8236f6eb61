import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { FieldCipher, type SecretPlace, SecretUnreadable } from '#application/ports/field-cipher';
import { DomainError } from '#domain/kernel/errors';
import {
  formatCiphertext,
  KEY_ID_CHARACTERS,
  NONCE_BYTES,
  parseCiphertext,
  TAG_BYTES,
} from '#domain/records/ciphertext';
import { deriveKey } from './derive-key';

const ALGORITHM = 'aes-256-gcm';

/** AES-256-GCM. The first secret encrypts; all of them decrypt, each what is marked with its id. */
export class AesFieldCipher extends FieldCipher {
  override readonly keyId: string | null;
  private readonly keys: ReadonlyMap<string, Buffer>;

  constructor(secrets: readonly string[]) {
    super();
    const keys = secrets.map((secret) => deriveKey(secret, 'field'));
    this.keys = new Map(keys.map((key) => [idOf(key), key]));
    this.keyId = keys.length === 0 ? null : idOf(keys[0]!);
  }

  override isPrevious(keyId: string): boolean {
    return keyId !== this.keyId && this.keys.has(keyId);
  }

  override encrypt(plaintext: string, place: SecretPlace): string {
    if (this.keyId === null) throw keyMissing();
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.keys.get(this.keyId)!, nonce).setAAD(dataOf(place));
    const text = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
    return formatCiphertext({ keyId: this.keyId, nonce, text, tag: cipher.getAuthTag() });
  }

  override decrypt(ciphertext: string, place: SecretPlace): string {
    const parsed = parseCiphertext(ciphertext);
    if (parsed === null) throw new SecretUnreadable('what is stored is no ciphertext, or was cut');
    const { keyId, nonce, text, tag } = parsed;
    const key = this.keys.get(keyId);
    if (key === undefined) throw new SecretUnreadable(`no key of this server has the id ${keyId}`);
    const options = { authTagLength: TAG_BYTES };
    const decipher = createDecipheriv(ALGORITHM, key, nonce, options).setAAD(dataOf(place)).setAuthTag(tag);
    try {
      return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
    } catch {
      throw new SecretUnreadable('it was changed, or belongs elsewhere');
    }
  }
}

/** Associated data. Neither ids of records and accounts nor those of fields have a slash. */
function dataOf({ accountId, recordId, fieldId }: SecretPlace): Buffer {
  return Buffer.from(`${accountId}/${recordId}/${fieldId}`);
}

/** Reveals nothing of the key. */
function idOf(key: Buffer): string {
  return createHash('sha256').update(key).digest('hex').slice(0, KEY_ID_CHARACTERS);
}

function keyMissing(): DomainError {
  const message = 'This server has no key to encrypt values with';
  return new DomainError('RECORD_SECRET_KEY_MISSING', 'conflict', message, {
    hint: 'The operator has to set SNACKBASE_ENCRYPTION_KEY.',
  });
}
