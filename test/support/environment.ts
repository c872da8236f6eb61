/** The variables with which every server of the tests starts, in this process or in one of its own. */
import { join } from 'node:path';
import type { TestDatabase } from './database';
import { PASSWORD } from './member';

const ROOT = join(__dirname, '..', '..');
export const SUPERADMIN_EMAIL = 'root@snackbase.example';

/** `own`: those of the suite. A variable given as undefined is not set. */
export function environmentOf(
  database: TestDatabase,
  port: number,
  own: Readonly<NodeJS.ProcessEnv> = {},
): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    // A start spends most of its time compiling what the start before compiled too.
    NODE_COMPILE_CACHE: join(ROOT, 'node_modules', '.cache', 'compile'),
    SNACKBASE_ENVIRONMENT: 'testing',
    SNACKBASE_HOST: '127.0.0.1',
    SNACKBASE_PORT: String(port),
    SNACKBASE_DATABASE_URL: database.url,
    SNACKBASE_SECRET_KEY: 'a secret of the test suite, long enough for it',
    SNACKBASE_ENCRYPTION_KEY: 'a key of the test suite, which encrypts fields',
    SNACKBASE_SUPERADMIN_EMAIL: SUPERADMIN_EMAIL,
    SNACKBASE_SUPERADMIN_PASSWORD: PASSWORD,
    SNACKBASE_LOG_LEVEL: 'warn',
    // Thousands of passwords are hashed. Only servers of tests may do that at so low a cost.
    SNACKBASE_BCRYPT_COST: own['SNACKBASE_ENVIRONMENT'] === undefined ? '4' : undefined,
    // Suites send requests faster than people do; the ones about limits set their own.
    SNACKBASE_RATE_LIMIT_ENABLED: 'false',
    SNACKBASE_LOGIN_RATE_LIMIT_PER_MINUTE: '1000000',
    SNACKBASE_JOB_WORKER_POLL_INTERVAL: '0.1',
    ...own,
  };
}
