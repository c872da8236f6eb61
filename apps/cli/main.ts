#!/usr/bin/env -S MALLOC_ARENA_MAX=1 MALLOC_MMAP_THRESHOLD_=131072 MALLOC_TRIM_THRESHOLD_=4194304 node --max-semi-space-size=8 --heap-growing-percent=20 --no-maglev --no-allocation-site-pretenuring
import '#server/config/thread-pool';
import 'reflect-metadata';
import { CommandFactory } from 'nest-commander';
import { run } from '#server/bootstrap-run';
import { VERSION } from '#server/config/version';
import { CliModule } from './cli.module';

const NAME = 'snackbase';

async function main(): Promise<void> {
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

void run(main, 'Error');
