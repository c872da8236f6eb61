import { CommandFactory } from 'nest-commander';
import { run } from '#server/bootstrap-run';
import { VERSION } from '#server/config/version';
import { CliModule } from './cli.module';

const NAME = 'snackbase';

/** Runs the command that the words of the process name. */
export function runCommandLine(): Promise<void> {
  return run(runWords, 'Error');
}

async function runWords(): Promise<void> {
  await CommandFactory.run(CliModule, {
    logger: false,
    version: VERSION,
    helpConfiguration: {
      commandUsage: (command) => `${command.parent ? `${NAME} ${command.name()}` : NAME} ${command.usage()}`,
    },
    // Both kinds of failure end in run(), which reports them in one line.
    errorHandler: (error) => {
      process.exitCode = 'exitCode' in error && error.exitCode === 0 ? 0 : 1;
    },
    serviceErrorHandler: (error) => {
      throw error;
    },
  });
}
