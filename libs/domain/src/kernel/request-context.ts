/**
 * Who asks, for which account, under which request id. Made once per request (by two guards), or by the
 * CLI and jobs; the first parameter of everything that reads or writes data.
 */
import { NIL_ID } from './ids';

/** The account of the operators. Every principal in it is a superadmin. */
export const SYSTEM_ACCOUNT_ID = NIL_ID;

/**
 * What the caller proved to be. `stamp` is the owner's authorisation version when the credential was last checked: it
 * changes with role, groups, password and activation, and every statement compares it in the snapshot that it reads.
 */
export interface Credential {
  readonly kind: 'session' | 'api_key';
  readonly id: string;
  readonly stamp: number;
}

export interface Principal {
  readonly userId: string;
  readonly email: string;
  readonly role: string;
  readonly groups: readonly string[];
  readonly accountId: string;
  readonly credential: Credential;
  /** What an API key is limited to; absent: everything that its owner may. */
  readonly scopes?: readonly string[];
}

export interface RequestContext {
  readonly requestId: string;
  /** null: anonymous. */
  readonly principal: Principal | null;
  /** The account whose data the request acts on; null: a superadmin's request that spans all accounts. */
  readonly accountId: string | null;
}

export function isSuperadmin(ctx: RequestContext): boolean {
  return ctx.principal?.accountId === SYSTEM_ACCOUNT_ID;
}

/** What `created_by` and `updated_by` hold for this caller. */
export function actorName(ctx: RequestContext): string {
  return ctx.principal?.userId ?? 'anonymous';
}
