/** One of several servers on one database, in the test's process: for what lasts from one to the next, or from start to start. */
import { createApp } from '#server/bootstrap';
import { loadConfig } from '#server/config/load-config';
import type { TestDatabase } from './database';
import { Http } from './http';
import { environmentOf } from './process';

export interface Instance {
  readonly app: Awaited<ReturnType<typeof createApp>>;
  readonly http: Http;
  stop(): Promise<void>;
}

export async function startInstance(
  database: TestDatabase,
  environment: Record<string, string> = {},
): Promise<Instance> {
  const app = await createApp(loadConfig({ ...environmentOf(database, 0), ...environment }));
  await app.listen(0, '127.0.0.1');
  return {
    app,
    http: new Http(await app.getUrl()),
    stop: async () => {
      app.getHttpServer().closeAllConnections();
      await app.close();
    },
  };
}
