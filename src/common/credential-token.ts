import type { Request } from 'express';

const SCHEME = 'bearer';
const API_KEY_HEADER = 'x-api-key';

/**
 * The credential that a request carries; undefined: none. A bearer is final, even an empty one: falling through to the
 * API key would let a caller act as somebody other than it believes. Other schemes are meant for others (proxies) and
 * ignored.
 */
export function credentialToken({ headers }: Pick<Request, 'headers'>): string | undefined {
  const { authorization } = headers;
  if (authorization !== undefined) {
    const space = authorization.indexOf(' ');
    const scheme = space < 0 ? authorization : authorization.slice(0, space);
    if (scheme.toLowerCase() === SCHEME) return space < 0 ? '' : authorization.slice(space + 1).trim();
  }
  const key = headers[API_KEY_HEADER];
  return typeof key === 'string' ? key : undefined;
}
