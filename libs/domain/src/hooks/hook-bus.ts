/** Who wants to be called for what, in order. It calls nobody: before-hooks and after-hooks run each in their own way. */
import { randomBytes } from 'node:crypto';
import { type HookEventName, isHookEvent } from './hook-events';
import type { Hook, HookHandler, HookOptions } from './hook';

const ID_BYTES = 6;
/** Where the server itself does what a hook is listed for. */
const BUILT_IN_SOURCE = 'snackbase';

interface Entry extends Hook {
  /** Of registration. */
  readonly number: number;
}

const NONE: readonly Entry[] = [];

export type HookListing = Omit<Hook, 'handler' | 'stopOnError'>;

export class HookBus {
  private readonly hooks = new Map<HookEventName, readonly Entry[]>();
  private readonly eventOf = new Map<string, HookEventName>();
  private registered = 0;

  /** The id. Throws TypeError for an unknown event, a handler that is no function, or options that are not what they should be. */
  register<E extends HookEventName>(event: E, handler: HookHandler<E>, options: HookOptions<E> = {}): string {
    return this.add(event, handler, options, false);
  }

  /** As register, in the order in which it reads best. */
  on<E extends HookEventName>(event: E, handler: HookHandler<E>): string;
  on<E extends HookEventName>(event: E, options: HookOptions<E>, handler: HookHandler<E>): string;
  on<E extends HookEventName>(event: E, second: HookOptions<E> | HookHandler<E>, third?: HookHandler<E>): string {
    return typeof second === 'function' ? this.register(event, second) : this.register(event, third!, second);
  }

  /** Lists what the server does by itself: it comes first and cannot be removed. */
  registerBuiltIn(event: HookEventName, id: string): void {
    this.add(event, () => undefined, { id, source: BUILT_IN_SOURCE }, true);
  }

  /** false: there is none of this id, or it is built in. */
  unregister(id: string): boolean {
    const event = this.eventOf.get(id);
    const entries = event && this.hooks.get(event);
    if (!event || !entries || entries.some((entry) => entry.id === id && entry.builtIn)) return false;
    this.eventOf.delete(id);
    this.hooks.set(
      event,
      entries.filter((entry) => entry.id !== id),
    );
    return true;
  }

  /** Whether anybody might want to be called; costs next to nothing. */
  hears(event: HookEventName): boolean {
    return (this.hooks.get(event) ?? NONE).some(({ builtIn }) => !builtIn);
  }

  /** Those whose filter the values meet, in the order of their turns. Built-ins are left out: they are done anyway. */
  matching(event: HookEventName, values: object): readonly Hook[] {
    return (this.hooks.get(event) ?? NONE).filter((entry) => !entry.builtIn && meets(entry, values));
  }

  /** All of them, by event and order. */
  list(): readonly HookListing[] {
    return [...this.hooks.values()].flat().map(({ id, event, filter, priority, source, builtIn }) => {
      return { id, event, filter, priority, source, builtIn };
    });
  }

  private add(event: string, handler: unknown, options: HookOptions<HookEventName>, builtIn: boolean): string {
    if (!isHookEvent(event)) throw new TypeError(`There is no event '${event}'`);
    if (typeof handler !== 'function') throw new TypeError(`The handler of '${event}' is not a function`);
    const { filter = {}, priority = 0, stopOnError = false, source = 'code' } = options;
    if (!Number.isFinite(priority)) throw new TypeError(`The priority of a hook of '${event}' is not a number`);
    const id = options.id ?? `hook_${randomBytes(ID_BYTES).toString('hex')}`;
    const former = this.former(id, builtIn);
    const number = former?.event === event ? former.number : (this.registered += 1);
    const hook = handler as HookHandler<HookEventName>;
    const entry: Entry = { id, event, handler: hook, filter, priority, stopOnError, source, builtIn, number };
    if (former !== undefined) this.unregister(id);
    this.eventOf.set(id, event);
    this.hooks.set(event, [...(this.hooks.get(event) ?? NONE), entry].toSorted(byTurn));
    return id;
  }

  private former(id: string, builtIn: boolean): Entry | undefined {
    const event = this.eventOf.get(id);
    const former = event && this.hooks.get(event)?.find((entry) => entry.id === id);
    if (former?.builtIn || (former && builtIn))
      throw new TypeError(`The hook '${id}' is built in and cannot be replaced`);
    return former;
  }
}

function byTurn(one: Entry, other: Entry): number {
  if (one.builtIn !== other.builtIn) return one.builtIn ? -1 : 1;
  return other.priority - one.priority || one.number - other.number;
}

function meets({ filter }: Hook, values: object): boolean {
  for (const name in filter)
    if (!Object.hasOwn(values, name) || Reflect.get(values, name) !== filter[name]) return false;
  return true;
}
