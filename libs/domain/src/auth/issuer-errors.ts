/** Why a token of the trusted issuer was refused. The answer says it: people who set the issuer up see nothing else. */
import { DomainError } from '../kernel/errors';

function unauthenticated(code: string, message: string): () => DomainError {
  return () => new DomainError(code, 'unauthenticated', message);
}

export const algorithmUnsupported = unauthenticated('AUTH_TOKEN_ALGORITHM', 'Unsupported token algorithm');
export const tokenTooOld = unauthenticated('AUTH_TOKEN_TOO_OLD', 'Token is too old');
export const claimsMissing = unauthenticated('AUTH_TOKEN_CLAIMS', 'Token missing required claims');
export const roleMissing = unauthenticated('AUTH_TOKEN_ROLE', 'Token does not carry the admin role');
/** Not a 5xx, which clients send again at once, and several times. */
export const issuerUnavailable = unauthenticated('AUTH_ISSUER_UNAVAILABLE', 'Token cannot be checked now');
