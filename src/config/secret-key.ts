import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MIN_SECRET_LENGTH } from './env-identity.schema';

const SECRET_KEY_FILE = 'secret.key';
export const ENCRYPTION_KEY_FILE = 'encryption.key';
const SECRET_BYTES = 48;

/** Values from published examples: a server that signs with one signs with a secret that everybody knows. */
const PLACEHOLDERS = [
  /change[-_ ]?me/i,
  /^(your|my|the)[-_ ]?secret/i,
  /^(secret|password|example|test|insecure)+$/i,
  /^(.)\1*$/,
];

export function isPlaceholderSecret(secret: string): boolean {
  return PLACEHOLDERS.some((placeholder) => placeholder.test(secret));
}

/** undefined: none was made there yet. */
export function storedSecret(directory: string, name = SECRET_KEY_FILE): string | undefined {
  return readSecret(join(directory, name));
}

/**
 * The secret kept in `directory`, made at the first call. A new one is written to a separate file and then linked to
 * its name, so that two processes that start together both use the one that came first, and no process reads half a
 * secret.
 */
export function keptSecret(directory: string, name = SECRET_KEY_FILE): string {
  const file = join(directory, name);
  const kept = storedSecret(directory, name);
  if (kept !== undefined) return kept;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, `${randomBytes(SECRET_BYTES).toString('base64url')}\n`, {
    mode: 0o600,
    flag: 'wx',
    flush: true,
  });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const made = readSecret(file);
  if (made === undefined) throw new Error(`${file} vanished while it was being made`);
  return made;
}

function readSecret(file: string): string | undefined {
  let secret: string;
  try {
    secret = readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  if (secret.length < MIN_SECRET_LENGTH)
    throw new Error(`${file} holds no usable secret; remove it to have a new one made`);
  return secret;
}
