import { pathToFileURL } from 'node:url';
import { type FileHook, fileHook } from './file-hook';
import type { HookFile } from './hook-file';
import { HookFileProblem, problemOf, thrownOf } from './hook-file-problem';

type Module = Readonly<Record<string, unknown>>;

let loaded = 0;

/**
 * What the file registers, in its order. Every call runs the file anew, because its URL is a new one; what it imports is
 * read once in the life of the process. Rejects with HookFileProblem.
 */
export async function loadHookFile({ path }: HookFile): Promise<readonly FileHook[]> {
  loaded += 1;
  const hooks: FileHook[] = [];
  let isLoading = true;
  const on = (...registration: readonly [event: unknown, ...rest: unknown[]]): void => {
    if (!isLoading) throw new Error('Hooks are registered while their file is loaded, not later');
    const [event, ...rest] = registration;
    hooks.push(rest.length > 1 ? fileHook(event, rest[0], rest[1]) : fileHook(event, {}, rest[0]));
  };
  try {
    const { default: register } = (await import(`${pathToFileURL(path).href}?${loaded}`)) as Module;
    if (typeof register !== 'function') throw new HookFileProblem(path, null, 'has no function as its default export');
    await (register as (server: object) => unknown)({ on });
    return hooks;
  } catch (error) {
    if (error instanceof HookFileProblem) throw error;
    throw problemOf(path, thrownOf(error));
  } finally {
    isLoading = false;
  }
}
