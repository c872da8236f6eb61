/**
 * Runs in a process of its own: loads a hook file and tells what it registers, so that a file that does not compile or does
 * not end is found out where it can do no harm. TypeScript is compiled here for the server too: the compiler would take
 * some 25 MB of its memory.
 */
import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

interface Registration {
  readonly event: string;
  readonly options: unknown;
  readonly handler: string;
  readonly stack: string;
}

const [url, server] = process.argv.slice(2) as [url: string, server: string];
const typed = new Set<string>();

const WATCH_MS = 500;

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
  const source = textOf(url);
  return { message, stack, source: url.endsWith('ts') ? stripTypeScriptTypes(source) : source };
}

function textOf(module: string): string {
  return readFileSync(fileURLToPath(module), 'utf8');
}

/** The JavaScript of each TypeScript module that was loaded, by URL. */
function compiled(): ReadonlyMap<string, string> {
  return new Map(Array.from(typed, (module) => [module, stripTypeScriptTypes(textOf(module))]));
}

/** A thread that ends this process when the server has ended without doing so, as the file may keep this one for good. */
function endWithTheServer(): void {
  const kill = `process.ppid === ${server} || process.kill(process.pid, 'SIGKILL')`;
  new Worker(`setInterval(() => ${kill}, ${WATCH_MS})`, { eval: true }).unref();
}

registerHooks({
  load(module, context, nextLoad) {
    const loaded = nextLoad(module, context);
    if (loaded.format === 'module-typescript') typed.add(module);
    return loaded;
  },
});
process.on('uncaughtException', (error) => process.send!({ thrown: thrown(error) }));
endWithTheServer();
process.send!('begun');
process.send!(
  await registrations().then(
    (registered) => ({ registered, compiled: compiled() }),
    (error: unknown) => ({ thrown: thrown(error) }),
  ),
);
