/** The doors through which a server can be asked to change something: routes of the API document, commands and jobs. */
import { CliModule } from '../../../apps/cli/cli.module';
import { JobRunner } from '#server/infrastructure/jobs/job-runner.service';
import type { Json } from '../http';
import { API } from '../member';
import type { World } from '../world';

const CHANGING = new Set(['post', 'put', 'patch', 'delete']);

/** The routes that change something, as "POST /users/{id}". Those of the test's collections repeat the general ones. */
export async function routesOf(
  { http, superadmin }: World,
  collections: readonly string[],
): Promise<readonly string[]> {
  const { body } = await http.get('/openapi.json', { token: superadmin.token });
  const isCollections = (path: string): boolean =>
    collections.some((name) => `${path}/`.startsWith(`${API}/records/${name}/`));
  return Object.entries<Json>(body.paths)
    .filter(([path]) => !isCollections(path))
    .flatMap(([path, item]) =>
      Object.keys(item)
        .filter((method) => CHANGING.has(method))
        .map((method) => `${method.toUpperCase()} ${path.replace(API, '')}`),
    );
}

/** The classes of the commands. */
export function commandNames(): readonly string[] {
  return (Reflect.getMetadata('providers', CliModule) as readonly { readonly name: string }[]).map(({ name }) => name);
}

export function jobHandlersOf({ server }: World): readonly string[] {
  return [...server.app.get(JobRunner, { strict: false })['handlers'].keys()];
}
