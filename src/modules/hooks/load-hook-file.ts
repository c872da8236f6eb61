import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { type FileHook, fileHook } from './file-hook';
import type { HookFile } from './hook-file';
import { HookFileProblem, problemOf, thrownOf } from './hook-file-problem';

/** The JavaScript of TypeScript modules, by URL. */
export type CompiledModules = ReadonlyMap<string, string>;

type Module = Readonly<Record<string, unknown>>;

let loaded = 0;

/**
 * What the file registers, in its order. Every call runs the file anew, because its URL is a new one; what it imports is
 * read once in the life of the process. What `compiled` has is not compiled here. Rejects with HookFileProblem.
 */
export async function loadHookFile({ path }: HookFile, compiled: CompiledModules): Promise<readonly FileHook[]> {
  loaded += 1;
  const hooks: FileHook[] = [];
  let isLoading = true;
  const on = (...registration: readonly [event: unknown, ...rest: unknown[]]): void => {
    if (!isLoading) throw new Error('Hooks are registered while their file is loaded, not later');
    const [event, ...rest] = registration;
    hooks.push(rest.length > 1 ? fileHook(event, rest[0], rest[1]) : fileHook(event, {}, rest[0]));
  };
  const loader = registerHooks({
    load: (url, context, nextLoad) => {
      const source = compiled.get(url.split('?', 1)[0]!);
      return source === undefined ? nextLoad(url, context) : { format: 'module', source, shortCircuit: true };
    },
  });
  try {
    const { default: register } = (await import(`${pathToFileURL(path).href}?${loaded}`)) as Module;
    if (typeof register !== 'function') throw new HookFileProblem(path, null, 'has no function as its default export');
    await (register as (server: object) => unknown)({ on });
    return hooks;
  } catch (error) {
    if (error instanceof HookFileProblem) throw error;
    throw problemOf(path, thrownOf(error));
  } finally {
    loader.deregister();
    isLoading = false;
  }
}
