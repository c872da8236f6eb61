import { ServerResponse } from 'node:http';
import type { Application, Response } from 'express';
import type { Lifecycle } from './lifecycle';
import { closeWithoutReading, isUnread } from './unread-body';

/**
 * Hooks into the writing of heads, so that until then no request pays for it. Every answer whose head is written after
 * a stop was requested closes its connection, even where the request came earlier: a client would otherwise send its
 * next request into a connection that is about to close. So does every answer that leaves a long body unread.
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
