import type { Response } from 'express';

/** Characters of a header. */
const MAX_IGNORED = 4000;

/** Which fields were sent in vain. Proxies give up on answers whose headers are long: further names are left out. */
export function sayIgnored(response: Response, names: readonly string[]): void {
  if (names.length === 0) return;
  const text = names.join(',');
  const end = text.length <= MAX_IGNORED ? text.length : text.lastIndexOf(',', MAX_IGNORED);
  response.setHeader('X-Ignored-Fields', text.slice(0, end));
}
