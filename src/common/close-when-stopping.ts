import { ServerResponse } from 'node:http';
import type { Application } from 'express';
import type { Lifecycle } from './lifecycle';

/**
 * Lets every answer whose head goes out after a stop was asked for close its connection, those to requests that came
 * before it included: a client would otherwise send its next request into a connection that is about to go away. Done
 * where the head is written, so that until then no request pays for it.
 */
export function closeWhenStopping(app: Application, lifecycle: Lifecycle): void {
  const writeHead = ServerResponse.prototype.writeHead as (this: ServerResponse, ...head: unknown[]) => ServerResponse;
  Object.defineProperty(app.response, 'writeHead', {
    value(this: ServerResponse, ...head: unknown[]): ServerResponse {
      if (lifecycle.stopping) this.setHeader('Connection', 'close');
      return writeHead.apply(this, head);
    },
  });
}
