/**
 * Runs in a thread of its own: loads a hook file and tells what it registers, so that a file that does not compile or does
 * not end is found out where it can do no harm.
 */
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';

interface Registration {
  readonly event: string;
  readonly options: unknown;
  readonly handler: string;
  readonly stack: string;
}

const { url } = workerData as { readonly url: string };

/** How the stack of an error begins that tells where the text is wrong. */
const PLACE = /^\S.*:\d+\n/;

async function registrations(): Promise<readonly Registration[]> {
  const { default: hooks } = (await import(url)) as { readonly default?: unknown };
  if (typeof hooks !== 'function') throw new Error('has no function as its default export');
  const registered: Registration[] = [];
  const on = (event: unknown, ...rest: readonly unknown[]): void => {
    const [options, handler] = rest.length > 1 ? rest : [{}, rest[0]];
    registered.push({ event: String(event), options, handler: typeof handler, stack: new Error().stack ?? '' });
  };
  await (hooks as (server: object) => unknown)({ on });
  return registered;
}

/** `source`: of a file that does not compile, or imports one; what the engine was given, in lines as they were written. */
function thrown(error: unknown): object {
  if (!(error instanceof Error)) return { message: `throws ${String(error)}`, stack: '' };
  const { message, stack = '' } = error;
  if (!(error instanceof SyntaxError) || PLACE.test(stack)) return { message, stack };
  const source = readFileSync(fileURLToPath(url), 'utf8');
  return { message, stack, source: url.endsWith('ts') ? stripTypeScriptTypes(source) : source };
}

const told = await registrations().then(
  (registered) => ({ registered }),
  (error: unknown) => ({ thrown: thrown(error) }),
);
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
parentPort?.postMessage(told);
