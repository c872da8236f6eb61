import type { INestApplicationContext } from '@nestjs/common';
import type { AppConfig } from '#server/config/app-config';
import { loadConfig, processVariables } from '#server/config/load-config';

/** Runs `work` in the server's application, without its HTTP side, and closes everything afterwards. */
export async function withServer<T>(work: (app: INestApplicationContext, config: AppConfig) => Promise<T>): Promise<T> {
  // A command's own lines are its output; the server's log lines would come between them.
  const config = loadConfig({ SNACKBASE_LOG_LEVEL: 'warn', SNACKBASE_LOG_FORMAT: 'console', ...processVariables() });
  // It takes longer to load than to ask for help, or to be told what is wrong with the settings.
  // Not loaded by commands that do without it, nor for a help text.
  const { createContext } = await import('#server/bootstrap');
  const app = await createContext(config);
  try {
    return await work(app, config);
  } finally {
    await app.close();
  }
}
