/**
 * The world of most suites: one server, a superadmin, and two accounts, `acme` and `acme-twin`, whose data look
 * alike. Whatever a test requests as acme, nothing of the twin may appear in the answer.
 */
import { Http } from './http';
import { login, type Member } from './member';
import { SdkClients } from './sdk-clients';
import { startServer, type TestServer } from './server';
import { defineCollection, signUp } from './sign-up';

export interface World {
  readonly server: TestServer;
  readonly http: Http;
  readonly superadmin: Member;
  readonly acme: Member;
  readonly twin: Member;
  /** A collection with these fields; every rule is "signed-in callers" unless given. */
  define(name: string, fields: readonly object[], more?: Record<string, unknown>): Promise<void>;
  register(slug: string): Promise<Member>;
  sdk: SdkClients['make'];
  close(): Promise<void>;
}

/** `log` gets the lines of the server. */
export async function createWorld(
  environment: Record<string, string> = {},
  log?: (line: string) => void,
): Promise<World> {
  const server = await startServer(environment, log);
  const http = new Http(server.url);
  const superadmin = await login(http, 'system', server.superadminEmail);

  const clients = new SdkClients(server.url);

  const register = (slug: string): Promise<Member> => signUp(http, superadmin, slug);

  return {
    server,
    http,
    superadmin,
    acme: await register('acme'),
    twin: await register('acme-twin'),
    define: (name, fields, more) => defineCollection(http, superadmin, name, fields, more),
    register,
    sdk: (settings) => clients.make(settings),
    close: async () => {
      await server.stop();
      clients.assertDescribed();
    },
  };
}
