import { ConfigError } from './config/config-error';

/**
 * Runs an entry point. What keeps it from starting is printed in one line, with SNACKBASE_DEBUG as a stack, and the process
 * exits with 1. The variable is read here and not from the settings, because they may be what is wrong.
 */
export async function run(main: () => Promise<void>, prefix = 'SnackBase could not start'): Promise<void> {
  try {
    await main();
  } catch (error) {
    const debug = /^(true|1|yes|on)$/i.test(process.env['SNACKBASE_DEBUG'] ?? '');
    const reason = error instanceof Error ? ((debug ? error.stack : undefined) ?? error.message) : String(error);
    process.stderr.write(error instanceof ConfigError ? `${reason}\n` : `${prefix}: ${reason}\n`);
    process.exit(1);
  }
}
