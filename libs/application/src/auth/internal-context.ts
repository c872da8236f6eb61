/** The context of what the server does on an account by itself: before anybody is signed in, or on nobody's behalf. */
import type { RequestContext } from '#domain/kernel/request-context';

export function internalContext(requestId: string, accountId: string): RequestContext {
  return { requestId, principal: null, accountId };
}
