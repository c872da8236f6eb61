import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { RequestContext } from '#domain/kernel/request-context';

/** What every record route reads of its request, in one parameter: each parameter of a handler costs a pass through the pipes. */
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

/** `get(@RecordCall() call: RecordRequest)`. */
export const RecordCall = createParamDecorator((_data: unknown, context: ExecutionContext): RecordRequest => {
  const request = context.switchToHttp().getRequest<Request<{ collection: string; id?: string }>>();
  if (!request.ctx) throw new Error('The tenant guard has not run');
  return {
    ctx: request.ctx,
    collection: request.params.collection,
    id: request.params.id ?? '',
    query: request.query,
    body: request.body as unknown,
    ifMatch: request.headers['if-match'],
    key: request.get('idempotency-key'),
  };
});
