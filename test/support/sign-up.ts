/** What most suites begin with, on whatever server: accounts with an owner, and collections. */
import type { Http } from './http';
import { API, login, PASSWORD, SIGNED_IN_RULES, type Member } from './member';

/** A new account; its verified owner, logged in. */
export async function signUp(http: Http, superadmin: Member, slug: string): Promise<Member> {
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
}

/** A collection with these fields; every rule is "signed-in callers" unless given. */
export async function defineCollection(
  http: Http,
  superadmin: Member,
  name: string,
  fields: readonly object[],
  more: Record<string, unknown> = {},
): Promise<void> {
  const definition = { name, fields, ...SIGNED_IN_RULES, ...more };
  const created = await http.post(`${API}/collections`, definition, { token: superadmin.token });
  if (created.status !== 201) throw new Error(`collection ${name}: ${created.status} ${created.text}`);
}
