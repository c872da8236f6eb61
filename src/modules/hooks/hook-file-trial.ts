import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { HookFile } from './hook-file';
import { HookFileProblem, lineIn, problemOf, type Thrown, thrownOf } from './hook-file-problem';
import { lineOfSyntaxError } from './line-of-syntax-error';
import { fileHook } from './file-hook';

/**
 * The thread's file is next to this one, compiled like it: .mjs in dist, .mts (which Node runs as it is) in the
 * sources.
 */
const WORKER_FILE = join(
  __dirname,
  extname(__filename) === '.ts' ? 'hook-file-trial.worker.mts' : 'hook-file-trial.worker.mjs',
);
const TRIAL_MS = 5000;
const MEMORY = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16 } as const;

interface Registration {
  readonly event: string;
  readonly options: unknown;
  /** The type of what was given as handler. */
  readonly handler: string;
  readonly stack: string;
}

interface Told {
  readonly registered?: readonly Registration[];
  readonly thrown?: Thrown & { readonly source?: string };
}

/**
 * Loads the file in a thread of its own. Rejects with HookFileProblem where it does not compile, does not end, lacks what
 * it imports, or registers nothing or something that is no hook. In any case its top level has then run once.
 */
export async function tryHookFile({ path }: HookFile): Promise<void> {
  const { registered = [], thrown } = await run(path);
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
}

async function uncompilable(path: string, message: string, source: string): Promise<HookFileProblem> {
  const line = await lineOfSyntaxError(source);
  return new HookFileProblem(path, line, line === null ? `imports what does not compile: ${message}` : message);
}

function run(path: string): Promise<Told> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(WORKER_FILE, {
      workerData: { url: pathToFileURL(path).href },
      resourceLimits: MEMORY,
      stdout: true,
      stderr: true,
    });
    let limit: NodeJS.Timeout | undefined;
    const end = (settle: () => void): void => {
      clearTimeout(limit);
      worker.removeAllListeners();
      // A thread that runs out of memory fails once more while it is ended.
      worker.on('error', () => undefined);
      void worker.terminate().then(settle);
    };
    const refuse = (reason: string): void => end(() => reject(new HookFileProblem(path, null, reason)));
    // The time does not count from the start of the thread, which may take long on a busy machine.
    worker.once('online', () => {
      limit = setTimeout(() => refuse(`does not end within ${TRIAL_MS / 1000} seconds`), TRIAL_MS);
    });
    worker.once('message', (told: Told) => end(() => resolve(told)));
    worker.once('error', (error) => end(() => reject(problemOf(path, thrownOf(error)))));
    worker.once('exit', () => refuse('ends its process'));
  });
}
