import { ServerResponse } from 'node:http';
import type { Application, Response } from 'express';
import type { Lifecycle } from './lifecycle';
import { closeWithoutReading, isUnread } from './unread-body';

/**
 * Takes over where heads are written, so that until then no request pays for it. Every answer whose head goes out after a
 * stop was asked for closes its connection, those to requests that came before it included: a client would otherwise send
 * its next request into a connection that is about to go away. So does every answer that leaves a long body unread.
 */
export function watchHeads(app: Application, lifecycle: Lifecycle): void {
  const { response } = app as Application & { readonly response: Response };
  Object.defineProperty(response, 'writeHead', {
    value(this: Response, ...head: Parameters<ServerResponse['writeHead']>): ServerResponse {
      this.turn?.leave();
      const leavesBody = !this.req.complete && isUnread(this.req);
      if (leavesBody || lifecycle.stopping) this.setHeader('Connection', 'close');
      if (leavesBody) closeWithoutReading(this.req.socket);
      ServerResponse.prototype.writeHead.apply(this, head);
      return this;
    },
  });
}
