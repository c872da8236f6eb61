import type { Request } from 'express';

const ACCOUNT_HEADER = 'x-account-id';

/** The account that a caller names, by its id, code or slug; blanks name none. */
export function namedAccount({ headers }: Pick<Request, 'headers'>): string | undefined {
  const header = headers[ACCOUNT_HEADER];
  return typeof header === 'string' && header.trim() !== '' ? header : undefined;
}
