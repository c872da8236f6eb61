import { ServerResponse } from 'node:http';
import type { Application, Response } from 'express';
import type { Lifecycle } from './lifecycle';

/**
 * Lets every answer whose head goes out after a stop was asked for close its connection, those to requests that came
 * before it included: a client would otherwise send its next request into a connection that is about to go away. Done
 * where the head is written, so that until then no request pays for it.
 */
export function closeWhenStopping(app: Application, lifecycle: Lifecycle): void {
  const { response } = app as Application & { readonly response: Response };
  Object.defineProperty(response, 'writeHead', {
    value(this: ServerResponse, ...head: Parameters<ServerResponse['writeHead']>): ServerResponse {
      if (lifecycle.stopping) this.setHeader('Connection', 'close');
      ServerResponse.prototype.writeHead.apply(this, head);
      return this;
    },
  });
}
