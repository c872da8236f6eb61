import { createHmac } from 'node:crypto';
import type { AppConfig } from './app-config';

const LABEL = 'mark of a secret in a backup';
const MARK_CHARACTERS = 16;

/** What a backup knows of the secrets of its server: enough to tell whether another server has the same, and not to find one. */
export interface SecretMarks {
  readonly key: string;
  readonly previous: readonly string[];
  /** Of the keys of encrypted fields, the current one first. Backups of earlier versions have none. */
  readonly encryption?: readonly string[];
  /** Whether there was one: a password may be guessed from a mark, a secret of 32 random characters not. */
  readonly smtpPassword: boolean;
}

export function secretMarks(config: AppConfig): SecretMarks {
  const { secretKey, secretKeyPrevious, encryptionKey, encryptionKeyPrevious, smtpPassword } = config;
  return {
    key: markOf(secretKey),
    previous: secretKeyPrevious.map(markOf),
    encryption: encryptionKey === undefined ? [] : [encryptionKey, ...encryptionKeyPrevious].map(markOf),
    smtpPassword: smtpPassword !== undefined,
  };
}

/** What of the secrets of a backup's server is not here. `hasKey`: whether a key is set here at all. */
export function missingSecrets(backup: SecretMarks, here: SecretMarks, hasKey: boolean): readonly string[] {
  const known = [here.key, ...here.previous];
  const missing: string[] = [];
  if (!hasKey) missing.push('SNACKBASE_SECRET_KEY is missing');
  else if (!known.includes(backup.key)) missing.push('SNACKBASE_SECRET_KEY differs');
  if (backup.previous.some((mark) => !known.includes(mark))) {
    missing.push(`SNACKBASE_SECRET_KEY_PREVIOUS ${here.previous.length === 0 ? 'is missing' : 'differs'}`);
  }
  const { encryption = [] } = here;
  if (backup.encryption?.some((mark) => !encryption.includes(mark)) === true) {
    missing.push(`SNACKBASE_ENCRYPTION_KEY ${encryption.length === 0 ? 'is missing' : 'differs'}`);
  }
  if (backup.smtpPassword && !here.smtpPassword) missing.push('SNACKBASE_SMTP_PASSWORD is missing');
  return missing;
}

function markOf(secret: string): string {
  return createHmac('sha256', secret).update(LABEL).digest('hex').slice(0, MARK_CHARACTERS);
}
