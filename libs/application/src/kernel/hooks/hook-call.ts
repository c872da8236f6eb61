/** What a handler is given: the payload of its event, which all handlers of the event share, and tools of its own. */
import { HookAbort } from '#domain/hooks/hook-abort';
import type { Hook, HookEvent } from '#domain/hooks/hook';
import type { HookEventName, HookPayloads } from '#domain/hooks/hook-events';
import type { RequestContext } from '#domain/kernel/request-context';
import type { HookToolbox } from '../../ports/hook-toolbox';
import type { Settlement } from './settlement';

/** The members that handlers may put something else in the place of. */
const REPLACEABLE: ReadonlySet<string> = new Set(['data', 'to', 'subject', 'html', 'text']);

/** One calling of the handlers of an event. */
export interface HookCall<E extends HookEventName = HookEventName> {
  readonly event: E;
  readonly ctx: RequestContext;
  readonly payload: HookPayloads[E];
  readonly settlement: Settlement;
  /** Whether the tools still work: not after the handlers' time is over. */
  isOver: boolean;
}

export function eventFor(hook: Hook, call: HookCall, toolbox: HookToolbox): HookEvent {
  const { event: name, payload, settlement } = call;
  const ctx: RequestContext = { ...call.ctx, hooks: [...(call.ctx.hooks ?? []), hook.id] };
  const event = {
    ...toolbox.open(hook, ctx, () => call.isOver),
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
      get: () => Reflect.get(payload, member) as unknown,
      ...(REPLACEABLE.has(member) ? { set: (value: unknown) => void Reflect.set(payload, member, value) } : {}),
    });
  }
  return event as typeof event & HookEvent;
}
