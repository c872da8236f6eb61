/**
 * Who asks, from where, for which account, under which request id. Made once per request by the HTTP shell, or by the
 * command line and jobs; the first parameter of everything that reads or writes data.
 */
import { NIL_ID } from './ids';

/** The account of the operators. Every user in it is a superadmin. */
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

/** A user who is signed in, by a session or an API key. */
export interface Principal {
  readonly kind: 'user';
  readonly userId: string;
  readonly email: string;
  readonly role: string;
  readonly groups: readonly string[];
  readonly accountId: string;
  readonly credential: Credential;
  /** What an API key is limited to; absent: everything that its owner may. */
  readonly scopes?: readonly string[];
}

/** Somebody who sent no credential. */
export interface Anonymous {
  readonly kind: 'anonymous';
}

/** The server itself: a job, a command, a hook or a part that works on its own. No request can be one. */
export interface SystemActor {
  readonly kind: 'system';
  /** The name of the job's handler, of the command or of the part of the server; `hook:` and its id for a hook. */
  readonly name: string;
}

/** A caller as `@request.auth` has them. */
export interface AuthValues {
  readonly id: string | null;
  readonly email: string | null;
  readonly role: string | null;
  readonly account_id: string | null;
  readonly groups: readonly string[];
}

export type Actor = Principal | Anonymous | SystemActor;

const NO_GROUPS: readonly string[] = [];

export const ANONYMOUS: Anonymous = { kind: 'anonymous' };

/** Where a request comes from; null: not known, or not from outside. */
export interface Device {
  readonly address: string | null;
  readonly userAgent: string | null;
}

/** Who waits for the answer to a request. */
export interface Client extends Device {
  /** Aborted when nobody waits any longer: the connection is closed, or the answer is out. null: not a request. */
  readonly gone: AbortSignal | null;
}

export const NO_CLIENT: Client = { address: null, userAgent: null, gone: null };

/** How long something has. */
export interface Deadline {
  /** What to refuse with once it has passed; null: it has not. */
  readonly passed: Error | null;
}

export interface RequestContext {
  readonly requestId: string;
  readonly actor: Actor;
  readonly client: Client;
  /** The account whose data the request acts on; null: a superadmin's request that spans all accounts. */
  readonly accountId: string | null;
  /** Why the caller does it, in the caller's own words; null: not said. */
  readonly reason: string | null;
  /** The ids of the hooks that lead here, from the outermost; absent: no hook does. */
  readonly hooks?: readonly string[];
  /** Until when it may be written; absent: what has begun is done. */
  readonly deadline?: Deadline;
}

/** The context of what the server does by itself. */
export function systemContext(name: string, accountId: string, requestId: string = name): RequestContext {
  return { requestId, actor: { kind: 'system', name }, client: NO_CLIENT, accountId, reason: null };
}

/** The same request, acting on one account. */
export function inAccount(ctx: RequestContext, accountId: string): RequestContext {
  return ctx.accountId === accountId ? ctx : { ...ctx, accountId };
}

/** The user who is signed in; null: nobody is. */
export function principalOf({ actor }: RequestContext): Principal | null {
  return actor.kind === 'user' ? actor : null;
}

/** Whether the caller's credential reaches only as far as its scopes, as an API key's may. */
export function hasScopes(ctx: RequestContext): boolean {
  return principalOf(ctx)?.scopes !== undefined;
}

/** What rules can read of a caller; null: nobody is signed in. */
export function authValues(ctx: RequestContext): AuthValues {
  const principal = principalOf(ctx);
  return {
    id: principal?.userId ?? null,
    email: principal?.email ?? null,
    role: principal?.role ?? null,
    account_id: principal?.accountId ?? null,
    groups: principal?.groups ?? NO_GROUPS,
  };
}

export function isSuperadmin({ actor }: RequestContext): boolean {
  return actor.kind === 'user' && actor.accountId === SYSTEM_ACCOUNT_ID;
}

export function isSystem({ actor }: RequestContext): boolean {
  return actor.kind === 'system';
}

/** Strangers are known by the id of the account that they named; this is its stamp as long as it is open. */
export const OPEN_ACCOUNT_STAMP = 1;

/** What the caller stands on: a credential, or without one the named account, which has to be open; null: the server itself. */
export function proofOf({ actor, accountId }: RequestContext): Pick<Credential, 'id' | 'stamp'> | null {
  switch (actor.kind) {
    case 'user':
      return actor.credential;
    case 'anonymous':
      if (accountId === null) throw new Error('An anonymous request without account');
      return { id: accountId, stamp: OPEN_ACCOUNT_STAMP };
    case 'system':
      return null;
  }
}

/** What `created_by` and `updated_by` hold for this caller. */
export function actorName({ actor }: RequestContext): string {
  switch (actor.kind) {
    case 'user':
      return actor.userId;
    case 'anonymous':
      return 'anonymous';
    case 'system':
      return `system:${actor.name}`;
  }
}
