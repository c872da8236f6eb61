import type { Route } from '#server/common/route';
import type { OperationObject } from './document-types';

export const BEARER = 'bearer';
export const API_KEY = 'api-key';

type Security = NonNullable<OperationObject['security']>;

const CREDENTIALS: Security = [{ [BEARER]: [] }, { [API_KEY]: [] }];
const NONE: Security[number] = {};

const ACCOUNT_HEADER = {
  name: 'X-Account-ID',
  in: 'header',
  required: false,
  description:
    'An account, by id, code or slug: a superadmin narrows the request to it, a stranger names whose records are meant',
  schema: { type: 'string' },
} as const;

/**
 * What the decorators of access say, in the words of OpenAPI. A public route that declares a credential of its own (as logging out
 * does) takes one and does without it.
 */
export function securityOf(route: Route, declared: Security | undefined): Security {
  if (route.public) return declared === undefined ? [] : [...declared, NONE];
  return route.optional ? [...CREDENTIALS, NONE] : CREDENTIALS;
}

/** The headers that the guard of every route reads, unless it is open to everybody. */
export function accessHeaders(route: Route): NonNullable<OperationObject['parameters']> {
  return route.public ? [] : [{ ...ACCOUNT_HEADER }];
}

/** Whom a route is for, in a sentence; undefined: whoever has a credential, or everybody. */
export function audienceOf(route: Route): string | undefined {
  if (route.superadmin) return 'For superadmins.';
  return route.admin ? 'For superadmins, and for the admins of an account.' : undefined;
}
