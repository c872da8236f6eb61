/**
 * Thirty calls with the types that openapi-typescript makes of the document, and five that must not compile. The suite
 * (openapi.e2e-spec.ts) writes schema.ts beside a copy of this file, checks both, and then makes the calls.
 */
import createClient from 'openapi-fetch';
import type { components, paths } from './schema.ts';

type Post = Required<components['schemas']['Record.posts']>;

interface Credentials {
  readonly account: string;
  readonly email: string;
  readonly password: string;
}

function done<T>({ data, error, response }: { data?: T; error?: unknown; response: Response }): T {
  if (error !== undefined) throw new Error(`${response.url}: ${response.status} ${JSON.stringify(error)}`);
  return data as T;
}

/** Resolves with the number of calls. */
export async function makeCalls(baseUrl: string, credentials: Credentials): Promise<number> {
  let calls = 0;
  const counted = (request: Request): Promise<Response> => {
    calls += 1;
    return fetch(request);
  };
  const visitor = createClient<paths>({ baseUrl, fetch: counted });
  const health = done(await visitor.GET('/health'));
  const healthy: 'healthy' = health.status;
  const session = done(await visitor.POST('/api/v1/auth/login', { body: credentials }));
  const refreshed = done(
    await visitor.POST('/api/v1/auth/refresh', { body: { refresh_token: session.refresh_token } }),
  );
  const headers = { Authorization: `Bearer ${refreshed.token}` };
  const client = createClient<paths>({ baseUrl, headers, fetch: counted });

  const me = done(await client.GET('/api/v1/auth/me'));
  const lastLogin: string | null = me.last_login;
  done(await client.PATCH('/api/v1/auth/me', { body: { first_name: 'Ada', last_name: null } }));
  const sessions = done(await client.GET('/api/v1/auth/sessions', { params: { query: { page: 1, page_size: 5 } } }));
  const total: number = sessions.total;

  const accounts = done(await client.GET('/api/v1/accounts', { params: { query: { sort_by: 'slug', search: 'a' } } }));
  const account = accounts.items[0]!;
  const status: 'active' | 'suspended' | 'deleting' = account.status;
  const detail = done(await client.GET('/api/v1/accounts/{id}', { params: { path: { id: account.id } } }));
  const limit: number | null = detail.usage.records.limit;

  const users = done(await client.GET('/api/v1/users', { params: { query: { limit: 2 } } }));
  const role: string = users.items[0]!.role;
  const created = done(
    await client.POST('/api/v1/users', { body: { email: 'typed@acme.example', account_id: account.id, role: 'user' } }),
  );
  done(await client.GET('/api/v1/users/{id}', { params: { path: { id: created.id } } }));
  done(await client.PATCH('/api/v1/users/{id}', { params: { path: { id: created.id } }, body: { is_active: true } }));
  done(await client.DELETE('/api/v1/users/{id}', { params: { path: { id: created.id } } }));

  const roles = done(await client.GET('/api/v1/roles'));
  const roleId: number = roles.items[0]!.id;
  const rule = done(await client.POST('/api/v1/roles/validate-rule', { body: { rule: '@request.auth.id != ""' } }));
  const problem: string | null = rule.error;
  const group = done(
    await client.POST('/api/v1/groups', { body: { name: 'typed', description: null, account_id: account.id } }),
  );
  done(await client.GET('/api/v1/groups/{id}', { params: { path: { id: group.id } } }));
  done(await client.DELETE('/api/v1/groups/{id}', { params: { path: { id: group.id } } }));

  const collections = done(await client.GET('/api/v1/collections', { params: { query: { search: 'posts' } } }));
  const onDelete: 'cascade' | 'set_null' | 'restrict' | null = collections.items[0]!.fields[0]!.on_delete;
  const rules = done(await client.GET('/api/v1/collections/{name}/rules', { params: { path: { name: 'posts' } } }));
  const listRule: string | null = rules.list_rule;
  done(await client.GET('/api/v1/collections/names'));

  const author = done(await client.POST('/api/v1/records/authors', { body: { name: 'Ada' } }));
  const post = done(
    await client.POST('/api/v1/records/posts', {
      body: { title: 'Hello', status: 'draft', price: 9.5, author: author.id!, tags: ['a'], meta: { any: 'thing' } },
      headers: { 'Idempotency-Key': 'typed-1' },
    }),
  );
  const id: string = post.id!;
  const at = { path: { id } };
  const read = done(await client.GET('/api/v1/records/posts/{id}', { params: { ...at, query: { expand: 'author' } } }));
  const name = typeof read.author === 'object' ? read.author?.name : read.author;
  const page = done(
    await client.GET('/api/v1/records/posts', { params: { query: { status: 'draft', sort: '-price', cursor: '' } } }),
  );
  const [first] = page.items as Post[];
  const chosen: 'draft' | 'live' | null = first!.status;
  const count: number | null = page.total;
  const next: string | null | undefined = page.next_cursor;
  const changed = await client.PATCH('/api/v1/records/posts/{id}', {
    params: { ...at, header: { 'If-Match': '"1"' } },
    body: { price: null },
  });
  done(changed);
  const batch = done(await client.POST('/api/v1/records/posts/batch', { body: { records: [{ title: 'A' }] } }));
  const made: string[] = batch.created.map((each) => each.id!);
  done(
    await client.PATCH('/api/v1/records/posts/batch', {
      body: { records: made.map((each) => ({ id: each, data: { title: 'B' } })) },
    }),
  );
  done(await client.DELETE('/api/v1/records/posts/batch', { body: { ids: made } }));
  done(await client.DELETE('/api/v1/records/posts/{id}', { params: at }));
  const missing = await client.GET('/api/v1/records/{collection}/{id}', {
    params: { path: { collection: 'posts', id } },
  });
  const code: string | undefined = missing.error?.error;
  done(await client.POST('/api/v1/auth/logout', {}));

  const used = [healthy, lastLogin, total, status, limit, role, roleId, problem, onDelete, listRule, name, chosen];
  if ([...used, count, next, code].length === 0) throw new Error('Nothing was answered');
  return calls;
}

/** Each is refused by the compiler; where one is not, the compiler says so. */
export async function makeWrongCalls(baseUrl: string): Promise<void> {
  const client = createClient<paths>({ baseUrl });
  // @ts-expect-error -- there is no such path
  await client.GET('/api/v1/posts');
  // @ts-expect-error -- a password is required
  await client.POST('/api/v1/auth/login', { body: { email: 'ada@acme.example' } });
  // @ts-expect-error -- no status of posts
  await client.PATCH('/api/v1/records/posts/{id}', { params: { path: { id: '' } }, body: { status: 'lost' } });
  // @ts-expect-error -- a number is no text
  await client.POST('/api/v1/records/posts', { body: { title: 5 } });
  const { data } = await client.GET('/api/v1/records/posts');
  // @ts-expect-error -- records of posts have no such field
  throw new Error(data?.items[0]?.headline);
}
