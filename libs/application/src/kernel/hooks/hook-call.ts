/** What a handler is given: the payload of its event, which all handlers of the event share, and tools of its own. */
import { HookAbort } from '#domain/hooks/hook-abort';
import { isPlainObject } from '#domain/hooks/hook-data';
import type { Hook, HookEvent } from '#domain/hooks/hook';
import type { HookEventName, HookPayloads } from '#domain/hooks/hook-events';
import type { Actor, RequestContext } from '#domain/kernel/request-context';
import type { HookReports } from '../../ports/hook-reports';
import type { HookToolbox } from '../../ports/hook-toolbox';
import type { HookTime } from './hook-time';
import type { Settlement } from './settlement';
import { mayChangeData } from './watched-data';

/** The members of a mail that hooks may change before it is sent. */
const TEXTS: ReadonlySet<string> = new Set(['to', 'subject', 'html', 'text']);

/** One call of the handlers of an event. */
export interface HookCall<E extends HookEventName = HookEventName> {
  readonly event: E;
  /** Sealed: what a handler does to it must not reach the request, nor the caller's next one. */
  readonly ctx: RequestContext;
  readonly payload: HookPayloads[E];
  readonly settlement: Settlement;
  readonly time: HookTime;
  /** Checks what a handler has left, each time that one is done; what it throws counts as thrown by the handler. */
  readonly afterEach?: (() => void) | undefined;
}

/** A copy that nobody can change, for handlers: how long they have is their own. */
export function sealed({ requestId, actor, client, accountId, reason, hooks }: RequestContext): RequestContext {
  const { address, userAgent } = client;
  return Object.freeze({
    requestId,
    actor: sealedActor(actor),
    client: Object.freeze({ address, userAgent, gone: null }),
    accountId,
    reason,
    ...(hooks === undefined ? {} : { hooks }),
  });
}

function sealedActor(actor: Actor): Actor {
  if (actor.kind !== 'user') return Object.freeze({ ...actor });
  const { groups, scopes, credential } = actor;
  return Object.freeze({
    ...actor,
    groups: Object.freeze([...groups]),
    credential: Object.freeze({ ...credential }),
    ...(scopes === undefined ? {} : { scopes: Object.freeze([...scopes]) }),
  });
}

export function eventFor(hook: Hook, call: HookCall, toolbox: HookToolbox, reports: HookReports): HookEvent {
  const { event: name, payload, settlement } = call;
  const ctx = Object.freeze({ ...call.ctx, hooks: Object.freeze([...(call.ctx.hooks ?? []), hook.id]) });
  const event = {
    ...toolbox.open({ hook, ctx, accountId: accountOf(call), time: call.time }),
    name,
    ctx,
    abort(status: number, message: string, code?: string): never {
      throw new HookAbort(status, message, code);
    },
    onSettled(action: (outcome: 'committed' | 'rolled_back') => unknown): void {
      if (typeof action !== 'function') throw new TypeError('onSettled() takes a function');
      const told = (outcome: 'committed' | 'rolled_back') => reports.watch(hook, () => action(outcome));
      settlement.add((outcome) => void told(outcome).catch((error: unknown) => reports.failed(hook, ctx, error)));
    },
  };
  for (const member of Object.keys(payload)) {
    Object.defineProperty(event, member, {
      enumerable: true,
      get: () => ofHook(hook, Reflect.get(payload, member)),
      ...(mayReplace(name, member) ? { set: (value: unknown) => replace(payload, member, value) } : {}),
    });
  }
  return event as typeof event & HookEvent;
}

/** The account that the event is about: the one that it names, or else the caller's. */
function accountOf({ ctx, payload }: HookCall): string | null {
  return 'accountId' in payload ? payload.accountId : ctx.accountId;
}

/** A function of the payload learns by `this` which hook calls it. */
function ofHook(hook: Hook, value: unknown): unknown {
  return typeof value === 'function' ? (...given: unknown[]) => value.apply(hook, given) as unknown : value;
}

/** Whether handlers may put something else in its place. */
function mayReplace(event: HookEventName, member: string): boolean {
  return member === 'data' ? mayChangeData(event) : event === 'on_mailer_before_send' && TEXTS.has(member);
}

function replace(payload: object, member: string, value: unknown): void {
  if (member === 'data' && !isPlainObject(value)) throw new TypeError('event.data must be a plain object');
  if (member !== 'data' && typeof value !== 'string') throw new TypeError(`event.${member} must be a text`);
  Reflect.set(payload, member, value);
}
