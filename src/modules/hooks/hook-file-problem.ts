import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** Why a hook file is not used: the file, the line where one is known, and the reason. */
export class HookFileProblem extends Error {
  override readonly name = 'HookFileProblem';

  constructor(path: string, line: number | null, reason: string) {
    super(`${path}${line === null ? '' : `:${line}`}: ${reason}`);
  }
}

/** What was thrown while a file was loaded, in this thread or in another one. */
export interface Thrown {
  readonly message: string;
  readonly stack: string;
}

/** Errors from threads are not instances of our own class. */
export function thrownOf(error: unknown): Thrown {
  const { message, stack } = Object(error) as Partial<Thrown>;
  return { message: message ?? `throws ${String(error)}`, stack: stack ?? '' };
}

export function problemOf(path: string, { message, stack }: Thrown): HookFileProblem {
  return new HookFileProblem(path, lineIn(stack, path) ?? lineOfImport(path, message), message);
}

/** The first line of the file that the stack names. */
export function lineIn(stack: string, path: string): number | null {
  for (const name of [path, pathToFileURL(path).pathname]) {
    for (let at = stack.indexOf(name); at >= 0; at = stack.indexOf(name, at + 1)) {
      const line = /^(?:\?[^:\s]*)?:(\d+)/.exec(stack.slice(at + name.length))?.[1];
      if (line !== undefined) return Number(line);
    }
  }
  return null;
}

/** The runtime names what is missing, but not the line that imports it. */
function lineOfImport(path: string, message: string): number | null {
  const missing = /^Cannot find (?:package|module) '(?<name>[^']+)'/.exec(message)?.groups?.['name'];
  if (missing === undefined) return null;
  const name = missing.slice(missing.lastIndexOf('/') + 1);
  const lines = readFileSync(path, 'utf8').split('\n');
  const index = lines.findIndex((line) => /\b(?:from|import|require)\b/.test(line) && line.includes(name));
  return index < 0 ? null : index + 1;
}
