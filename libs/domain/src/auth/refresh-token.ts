/**
 * A refresh token is `<refresh id>.<secret>.<mark>`. The id names the session throughout its life. The secret is new with each
 * refresh, and its hash in the session's row tells the newest token. The mark is a MAC of both, cut to 128 bits: it proves
 * that the server once issued this very token, so that used tokens are recognised and none of them is stored.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { isId } from '../kernel/ids';
import { hashSecret, isSecret } from './opaque-token';

const MARK_BYTES = 16;
/** Earlier servers issued tokens without a mark. */
const TOKEN = /^([^.]{36})\.([^.]{43})(?:\.([A-Za-z0-9_-]{22}))?$/;

export interface RefreshTokenParts {
  readonly id: string;
  readonly secret: string;
  /** Of the secret. */
  readonly hash: string;
  readonly mark: string | null;
}

export function formatRefreshToken(id: string, secret: string, markingKey: Buffer): string {
  return `${id}.${secret}.${markOf(id, secret, markingKey)}`;
}

/** null: not a refresh token of ours. Nothing is said about its mark. */
export function parseRefreshToken(token: string): RefreshTokenParts | null {
  const [, id = '', secret = '', mark = null] = TOKEN.exec(token) ?? [];
  if (!isId(id) || !isSecret(secret)) return null;
  return { id, secret, hash: hashSecret(secret), mark };
}

export function isMarkedWith(markingKey: Buffer, { id, secret, mark }: RefreshTokenParts): boolean {
  // Texts, not bytes, are compared: base64 has several spellings of the same bytes, and only one is the mark.
  return mark !== null && timingSafeEqual(Buffer.from(mark), Buffer.from(markOf(id, secret, markingKey)));
}

function markOf(id: string, secret: string, markingKey: Buffer): string {
  return createHmac('sha256', markingKey).update(`${id}.${secret}`).digest().toString('base64url', 0, MARK_BYTES);
}
