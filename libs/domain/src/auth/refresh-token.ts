/** A refresh token is `<row id>.<secret>`: the id finds the row through its primary key, the secret proves possession. */
import { isId } from '../kernel/ids';
import { hashSecret, isSecret } from './opaque-token';

const ID_LENGTH = 36;

export interface RefreshTokenParts {
  readonly id: string;
  readonly hash: string;
}

export function formatRefreshToken(id: string, secret: string): string {
  return `${id}.${secret}`;
}

/** null: not a refresh token of ours. */
export function parseRefreshToken(token: string): RefreshTokenParts | null {
  const id = token.slice(0, ID_LENGTH);
  const secret = token.slice(ID_LENGTH + 1);
  if (token[ID_LENGTH] !== '.' || !isId(id) || !isSecret(secret)) return null;
  return { id, hash: hashSecret(secret) };
}
