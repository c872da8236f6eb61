/** Which hooks are called for which events, in order. It calls none: before-hooks and after-hooks run differently. */
import { randomBytes } from 'node:crypto';
import { type Entry, EventHooks } from './event-hooks';
import type { Hook, HookHandler, HookListing, HookOptions } from './hook';
import { HOOK_EVENTS, type HookEventName } from './hook-events';
import { checkHook } from './hook-input';

const ID_BYTES = 6;
/** The source that is listed for what the server itself does. */
const BUILT_IN_SOURCE = 'snackbase';

/** The events that have hooks, and of each whether it has any for a collection. */
export type Heard = Pick<ReadonlyMap<HookEventName, Pick<EventHooks, 'has'>>, 'has' | 'get'>;

const NONE: readonly Entry[] = [];

export class HookBus {
  /** Holds an event only while hooks are registered for it. */
  private readonly hooks = new Map<HookEventName, EventHooks>();
  /** The events that have hooks: a look at this is all that an event without hooks costs. */
  readonly heard: Heard = this.hooks;
  private readonly entries = new Map<string, Entry>();
  private readonly builtIns: HookListing[] = [];
  private registered = 0;

  /** The hook's id. Throws TypeError for an unknown event, a handler that is no function, or invalid options. */
  register<E extends HookEventName>(event: E, handler: HookHandler<E>, options: HookOptions<E> = {}): string {
    checkHook(event, handler, options);
    const { filter = {}, priority = 0, stopOnError = false, source = 'code' } = options;
    const id = options.id ?? `hook_${randomBytes(ID_BYTES).toString('hex')}`;
    if (this.isBuiltIn(id)) throw new TypeError(`The hook '${id}' is built in and cannot be replaced`);
    const former = this.entries.get(id);
    const number = former?.event === event ? former.number : (this.registered += 1);
    if (former !== undefined) this.remove(former);
    // It is only called with events of that name.
    const called = handler as HookHandler<HookEventName>;
    this.add({ id, event, handler: called, filter, priority, stopOnError, source, number });
    return id;
  }

  /** The same as register(), with the arguments in the order that reads best. */
  on<E extends HookEventName>(event: E, handler: HookHandler<E>): string;
  on<E extends HookEventName>(event: E, options: HookOptions<E>, handler: HookHandler<E>): string;
  on<E extends HookEventName>(event: E, second: HookOptions<E> | HookHandler<E>, third?: HookHandler<E>): string {
    return typeof second === 'function' ? this.register(event, second) : this.register(event, third!, second);
  }

  /** Lists what the server does by itself, under an id that nothing else can take. */
  registerBuiltIn(event: HookEventName, id: string): void {
    if (this.entries.has(id)) throw new TypeError(`There is a hook '${id}' already`);
    this.builtIns.push({ id, event, filter: {}, priority: null, source: BUILT_IN_SOURCE });
  }

  /** false: no hook has this id, or it is built in. */
  unregister(id: string): boolean {
    const entry = this.entries.get(id);
    if (entry !== undefined) this.remove(entry);
    return entry !== undefined;
  }

  /** The hooks whose filter the values meet, in their order. Built-ins are left out: they are done anyway. */
  matching(event: HookEventName, values: object): readonly Hook[] {
    const entries = this.of(event);
    for (const entry of entries) {
      if (!meets(entry, values)) return entries.filter((other) => meets(other, values));
    }
    return entries;
  }

  /** All hooks, by event and order; built-ins come first. */
  list(): readonly HookListing[] {
    return HOOK_EVENTS.flatMap((name) => [
      ...this.builtIns.filter(({ event }) => event === name),
      ...this.of(name).map(({ id, event, filter, priority, source }) => {
        return { id, event, filter, priority, source };
      }),
    ]);
  }

  private isBuiltIn(id: string): boolean {
    return this.builtIns.some((builtIn) => builtIn.id === id);
  }

  private of(event: HookEventName): readonly Entry[] {
    return this.hooks.get(event)?.entries ?? NONE;
  }

  private add(entry: Entry): void {
    this.entries.set(entry.id, entry);
    this.hooks.set(entry.event, new EventHooks([...this.of(entry.event), entry]));
  }

  private remove({ id, event }: Entry): void {
    this.entries.delete(id);
    const others = this.of(event).filter((entry) => entry.id !== id);
    if (others.length === 0) this.hooks.delete(event);
    else this.hooks.set(event, new EventHooks(others));
  }
}

/** A member that the event does not have meets no filter. */
function meets({ filter }: Hook, values: object): boolean {
  for (const name in filter) {
    if (!Object.hasOwn(values, name) || Reflect.get(values, name) !== filter[name]) return false;
  }
  return true;
}
