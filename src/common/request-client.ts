import type { Request } from 'express';
import type { Client } from '#domain/kernel/request-context';
import { clientAddress } from './client-address';

/** Where a request comes from, found out only when it is asked for: most requests never do. */
export class RequestClient implements Client {
  /** Private also at run time: whoever logs or shows a context must not show the whole request. */
  readonly #request: Request;

  constructor(request: Request) {
    this.#request = request;
  }

  get address(): string | null {
    return clientAddress(this.#request);
  }

  get userAgent(): string | null {
    return this.#request.headers['user-agent'] ?? null;
  }
}
