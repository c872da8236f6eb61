import type { Request } from 'express';
import type { RequestContext } from '#domain/kernel/request-context';

/** What every record route reads of its request. */
export interface RecordRequest {
  readonly ctx: RequestContext;
  /** As the path spells it. */
  readonly collection: string;
  /** Empty where the route has none. */
  readonly id: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  /** The If-Match header. */
  readonly ifMatch: string | undefined;
  /** The Idempotency-Key header. */
  readonly key: string | undefined;
}

/**
 * For handlers that take the bare request. As a parameter of its own it would go through the pipes, which costs every request
 * some turns of the event loop and has nothing to check in it.
 */
export function recordCall(request: Request): RecordRequest {
  if (!request.ctx) throw new Error('The tenant interceptor has not run');
  const { collection, id = '' } = request.params as { readonly collection: string; readonly id?: string };
  return {
    ctx: request.ctx,
    collection,
    id,
    query: request.query,
    body: request.body as unknown,
    ifMatch: request.headers['if-match'],
    key: request.get('idempotency-key'),
  };
}
