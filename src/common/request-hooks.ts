import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AfterHooks } from '#application/kernel/hooks/after-hooks';
import { BeforeHooks } from '#application/kernel/hooks/before-hooks';
import type { Heard } from '#domain/hooks/hook-bus';
import type { BeforeRequest } from '#domain/hooks/hook-events';
import type { RequestContext } from '#domain/kernel/request-context';
import { loggedPath } from './request-log';

/** Hooks around every request that a route takes and its guards let in. */
@Injectable()
export class RequestHooks {
  readonly heard: Heard;

  constructor(
    private readonly before: BeforeHooks,
    private readonly after: AfterHooks,
  ) {
    this.heard = before.heard;
  }

  /**
   * To be called once the context is made. Rejects when a hook refuses the request; undefined: no hook is to be
   * awaited.
   */
  meet(request: Request, response: Response): Promise<void> | undefined {
    if (this.after.heard.has('on_after_request')) this.watch(request, response);
    if (!this.before.heard.has('on_before_request')) return undefined;
    return this.before.run(request.ctx!, 'on_before_request', shownOf(request));
  }

  private watch(request: Request, response: Response): void {
    const began = performance.now();
    const ctx = withClient(request.ctx!);
    const shown = shownOf(request);
    const tell = (): void => {
      const status = response.writableFinished ? response.statusCode : null;
      this.after.add(ctx, 'on_after_request', { ...shown, status, milliseconds: performance.now() - began });
    };
    if (response.closed) tell();
    else response.once('close', tell);
  }
}

function shownOf({ method, originalUrl }: Request): BeforeRequest {
  return { method, path: loggedPath(originalUrl) };
}

/** Reads the client now: once its connection is closed, nothing may be known about it. */
function withClient(ctx: RequestContext): RequestContext {
  const { address, userAgent } = ctx.client;
  return { ...ctx, client: { address, userAgent, gone: null } };
}
