/** What a handler is given: the payload of its event, which all handlers of the event share, and tools of its own. */
import { HookAbort } from '#domain/hooks/hook-abort';
import type { Hook, HookEvent } from '#domain/hooks/hook';
import type { HookEventName, HookPayloads } from '#domain/hooks/hook-events';
import type { RequestContext } from '#domain/kernel/request-context';
import type { HookToolbox } from '../../ports/hook-toolbox';
import type { HookTime } from './hook-time';
import type { Settlement } from './settlement';

/** The members that handlers may put something else in the place of. */
const REPLACEABLE: ReadonlySet<string> = new Set(['data', 'to', 'subject', 'html', 'text']);

/** One calling of the handlers of an event. */
export interface HookCall<E extends HookEventName = HookEventName> {
  readonly event: E;
  readonly ctx: RequestContext;
  readonly payload: HookPayloads[E];
  readonly settlement: Settlement;
  readonly time: HookTime;
  /** Looks at what a handler has left, each time that one is done; what it throws is the handler's. */
  readonly afterEach?: (() => void) | undefined;
}

export function eventFor(hook: Hook, call: HookCall, toolbox: HookToolbox): HookEvent {
  const { event: name, payload, settlement } = call;
  // Frozen, because the tools act as whoever it says.
  const ctx: RequestContext = Object.freeze({ ...call.ctx, hooks: [...(call.ctx.hooks ?? []), hook.id] });
  const event = {
    ...toolbox.open({ hook, ctx, accountId: accountOf(call), time: call.time }),
    name,
    ctx,
    abort(status: number, message: string, code?: string): never {
      throw new HookAbort(status, message, code);
    },
    onSettled: settlement.add.bind(settlement),
  };
  for (const member of Object.keys(payload)) {
    Object.defineProperty(event, member, {
      enumerable: true,
      get: () => ofHook(hook, Reflect.get(payload, member)),
      ...(REPLACEABLE.has(member) ? { set: (value: unknown) => void Reflect.set(payload, member, value) } : {}),
    });
  }
  return event as typeof event & HookEvent;
}

/** The account that the event is about: what it says of itself, or else the caller's. */
function accountOf({ ctx, payload }: HookCall): string | null {
  return 'accountId' in payload ? payload.accountId : ctx.accountId;
}

/** A function of the payload is told by `this` which hook calls it. */
function ofHook(hook: Hook, value: unknown): unknown {
  return typeof value === 'function' ? (...given: unknown[]) => value.apply(hook, given) as unknown : value;
}
