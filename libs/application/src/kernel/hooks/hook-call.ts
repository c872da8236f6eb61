/** What the calls of an event's handlers have in common. */
import type { HookEventName, HookPayloads } from '#domain/hooks/hook-events';
import type { Actor, RequestContext } from '#domain/kernel/request-context';
import type { HookTime } from './hook-time';
import type { Settlement } from './settlement';
import type { WatchedData } from './watched-data';

/** One call of the handlers of an event. */
export interface HookCall<E extends HookEventName = HookEventName> {
  readonly event: E;
  /** Sealed: what a handler does to it must not reach the request, nor the caller's next one. */
  readonly ctx: RequestContext;
  readonly payload: HookPayloads[E];
  /** null: the payload holds no data that handlers may change. */
  readonly data: WatchedData | null;
  /** Whether handlers may change nothing at all of the payload. */
  readonly isFrozen: boolean;
  readonly settlement: Settlement;
  readonly time: HookTime;
  /** Checks what a handler has left, each time that one is done; what it throws counts as thrown by the handler. */
  readonly afterEach?: (() => void) | undefined;
}

/** Actors are remembered for as long as their credentials are, so each is copied once. */
const sealedActors = new WeakMap<Actor, Actor>();

/** A copy that nobody can change, for handlers: how long they have is their own. */
export function sealed({ requestId, actor, client, accountId, reason, hooks }: RequestContext): RequestContext {
  const { address, userAgent } = client;
  const ctx = {
    requestId,
    actor: sealedActor(actor),
    client: Object.freeze({ address, userAgent, gone: null }),
    accountId,
    reason,
  };
  return Object.freeze(hooks === undefined ? ctx : { ...ctx, hooks });
}

function sealedActor(actor: Actor): Actor {
  let copy = sealedActors.get(actor);
  if (copy === undefined) {
    copy = copyOf(actor);
    sealedActors.set(actor, copy);
  }
  return copy;
}

function copyOf(actor: Actor): Actor {
  if (actor.kind !== 'user') return Object.freeze({ ...actor });
  const { groups, scopes, credential } = actor;
  return Object.freeze({
    ...actor,
    groups: Object.freeze([...groups]),
    credential: Object.freeze({ ...credential }),
    ...(scopes === undefined ? {} : { scopes: Object.freeze([...scopes]) }),
  });
}
