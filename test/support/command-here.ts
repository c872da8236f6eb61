/**
 * The command line of the build in the test's own process, which spares the work of loading it anew: for what a command does and
 * says. What only a process shows (signals, standard input, that it ends by itself) is tested with runCommand.
 */
import type { TestDatabase } from './database';
import { environmentOf } from './environment';
import { WITHOUT_SUPERADMIN } from './command';
import type { Finished } from './process';

/** Of the command line, given by e2e-environment.cjs. */
declare const outerScope: typeof globalThis;
declare const requireOnce: NodeJS.Require;

type CommandLine = typeof import('../../apps/cli/run-command-line');

/** Thrown where the command ends its process, so that it goes no further. */
class Ended extends Error {}

let last: Promise<unknown> = Promise.resolve();

/** One command after the other, because they share what a process has only once. `command` is split at its spaces. */
export function runCommandHere(
  database: TestDatabase,
  command: string,
  environment: NodeJS.ProcessEnv = {},
): Promise<Finished> {
  const words = command.split(' ').filter(Boolean);
  const finished = last.then(() => run(database, words, { ...WITHOUT_SUPERADMIN, ...environment }));
  last = finished.catch(() => undefined);
  return finished;
}

async function run(
  database: TestDatabase,
  words: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<Finished> {
  const { process } = outerScope;
  const { runCommandLine } = requireOnce('./dist/apps/cli/run-command-line.js') as CommandLine;
  const { argv, env, exitCode } = process;
  const folder = process.cwd();
  const printed = { stdout: '', stderr: '' };
  let code: number | undefined;
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    jest.spyOn(process[name], 'write').mockImplementation((text) => {
      if (code === undefined) printed[name] += String(text);
      return true;
    }),
  );
  const exit = jest.spyOn(process, 'exit').mockImplementation((status) => {
    code ??= Number(status ?? statusOf(process));
    throw new Ended();
  });
  process.argv = [...argv.slice(0, 1), 'snackbase', ...words];
  process.env = definedIn(environmentOf(database, 0, environment));
  process.exitCode = undefined;
  process.chdir(database.folder);
  try {
    await runCommandLine().catch((error: unknown) => {
      if (!(error instanceof Ended)) throw error;
    });
    return { code: code ?? statusOf(process), ...printed };
  } finally {
    process.chdir(folder);
    Object.assign(process, { argv, env, exitCode });
    for (const spy of [...spies, exit]) spy.mockRestore();
  }
}

function statusOf({ exitCode }: NodeJS.Process): number {
  return Number(exitCode ?? 0);
}

/** As a process gets them: a variable that is not set is not there. */
function definedIn(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined));
}
