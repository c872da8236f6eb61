import type { HookHandler } from '#domain/hooks/hook';
import { FILTER_MEMBERS } from '#domain/hooks/hook-filters';
import { type HookEventName, isHookEvent } from '#domain/hooks/hook-events';

/** What a hook file registers, checked. */
export interface FileHook {
  readonly event: HookEventName;
  readonly handler: HookHandler<HookEventName>;
  readonly filter: Readonly<Record<string, string>>;
  readonly priority: number;
  readonly stopOnError: boolean;
}

/**
 * `options` holds members of the event's payload to filter by, beside priority and stopOnError. Throws TypeError for
 * anything invalid: a member that the event does not have would silently never match.
 */
export function fileHook(event: unknown, options: unknown, handler: unknown): FileHook {
  if (typeof event !== 'string' || !isHookEvent(event)) throw new TypeError(`There is no event '${String(event)}'`);
  if (typeof handler !== 'function') throw new TypeError(`The handler of '${event}' is not a function`);
  if (typeof options !== 'object' || options === null) throw new TypeError(`The options of '${event}' are no object`);
  const { priority = 0, stopOnError = false, ...filter } = options as Readonly<Record<string, unknown>>;
  if (typeof priority !== 'number' || !Number.isFinite(priority))
    throw new TypeError(`The priority of a hook of '${event}' is not a number`);
  if (typeof stopOnError !== 'boolean') throw new TypeError(`stopOnError of a hook of '${event}' is not a boolean`);
  return {
    event,
    handler: handler as HookHandler<HookEventName>,
    filter: checked(event, filter),
    priority,
    stopOnError,
  };
}

function checked(event: HookEventName, filter: Readonly<Record<string, unknown>>): FileHook['filter'] {
  const members: readonly string[] = FILTER_MEMBERS[event];
  for (const [name, value] of Object.entries(filter)) {
    if (!members.includes(name)) {
      const known = [...members, 'priority', 'stopOnError'].join(', ');
      throw new TypeError(`A hook of '${event}' has no option '${name}'; there are ${known}`);
    }
    if (typeof value !== 'string') throw new TypeError(`'${name}' of a hook of '${event}' is not a text`);
  }
  return filter as FileHook['filter'];
}
