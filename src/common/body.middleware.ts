import { UnsupportedMediaTypeException } from '@nestjs/common';
import { json, type NextFunction, type Request, type RequestHandler, type Response, urlencoded } from 'express';
import { DomainError } from '#domain/kernel/errors';
import type { AppConfig } from '../config/app-config';
import { jsonErrorPosition } from './json-position';
import { pathUnder } from './path-under';

/** The pages that are plain HTML forms. */
const FORM_PATHS = new Set([
  '/setup',
  '/verify-email',
  '/reset-password',
  '/confirm-email-change',
  '/accept-invitation',
]);
const MAX_FORM_BYTES = 16_384;
const MAX_FORM_FIELDS = 20;
/** Nothing but records and definitions of collections is long, and only they are worth reading that far. */
const LARGE_BODIES = ['records', 'collections'];
const MAX_SMALL_BYTES = 65_536;
const FORM_TYPE = 'application/x-www-form-urlencoded';

/** What body-parser adds to the errors that it raises. */
interface BodyError extends Error {
  readonly type?: string;
  readonly status?: number;
  readonly body?: unknown;
  /** Bytes, where the body is larger. */
  readonly limit?: number;
}

/** Reads JSON bodies (and the forms of our own pages). A body of any other type is refused before it is read. */
export function bodyMiddleware(config: AppConfig): RequestHandler {
  const parseLarge = json({ limit: config.maxBodySize, type: () => true });
  const parseSmall = json({ limit: Math.min(config.maxBodySize, MAX_SMALL_BYTES), type: () => true });
  const isLarge = pathUnder(config, ...LARGE_BODIES);
  const parseForm = urlencoded({ extended: false, limit: MAX_FORM_BYTES, parameterLimit: MAX_FORM_FIELDS });

  return (request: Request, response: Response, next: NextFunction): void => {
    if (request.method === 'GET' || request.method === 'HEAD' || !hasBody(request)) {
      next();
      return;
    }
    const type = mediaType(request);
    const parsed = (error?: unknown): void => next(error === undefined ? undefined : translateSafely(error));
    if (type === 'application/json' || type.endsWith('+json')) {
      const parse = isLarge(request) ? parseLarge : parseSmall;
      parse(request, response, parsed);
    } else if (type === FORM_TYPE && FORM_PATHS.has(request.path)) parseForm(request, response, parsed);
    else next(new UnsupportedMediaTypeException('The request body must be JSON (Content-Type: application/json)'));
  };
}

function hasBody({ headers }: Request): boolean {
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

function mediaType({ headers }: Request): string {
  const type = headers['content-type'] ?? '';
  const end = type.indexOf(';');
  return (end < 0 ? type : type.slice(0, end)).trim().toLowerCase();
}

/** body-parser calls back from events of the socket, where a throw would meet nobody and end the process. */
function translateSafely(error: unknown): unknown {
  try {
    return translate(error);
  } catch (failure) {
    return failure;
  }
}

function translate(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { type, status, body, limit } = error as BodyError;
  switch (type) {
    case 'entity.parse.failed': {
      if (typeof body !== 'string')
        return new DomainError('REQUEST_MALFORMED', 'invalid', 'The request body is not valid JSON');
      const { line, column } = jsonErrorPosition(body);
      const place = `line ${line}, column ${column}`;
      return new DomainError('REQUEST_MALFORMED', 'invalid', `The request body is not valid JSON (${place})`);
    }
    case 'entity.too.large':
      return new DomainError('REQUEST_TOO_LARGE', 'too_large', `The request body is larger than ${limit} bytes`);
    case 'charset.unsupported':
    case 'encoding.unsupported':
      return new UnsupportedMediaTypeException('The charset or encoding of the request body is not supported');
    default:
      return status !== undefined && status < 500
        ? new DomainError('REQUEST_MALFORMED', 'invalid', 'The request body could not be read')
        : error;
  }
}
