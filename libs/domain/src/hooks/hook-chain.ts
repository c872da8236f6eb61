/** Calls the hooks of one event around each other, as each one's `next()` says. */
import type { Hook } from './hook';

export type Rest = () => Promise<void>;
/** Throws or rejects with what refuses; undefined: it is done already. */
type Call = (hook: Hook, next: Rest) => Promise<void> | undefined;

const DONE = Promise.resolve();

/** What the last hook gets for those after it. */
export const NOTHING: Rest = () => DONE;

/**
 * Throws or rejects with the first thing that a call threw, even where another one caught it from its `next()`: what one
 * handler refuses is refused. Every handler runs at most once, and when this is done none is running and none starts.
 * undefined: there is nothing to wait for.
 */
export function runChain(hooks: readonly Hook[], call: Call): Promise<void> | undefined {
  return hooks.length === 1 ? call(hooks[0]!, NOTHING) : runNested(hooks, call);
}

async function runNested(hooks: readonly Hook[], call: Call): Promise<void> {
  let failure: { readonly error: unknown } | null = null;
  const run = async (position: number): Promise<void> => {
    const hook = hooks[position];
    if (hook === undefined) return;
    let rest: Promise<void> | undefined;
    const next: Rest = () => (rest ??= failure === null ? run(position + 1) : DONE);
    try {
      await call(hook, () => mayFail(next()));
      await next();
    } catch (error) {
      failure ??= { error };
      // It may have been called without being waited for.
      await rest?.catch(() => undefined);
      throw failure.error;
    }
  };
  await run(0);
}

/**
 * What is to be waited for, when a handler has returned `result`; undefined: nothing, because it is no promise, or the one
 * that the last handler's `next()` gives.
 */
export function toWaitFor(result: unknown): Promise<unknown> | undefined {
  if (result === undefined || result === DONE || !isThenable(result)) return undefined;
  return Promise.resolve(result);
}

function isThenable(result: unknown): boolean {
  const isObject = (typeof result === 'object' && result !== null) || typeof result === 'function';
  return isObject && typeof Reflect.get(result, 'then') === 'function';
}

/** A handler that does not await this promise must not end the process when it rejects: its maker deals with that. */
export function mayFail<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
