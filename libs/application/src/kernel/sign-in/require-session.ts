/**
 * Password, address and sessions can be changed with a login only, not with an API key: a leaked key must not be able
 * to lock its owner out.
 */
import { requirePrincipal } from '#domain/auth/permissions';
import { DomainError } from '#domain/kernel/errors';
import type { Principal, RequestContext } from '#domain/kernel/request-context';

export function requireSession(ctx: RequestContext): Principal {
  const principal = requirePrincipal(ctx);
  if (principal.credential.kind !== 'session') {
    throw new DomainError('AUTH_SESSION_REQUIRED', 'forbidden', 'This needs a login: an API key cannot do it');
  }
  return principal;
}
