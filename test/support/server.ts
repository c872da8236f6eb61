/** The application itself, in the test's process, on a real socket. */
import type { Type } from '@nestjs/common';
import { createApp } from '#server/bootstrap';
import { createLoggers } from '#server/common/logger';
import { AppConfig } from '#server/config/app-config';
import { loadConfig } from '#server/config/load-config';
import { createDatabase, type TestDatabase } from './database';
import { environmentOf, SUPERADMIN_EMAIL } from './environment';
import { Http } from './http';

export interface TestServer {
  readonly url: string;
  readonly http: Http;
  readonly superadminEmail: string;
  readonly database: TestDatabase;
  /** The running application, for suites that look at one of its parts. */
  readonly app: Awaited<ReturnType<typeof createApp>>;
  stop(): Promise<void>;
}

type Log = (line: string) => void;

/** On a new database, which goes with it. */
export async function startServer(environment: Record<string, string> = {}, log?: Log): Promise<TestServer> {
  const database = await createDatabase();
  try {
    const server = await startServerOn(database, environment, log);
    return { ...server, stop: () => server.stop().finally(() => database.drop()) };
  } catch (error) {
    await database.drop();
    throw error;
  }
}

/**
 * One of several servers on one database, or one after another. `log` gets the lines of this application and of all later
 * ones of the process, because the logger is one for it.
 */
export async function startServerOn(
  database: TestDatabase,
  environment: Record<string, string> = {},
  log?: Log,
  more: readonly Type[] = [],
): Promise<TestServer> {
  const config = loadConfig(environmentOf(database, 0, environment));
  // Beside a PostgreSQL it would be the working directory's, which all suites share.
  Object.assign(config, { dataDirectory: database.folder });
  const loggers = log && createLoggers(config, { write: (line) => log(line.toString()) });
  const app = await createApp(config, loggers, more);
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  return {
    url,
    http: new Http(url),
    superadminEmail: SUPERADMIN_EMAIL,
    database,
    app,
    stop: async () => {
      app.getHttpServer().closeAllConnections();
      await app.close();
    },
  };
}

/** The application once more on the same database, as a second process would be. The caller closes it. */
export function anotherApp(server: TestServer, settings: Partial<AppConfig> = {}): Promise<TestServer['app']> {
  const config = server.app.get(AppConfig, { strict: false });
  return createApp(Object.assign(Object.create(AppConfig.prototype) as AppConfig, config, settings));
}
