/**
 * The refusals of authentication, in one place because their wording is a contract: clients read a 401 that contains
 * lower-case `email` or `verify` as "address not verified", and a 403 with lower-case `superadmin` as "key restricted".
 */
import { DomainError, type ErrorExtras } from '../kernel/errors';

function unauthenticated(code: string, message: string): () => DomainError {
  return () => new DomainError(code, 'unauthenticated', message);
}

/** How a credential is sent. */
const WAYS = '"Authorization: Bearer <token>" or "X-API-Key: <key>"';

/** Unknown account, unknown user, wrong password, inactive: nobody can tell which. */
export const invalidCredentials = unauthenticated('AUTH_INVALID_CREDENTIALS', 'Invalid credentials');
/** Said only to callers who know the password. */
export const emailNotVerified = unauthenticated(
  'AUTH_EMAIL_NOT_VERIFIED',
  'Email not verified. Please check your email inbox.',
);
export const credentialsMissing = unauthenticated('AUTH_REQUIRED', `Missing authentication credentials: send ${WAYS}`);
/** On routes that are open to strangers who say whose data they mean. */
export const credentialsOrAccountMissing = unauthenticated(
  'AUTH_REQUIRED',
  `Sign in with ${WAYS}, or name an account by the header X-Account-ID`,
);
/** Neither a token nor a key, so that nothing can be said about it but how one is sent. */
export const credentialUnreadable = unauthenticated(
  'AUTH_CREDENTIAL_UNREADABLE',
  `The credential is not understood: send ${WAYS}`,
);
/** A stranger asks for what the rules give to members. `operation`: what the rule is of. */
export const signInRequired = (operation: string): DomainError =>
  new DomainError('AUTH_REQUIRED', 'unauthenticated', `Sign in first: strangers may not ${operation} here`);
export const tokenExpired = unauthenticated('AUTH_TOKEN_EXPIRED', 'Token has expired');
export const tokenInvalid = unauthenticated('AUTH_TOKEN_INVALID', 'Invalid token');
export const tokenRevoked = unauthenticated('AUTH_TOKEN_REVOKED', 'Token has been revoked');
export const apiKeyInvalid = unauthenticated('AUTH_API_KEY_INVALID', 'Invalid API key');
export const apiKeyExpired = unauthenticated('AUTH_API_KEY_EXPIRED', 'API key has expired');
export const refreshTokenInvalid = unauthenticated('AUTH_REFRESH_TOKEN_INVALID', 'Invalid or expired refresh token');

export function superadminRequired(): DomainError {
  return new DomainError('AUTH_SUPERADMIN_REQUIRED', 'forbidden', 'Superadmin access required');
}

export function adminRequired(): DomainError {
  return new DomainError('AUTH_ADMIN_REQUIRED', 'forbidden', 'Account admin access required');
}

/** An account that nobody can name: there is none, or it is closed to the caller. */
export function accountUnknown(): DomainError {
  return new DomainError('AUTH_ACCOUNT_UNKNOWN', 'not_found', 'Account not found');
}

export function accountForeign(): DomainError {
  return new DomainError('AUTH_ACCOUNT_FOREIGN', 'forbidden', 'X-Account-ID must name your own account');
}

/** An API key with scopes was used for something else. */
export function scopeMissing(): DomainError {
  return new DomainError('AUTH_SCOPE_MISSING', 'forbidden', 'The scopes of this API key do not allow this');
}

/** Only keys that were made for it read secrets: no session does, whoever's it is. */
export function secretsScopeMissing(): DomainError {
  return new DomainError('AUTH_SCOPE_MISSING', 'forbidden', `API key scope 'records:secrets:read' is required`);
}

/** One required or unusable field of an authentication request. */
export function authFieldProblem(field: string, code: string, message: string): DomainError {
  const extras: ErrorExtras = { field, details: [{ field, code, message }] };
  return new DomainError('AUTH_INPUT_INVALID', 'unprocessable', message, extras);
}
