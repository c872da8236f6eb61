import { fork } from 'node:child_process';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { HookFile } from './hook-file';
import type { CompiledModules } from './load-hook-file';
import { HookFileProblem, lineIn, problemOf, type Thrown, thrownOf } from './hook-file-problem';
import { lineOfSyntaxError } from './line-of-syntax-error';
import { fileHook } from './file-hook';

/**
 * The file of the process is next to this one, compiled like it: .mjs in dist, .mts (which Node runs as it is) in the
 * sources.
 */
const PROCESS_FILE = join(
  __dirname,
  extname(__filename) === '.ts' ? 'hook-file-trial.process.mts' : 'hook-file-trial.process.mjs',
);
const TRIAL_MS = 5000;
const MEGABYTES = 64;
const MEMORY = [`--max-old-space-size=${MEGABYTES}`, '--max-semi-space-size=8'];

interface Registration {
  readonly event: string;
  readonly options: unknown;
  /** The type of what was given as handler. */
  readonly handler: string;
  readonly stack: string;
}

interface Told {
  readonly registered?: readonly Registration[];
  /** The JavaScript of the TypeScript modules that were loaded, by URL. */
  readonly compiled?: CompiledModules;
  readonly thrown?: Thrown & { readonly source?: string };
}

/**
 * Loads the file in a process of its own, and resolves with what its TypeScript comes to. Rejects with HookFileProblem where it
 * does not compile, does not end, lacks what it imports, or registers nothing or something that is no hook. In any case its
 * top level has then run once.
 */
export async function tryHookFile({ path }: HookFile): Promise<CompiledModules> {
  const { registered = [], compiled = new Map(), thrown } = await run(path);
  if (thrown?.source !== undefined) throw await uncompilable(path, thrown.message, thrown.source);
  if (thrown !== undefined) throw problemOf(path, thrown);
  if (registered.length === 0) throw new HookFileProblem(path, null, 'registers no hook');
  for (const { event, options, handler, stack } of registered) {
    try {
      fileHook(event, options, handler === 'function' ? () => undefined : handler);
    } catch (error) {
      throw new HookFileProblem(path, lineIn(stack, path), (error as Error).message);
    }
  }
  return compiled;
}

async function uncompilable(path: string, message: string, source: string): Promise<HookFileProblem> {
  const line = await lineOfSyntaxError(source);
  return new HookFileProblem(path, line, line === null ? `imports what does not compile: ${message}` : message);
}

function run(path: string): Promise<Told> {
  return new Promise((resolve, reject) => {
    const child = fork(PROCESS_FILE, [pathToFileURL(path).href, String(process.pid)], {
      execArgv: MEMORY,
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    let limit: NodeJS.Timeout | undefined;
    const end = (settle: () => void): void => {
      clearTimeout(limit);
      child.removeAllListeners();
      child.on('error', () => undefined);
      child.kill('SIGKILL');
      settle();
    };
    const refuse = (reason: string): void => end(() => reject(new HookFileProblem(path, null, reason)));
    child.on('message', (told: Told | 'begun') => {
      if (told !== 'begun') end(() => resolve(told));
      // The time does not count from the start of the process, which may take long on a busy machine.
      else limit = setTimeout(() => refuse(`does not end within ${TRIAL_MS / 1000} seconds`), TRIAL_MS);
    });
    child.once('error', (error) => end(() => reject(problemOf(path, thrownOf(error)))));
    child.once('exit', (_code, signal) => {
      refuse(signal === 'SIGABRT' ? `takes more than ${MEGABYTES} MB of memory` : 'ends its process');
    });
  });
}
