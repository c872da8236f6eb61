/** A handler and the options that it is registered with. */
import type { RequestContext } from '../kernel/request-context';
import type { HookEventName, HookPayloads } from './hook-events';
import type { HookTools } from './hook-tools';

/** What a handler is called with. */
export type HookEvent<E extends HookEventName = HookEventName> = HookPayloads[E] &
  HookTools & {
    readonly name: E;
    readonly ctx: RequestContext;
    /** Refuses, in a before-hook: `status` from 400 to 499. */
    abort(status: number, message: string, code?: string): never;
    /**
     * Calls back when it is certain what became of what the hook was called for; at once where it is already. What the
     * callback throws is logged. The time of a before-hook is over then: its `records`, `mail` and `http` refuse. What is to
     * be done after the commit is for an after-hook, which the server waits for.
     */
    onSettled(action: (outcome: 'committed' | 'rolled_back') => void): void;
    /** The name and the payload in a plain object, which is also what the console shows. The event itself cannot be spread. */
    toJSON(): { readonly name: E } & HookPayloads[E];
  };

/**
 * Runs the handlers that come after this one, once however often it is called, and resolves when they are done. A
 * handler that returns without calling it counts as having called it last.
 */
export type Next = () => Promise<void>;

export type HookHandler<E extends HookEventName> = (event: HookEvent<E>, next: Next) => unknown;

/** Members of the event's payload that must be equal, all of them: `{collection: 'posts'}`. */
export type HookFilter<E extends HookEventName> = {
  readonly [Key in keyof HookPayloads[E] as HookPayloads[E][Key] extends string | null ? Key : never]?: string;
};

export interface HookOptions<E extends HookEventName> {
  readonly filter?: HookFilter<E>;
  /** Higher ones come first; those of equal priority in the order in which they were registered. 0 by default. */
  readonly priority?: number;
  /** For after-hooks: those that follow do not run when this one throws. Before-hooks always stop. */
  readonly stopOnError?: boolean;
  /** The name by which it can be replaced or removed. Registering an id again replaces the hook, in its place. */
  readonly id?: string;
  /** The file or provider that it comes from. */
  readonly source?: string;
}

export interface Hook<E extends HookEventName = HookEventName> {
  readonly id: string;
  readonly event: E;
  readonly handler: HookHandler<E>;
  readonly filter: Readonly<Record<string, string>>;
  readonly priority: number;
  readonly stopOnError: boolean;
  readonly source: string;
}

/** What lists show of a hook, or of what the server does by itself. */
export interface HookListing extends Pick<Hook, 'id' | 'event' | 'filter' | 'source'> {
  /** null: built in, and before all others. */
  readonly priority: number | null;
}
