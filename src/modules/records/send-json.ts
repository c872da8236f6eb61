import type { Response } from 'express';

/** Sends JSON text that is ready, without the detours (entity tags, type guesses) of Express's own send. */
export function sendJson(response: Response, status: number, body: string, etag?: string): void {
  response.statusCode = status;
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Content-Length', Buffer.byteLength(body));
  if (etag !== undefined) response.setHeader('ETag', etag);
  response.end(body);
}
