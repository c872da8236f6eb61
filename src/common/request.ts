import type { Principal, RequestContext } from '#domain/kernel/request-context';
import type { Turn } from './admission';
import type { Refusal } from './refusal';

/**
 * What the server adds to an Express request, in the order in which it is added: the request id by the first middleware,
 * principal and account by the auth guard, the context by the tenant interceptor.
 */
declare module 'express-serve-static-core' {
  interface Request {
    requestId: string;
    /** null: no credential; undefined: the guard has not run (unknown path, error before routing). */
    principal?: Principal | null;
    /** The account that X-Account-ID names, where the caller may name it. */
    accountId?: string | null;
    ctx?: RequestContext;
    /** Set where it is answered with an error. */
    refusal?: Refusal;
  }

  interface Response {
    /** Its place among the requests that are worked on (turns.ts); undefined: it has none. */
    turn?: Turn;
  }
}
