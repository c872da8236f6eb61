/**
 * The world most suites play in: one server, a superadmin, and two accounts, `acme` and `acme-twin`, whose data look
 * alike. Whatever a test asks as acme, nothing of the twin may appear in the answer.
 */
import { SnackBaseClient } from '@snackbase/sdk';
import { Http } from './http';
import { API, login, PASSWORD, SIGNED_IN_RULES, type Member } from './member';
import { startServer, type TestServer } from './server';

export interface World {
  readonly server: TestServer;
  readonly http: Http;
  readonly superadmin: Member;
  readonly acme: Member;
  readonly twin: Member;
  /** A collection with these fields; every rule is "signed-in callers" unless given. */
  define(name: string, fields: readonly object[], more?: Record<string, unknown>): Promise<void>;
  register(slug: string): Promise<Member>;
  sdk(): SnackBaseClient;
  close(): Promise<void>;
}

/** `log` gets the lines of the server's log. */
export async function createWorld(
  environment: Record<string, string> = {},
  log?: (line: string) => void,
): Promise<World> {
  const server = await startServer(environment, log);
  const http = new Http(server.url);
  const superadmin = await login(http, 'system', server.superadminEmail);

  const register = async (slug: string): Promise<Member> => {
    const email = `owner@${slug}.example`;
    const registered = await http.post(`${API}/auth/register`, {
      email,
      password: PASSWORD,
      account_name: slug,
      account_slug: slug,
    });
    if (registered.status !== 201) throw new Error(`registration of ${slug} failed: ${registered.text}`);
    const verified = await http.post(`${API}/users/${registered.body.user.id}/verify`, {}, { token: superadmin.token });
    if (verified.status !== 200) throw new Error(`verification failed: ${verified.text}`);
    return login(http, slug, email);
  };

  const define: World['define'] = async (name, fields, more = {}) => {
    const created = await http.post(
      `${API}/collections`,
      { name, fields, ...SIGNED_IN_RULES, ...more },
      { token: superadmin.token },
    );
    if (created.status !== 201) throw new Error(`collection ${name}: ${created.status} ${created.text}`);
  };

  return {
    server,
    http,
    superadmin,
    acme: await register('acme'),
    twin: await register('acme-twin'),
    define,
    register,
    sdk: () => new SnackBaseClient({ baseUrl: server.url, storageBackend: 'memory', maxRetries: 0 }),
    close: () => server.stop(),
  };
}
