/** Which hooks are called for which events, in order. It calls none: before-hooks and after-hooks run differently. */
import { randomBytes } from 'node:crypto';
import type { Hook, HookHandler, HookListing, HookOptions } from './hook';
import { HOOK_EVENTS, type HookEventName } from './hook-events';
import { checkHook } from './hook-input';

const ID_BYTES = 6;
/** The source that is listed for what the server itself does. */
const BUILT_IN_SOURCE = 'snackbase';

interface Entry extends Hook {
  /** Counts registrations: those of equal priority are called in this order. */
  readonly number: number;
}

/** The events that have hooks. */
export type Heard = Pick<ReadonlySet<HookEventName>, 'has'>;

const NONE: readonly Entry[] = [];

export class HookBus {
  /** Holds an event only while hooks are registered for it. */
  private readonly hooks = new Map<HookEventName, readonly Entry[]>();
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
    const entries = this.hooks.get(event);
    return entries === undefined ? NONE : entries.filter((entry) => meets(entry, values));
  }

  /** All hooks, by event and order; built-ins come first. */
  list(): readonly HookListing[] {
    return HOOK_EVENTS.flatMap((name) => [
      ...this.builtIns.filter(({ event }) => event === name),
      ...(this.hooks.get(name) ?? NONE).map(({ id, event, filter, priority, source }) => {
        return { id, event, filter, priority, source };
      }),
    ]);
  }

  private isBuiltIn(id: string): boolean {
    return this.builtIns.some((builtIn) => builtIn.id === id);
  }

  private add(entry: Entry): void {
    this.entries.set(entry.id, entry);
    this.hooks.set(entry.event, [...(this.hooks.get(entry.event) ?? NONE), entry].toSorted(byTurn));
  }

  private remove({ id, event }: Entry): void {
    this.entries.delete(id);
    const others = (this.hooks.get(event) ?? NONE).filter((entry) => entry.id !== id);
    if (others.length === 0) this.hooks.delete(event);
    else this.hooks.set(event, others);
  }
}

function byTurn(one: Entry, other: Entry): number {
  return other.priority - one.priority || one.number - other.number;
}

/** A member that the event does not have meets no filter. */
function meets({ filter }: Hook, values: object): boolean {
  for (const name in filter) {
    if (!Object.hasOwn(values, name) || Reflect.get(values, name) !== filter[name]) return false;
  }
  return true;
}
