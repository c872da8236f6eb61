/** The application itself, in the test's process, on a real socket and a database of its own. */
import { createApp } from '#server/bootstrap';
import { loadConfig } from '#server/config/load-config';
import { createDatabase } from './database';
import { environmentOf } from './process';

const SUPERADMIN_EMAIL = 'root@snackbase.example';

export interface TestServer {
  readonly url: string;
  readonly superadminEmail: string;
  /** The running application, for suites that look at one of its parts. */
  readonly app: Awaited<ReturnType<typeof createApp>>;
  stop(): Promise<void>;
}

export async function startServer(environment: Record<string, string> = {}): Promise<TestServer> {
  const database = await createDatabase();
  try {
    const app = await createApp(loadConfig({ ...environmentOf(database, 0), ...environment }));
    await app.listen(0, '127.0.0.1');
    return {
      url: await app.getUrl(),
      superadminEmail: SUPERADMIN_EMAIL,
      app,
      stop: async () => {
        app.getHttpServer().closeAllConnections();
        await app.close();
        await database.drop();
      },
    };
  } catch (error) {
    await database.drop();
    throw error;
  }
}
