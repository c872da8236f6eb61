/** Who wants to be called for what, in order. It calls nobody: before-hooks and after-hooks run each in their own way. */
import { randomBytes } from 'node:crypto';
import type { Hook, HookHandler, HookListing, HookOptions } from './hook';
import { HOOK_EVENTS, type HookEventName } from './hook-events';
import { checkHook } from './hook-input';

const ID_BYTES = 6;
/** Where the server itself does what a hook is listed for. */
const BUILT_IN_SOURCE = 'snackbase';

interface Entry extends Hook {
  /** Counts registrations: those of equal priority are called in this order. */
  readonly number: number;
}

/** What is heard of. */
export type Heard = Pick<ReadonlySet<HookEventName>, 'has'>;

const NONE: readonly Entry[] = [];

export class HookBus {
  /** An event is in it only where somebody wants to be called for it. */
  private readonly hooks = new Map<HookEventName, readonly Entry[]>();
  /** The events that somebody wants to be called for: a look at it is all that an event costs where nobody does. */
  readonly heard: Heard = this.hooks;
  private readonly entries = new Map<string, Entry>();
  private readonly builtIns: HookListing[] = [];
  private registered = 0;

  /** The id. Throws TypeError for an unknown event, a handler that is no function, or options that are not what they should be. */
  register<E extends HookEventName>(event: E, handler: HookHandler<E>, options: HookOptions<E> = {}): string {
    checkHook(event, handler, options);
    const { filter = {}, priority = 0, stopOnError = false, source = 'code' } = options;
    const id = options.id ?? `hook_${randomBytes(ID_BYTES).toString('hex')}`;
    if (this.isBuiltIn(id)) throw new TypeError(`The hook '${id}' is built in and cannot be replaced`);
    const former = this.entries.get(id);
    const number = former?.event === event ? former.number : (this.registered += 1);
    if (former !== undefined) this.remove(former);
    // Called with events of that name alone.
    const called = handler as HookHandler<HookEventName>;
    this.add({ id, event, handler: called, filter, priority, stopOnError, source, number });
    return id;
  }

  /** As register, in the order in which it reads best. */
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

  /** false: there is none of this id, or it is built in. */
  unregister(id: string): boolean {
    const entry = this.entries.get(id);
    if (entry !== undefined) this.remove(entry);
    return entry !== undefined;
  }

  /** Those whose filter the values meet, in the order of their turns. Built-ins are left out: they are done anyway. */
  matching(event: HookEventName, values: object): readonly Hook[] {
    const entries = this.hooks.get(event);
    return entries === undefined ? NONE : entries.filter((entry) => meets(entry, values));
  }

  /** All of them, by event and order: what is built in comes first. */
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

/** What the event does not say at all meets no filter. */
function meets({ filter }: Hook, values: object): boolean {
  for (const name in filter) {
    if (!Object.hasOwn(values, name) || Reflect.get(values, name) !== filter[name]) return false;
  }
  return true;
}
