/** What the headers of a request say about its caller. */
import type { Request } from 'express';

const SCHEME = 'bearer';
const API_KEY_HEADER = 'x-api-key';
const ACCOUNT_HEADER = 'x-account-id';

/**
 * The credential that a request carries; undefined: none; empty: one that is not understood. The Authorization header is
 * final, whatever it holds: falling through to the API key, or to no credential, would let a caller act as somebody other
 * than it believes.
 */
export function credentialToken({ headers }: Pick<Request, 'headers'>): string | undefined {
  const { authorization } = headers;
  if (authorization !== undefined) {
    const space = authorization.indexOf(' ');
    const isBearer = space >= 0 && authorization.slice(0, space).toLowerCase() === SCHEME;
    return isBearer ? authorization.slice(space + 1).trim() : '';
  }
  const key = headers[API_KEY_HEADER];
  return typeof key === 'string' ? key : undefined;
}

/** The account that a caller names, by its id, code or slug; blanks name none. */
export function namedAccount({ headers }: Pick<Request, 'headers'>): string | undefined {
  const header = headers[ACCOUNT_HEADER];
  return typeof header === 'string' && header.trim() !== '' ? header : undefined;
}
