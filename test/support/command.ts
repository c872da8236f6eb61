/** The command line as a person at a terminal has it, without a superadmin in the settings. */
import type { TestDatabase } from './database';
import { type Finished, runProcess } from './process';

export const WITHOUT_SUPERADMIN = {
  SNACKBASE_SUPERADMIN_EMAIL: undefined,
  SNACKBASE_SUPERADMIN_PASSWORD: undefined,
};

type Options = NonNullable<Parameters<typeof runProcess>[1]>;

/** Runs a command to its end. `command` is split at its spaces. */
export function runCommand(database: TestDatabase, command: string, options: Options = {}): Promise<Finished> {
  return runProcess(database, {
    ...options,
    args: command.split(' ').filter(Boolean),
    environment: { ...WITHOUT_SUPERADMIN, ...options.environment },
  });
}

/** What a person is told of a failure: one line on stderr, no stack. */
export function expectOneLine({ code, stdout, stderr }: Finished, line: RegExp): void {
  expect({ code, stdout, stderr }).toMatchObject({ code: 1, stdout: '' });
  expect(stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(line)]);
}
