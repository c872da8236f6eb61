import { HttpException, HttpStatus } from '@nestjs/common';
import { StaleExpectation } from '#application/ports/stale-expectation';
import { DomainError, type ErrorKind } from '#domain/kernel/errors';
import { DatabaseUnavailable } from '../infrastructure/database/errors/database-unavailable';
import { translateError } from '../infrastructure/database/errors/translate-error';
import type { ErrorDto } from './error.dto';

const STATUS_OF_KIND: Readonly<Record<ErrorKind, HttpStatus>> = {
  invalid: HttpStatus.BAD_REQUEST,
  unauthenticated: HttpStatus.UNAUTHORIZED,
  forbidden: HttpStatus.FORBIDDEN,
  not_found: HttpStatus.NOT_FOUND,
  conflict: HttpStatus.CONFLICT,
  precondition_failed: HttpStatus.PRECONDITION_FAILED,
  too_large: HttpStatus.PAYLOAD_TOO_LARGE,
  unprocessable: HttpStatus.UNPROCESSABLE_ENTITY,
  rate_limited: HttpStatus.TOO_MANY_REQUESTS,
  aborted: HttpStatus.BAD_REQUEST,
  defect: HttpStatus.INTERNAL_SERVER_ERROR,
  unavailable: HttpStatus.SERVICE_UNAVAILABLE,
  timeout: HttpStatus.GATEWAY_TIMEOUT,
};

/** Codes of what the framework refuses before any of our code runs. */
const CODE_OF_STATUS: Readonly<Record<number, string>> = {
  401: 'AUTH_REQUIRED',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  413: 'REQUEST_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  429: 'RATE_LIMITED',
};

const DEFAULT_RETRY_SECONDS = 1;

export interface ErrorResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ErrorDto;
  /** The server's fault: to be logged with its stack. */
  readonly defect: boolean;
}

/**
 * The one place where something thrown becomes an answer. Anything that is neither a DomainError nor an HttpException
 * below 500 is a defect, and nothing of it is shown.
 */
export function errorResponse(thrown: unknown, requestId: string): ErrorResponse {
  if (thrown instanceof DomainError) return ofDomainError(thrown, requestId);
  if (thrown instanceof DatabaseUnavailable) return unavailable(requestId, true);
  // Schema or credential changed again and again while the request was tried, which is only a passing problem.
  if (thrown instanceof StaleExpectation) return unavailable(requestId, false);
  if (thrown instanceof HttpException && thrown.getStatus() < 500) return ofHttpException(thrown, requestId);
  // Use cases translate errors that they can explain better; this is for plain reads of values that no column can hold.
  const translated = translateError(thrown, 'lookup');
  if (translated !== thrown) return errorResponse(translated, requestId);
  return {
    status: 500,
    headers: {},
    body: errorBody('INTERNAL_ERROR', 'An unexpected error occurred', requestId),
    defect: true,
  };
}

function unavailable(requestId: string, defect: boolean): ErrorResponse {
  const body = errorBody('UNAVAILABLE', 'The service is temporarily unavailable', requestId);
  return { status: 503, headers: { 'Retry-After': String(DEFAULT_RETRY_SECONDS) }, body, defect };
}

export function methodNotAllowed(allowed: readonly string[], requestId: string): ErrorResponse {
  return {
    status: 405,
    headers: { Allow: allowed.join(', ') },
    body: errorBody('METHOD_NOT_ALLOWED', `Method Not Allowed: this path takes ${allowed.join(', ')}`, requestId),
    defect: false,
  };
}

/** For a path that is no route: most often the prefix was left out. */
export function outsideTheApi(prefix: string, requestId: string): ErrorResponse {
  const message = `Not Found: routes of the API begin with ${prefix}, as in ${prefix}/records/{collection}`;
  return { status: 404, headers: {}, body: errorBody('NOT_FOUND', message, requestId), defect: false };
}

export function notInThisVersion(requestId: string): ErrorResponse {
  const message = 'Not Found: not in this version of the server yet';
  return { status: 404, headers: {}, body: errorBody('NOT_IN_THIS_VERSION', message, requestId), defect: false };
}

function ofDomainError({ code, kind, message, extras }: DomainError, requestId: string): ErrorResponse {
  const { details, field, hint, index, body } = extras;
  const errors: Record<string, string[]> = Object.create(null) as Record<string, string[]>;
  for (const problem of details ?? []) (errors[problem.field] ??= []).push(problem.message);
  const onlyField = field ?? (details?.length === 1 ? details[0]?.field : undefined);
  const retry = body?.['retryAfter'];
  return {
    status: extras.status ?? STATUS_OF_KIND[kind],
    headers: {
      ...(kind === 'unauthenticated' ? { 'WWW-Authenticate': 'Bearer' } : {}),
      ...(kind === 'rate_limited' || kind === 'unavailable'
        ? { 'Retry-After': String(typeof retry === 'number' ? retry : DEFAULT_RETRY_SECONDS) }
        : {}),
    },
    body: {
      ...body,
      ...errorBody(code, message, requestId),
      ...(details === undefined ? {} : { errors, details }),
      ...(onlyField === undefined ? {} : { field: onlyField }),
      ...(hint === undefined ? {} : { hint }),
      ...(index === undefined ? {} : { index }),
    },
    defect: false,
  };
}

function ofHttpException(thrown: HttpException, requestId: string): ErrorResponse {
  const status = thrown.getStatus();
  // The router's own message repeats the path with its query, which may hold a token.
  const message = status === 404 ? 'Not Found' : thrown.message;
  return {
    status,
    headers: status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {},
    body: errorBody(CODE_OF_STATUS[status] ?? 'REQUEST_INVALID', message, requestId),
    defect: false,
  };
}

/** What every refusal says. */
type Base = Pick<ErrorDto, 'error' | 'message' | 'detail' | 'request_id'>;

export function errorBody(error: string, message: string, requestId: string): Base {
  return { error, message, detail: message, request_id: requestId };
}
