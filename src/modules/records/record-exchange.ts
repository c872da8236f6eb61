/** The two ends of every record route: what its handler reads of the request, and how its answer is sent. */
import type { Request, Response } from 'express';
import type { RenderedRecord } from '#application/ports/record-store';
import { LEAST_BYTES } from '../../common/admission';
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
 * For handlers that take the bare request. As a separate parameter it would go through the pipes, which costs every
 * request some turns of the event loop although there is nothing to check in it.
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

/**
 * Sends finished JSON text, without the extra work (entity tags, type guesses) of Express's own send. The texts are
 * sent one after the other: joined, a page would be copied twice on its way.
 */
export function sendJson(response: Response, status: number, texts: readonly string[], etag?: string): void {
  const last = texts.length - 1;
  let length = 0;
  let units = 0;
  for (const text of texts) {
    length += Buffer.byteLength(text);
    units += text.length;
  }
  // ASCII has the same bytes in both, and Node writes them faster in the former.
  const encoding = length === units ? 'latin1' : 'utf8';
  if (length > LEAST_BYTES) holdAnswer(response, length);
  response.statusCode = status;
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Content-Length', length);
  if (etag !== undefined) response.setHeader('ETag', etag);
  for (let index = 0; index < last; index += 1) response.write(texts[index]!, encoding);
  response.end(texts[last], encoding);
}

/**
 * An answer stays in memory until its client has taken it. A read that there is no room for is refused (429, 503); a write is
 * done, and answered whatever its answer is.
 */
function holdAnswer({ req, turn }: Response, length: number): void {
  if (req.method === 'GET' || req.method === 'HEAD') turn?.grow(length);
  else turn?.owe(length);
}

export function etagOf({ revision }: RenderedRecord): string {
  return `"${revision}"`;
}
