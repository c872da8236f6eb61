import type { INestApplicationContext } from '@nestjs/common';
import { createContext } from '#server/bootstrap';
import type { AppConfig } from '#server/config/app-config';
import { loadConfig, processVariables } from '#server/config/load-config';

/** Runs `work` in the server's application, without its HTTP side, and closes everything afterwards. */
export async function withServer<T>(work: (app: INestApplicationContext, config: AppConfig) => Promise<T>): Promise<T> {
  // A command's own lines are its output; the server's log lines would come between them.
  const config = loadConfig({ SNACKBASE_LOG_LEVEL: 'warn', SNACKBASE_LOG_FORMAT: 'console', ...processVariables() });
  const app = await createContext(config);
  try {
    return await work(app, config);
  } finally {
    await app.close();
  }
}
