import type { Request, Response } from 'express';
import type { AppConfig } from '../config/app-config';

const METHODS = 'GET, POST, PUT, PATCH, DELETE';
const REQUEST_HEADERS =
  'Content-Type, Authorization, X-API-Key, X-Account-ID, If-Match, Idempotency-Key, X-Correlation-ID';
const EXPOSED_HEADERS =
  'Retry-After, X-RateLimit-Limit, X-RateLimit-Burst, X-RateLimit-Remaining, X-RateLimit-Reset, ' +
  'X-Function-Execution-Id, X-Correlation-ID, X-Ignored-Fields, ETag';
const PREFLIGHT_SECONDS = '7200';
const NO_CONTENT = 204;

/** On every answer, so that a cache keeps those to different origins apart; where every origin may ask there is no need. */
export function originHeaders({ corsOrigins }: AppConfig): readonly (readonly [name: string, value: string])[] {
  return corsOrigins.includes('*') ? [] : [['Vary', 'Origin']];
}

/**
 * Cross-origin access for browsers, for requests that name an origin. It runs before everything that can refuse a
 * request, so that a page can read why it was refused, and answers preflights itself; true says that it did.
 * docs/adr/0012-cors.md says why the `cors` package is not used.
 */
export function crossOrigin(config: AppConfig): (request: Request, response: Response) => boolean {
  const everyOrigin = config.corsOrigins.includes('*');
  const origins = new Set(config.corsOrigins.map((origin) => origin.toLowerCase()));
  const credentials = config.corsAllowCredentials && !everyOrigin;

  return (request, response) => {
    const { origin } = request.headers;
    const allowed = origin !== undefined && (everyOrigin || origins.has(origin.toLowerCase()));
    if (allowed) {
      response.setHeader('Access-Control-Allow-Origin', everyOrigin ? '*' : origin);
      if (credentials) response.setHeader('Access-Control-Allow-Credentials', 'true');
      response.setHeader('Access-Control-Expose-Headers', EXPOSED_HEADERS);
    }
    if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) {
      return false;
    }
    if (allowed) {
      response.setHeader('Access-Control-Allow-Methods', METHODS);
      response.setHeader('Access-Control-Allow-Headers', REQUEST_HEADERS);
      response.setHeader('Access-Control-Max-Age', PREFLIGHT_SECONDS);
    }
    response.statusCode = NO_CONTENT;
    response.setHeader('Content-Length', '0');
    response.end();
    return true;
  };
}
