/** Requests of hostile clients, and who they say that sends them. */
export interface Sent {
  readonly method: string;
  /** Behind `/api/v1`. */
  readonly path: string;
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string | number>>;
  readonly body?: Buffer | string | undefined;
}

/** As long as the body is, unless they say something else. */
export function headersOf({
  token,
  headers,
  body,
}: Pick<Sent, 'token' | 'headers' | 'body'>): Record<string, string | number> {
  return {
    'content-type': 'application/json',
    ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...headers,
  };
}

/** Callers without a credential, each from an address of its own. */
export function stranger(index: number, slug?: string): Record<string, string> {
  return {
    'x-forwarded-for': `198.51.100.${index + 1}`,
    ...(slug === undefined ? {} : { 'x-account-id': slug }),
  };
}
