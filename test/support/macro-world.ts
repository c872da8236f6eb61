/** The world of the suites of SQL macros: two accounts with teams, their members and posts about them, alike but for their numbers. */
import type { Answer, Json } from './http';
import { API, type Member } from './member';
import { expectErrorBody } from './scenario';
import { createWorld, type World } from './world';

const TEAM = { name: 'team', type: 'reference', collection: 'teams', on_delete: 'set_null' };

export class MacroWorld {
  private made = 0;

  private constructor(readonly world: World) {}

  static async create(environment: Record<string, string> = {}): Promise<MacroWorld> {
    const world = await createWorld(environment);
    await world.define('teams', [
      { name: 'name', type: 'text' },
      { name: 'size', type: 'number' },
      { name: 'open', type: 'boolean' },
      { name: 'since', type: 'date' },
    ]);
    await world.define('members', [
      TEAM,
      { name: 'person', type: 'text' },
      { name: 'note', type: 'text' },
      { name: 'pay', type: 'number' },
      { name: 'ssn', type: 'text', pii: true, mask_type: 'ssn' },
      { name: 'token', type: 'text', encrypted: true },
      { name: 'salary', type: 'number', access: { read: '@has_role("hr")' } },
      { name: 'tags', type: 'select', options: { values: ['a', 'b'], max: 2 } },
      { name: 'meta', type: 'json' },
    ]);
    await world.define('posts', [{ name: 'title', type: 'text' }, TEAM, { name: 'price', type: 'number' }]);
    const here = new MacroWorld(world);
    await here.fill(world.acme, 1);
    await here.fill(world.twin, 10);
    return here;
  }

  ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const { http, superadmin } = this.world;
    return http.call(method, `${API}/macros${path}`, { token: superadmin.token, body, headers });
  }

  async define(sql: string, parameters: readonly string[] = [], name = `m${(this.made += 1)}`): Promise<Json> {
    const { status, body } = await this.ask('POST', '', { name, sql_query: sql, parameters });
    expect({ status, body }).toMatchObject({ status: 201, body: { name, sql_query: sql, parameters } });
    return body;
  }

  /** What it comes to in an account, that of acme unless given. */
  async tried({ id }: Json, parameters: readonly string[] = [], account = this.world.acme.accountId): Promise<unknown> {
    const { status, body } = await this.ask('POST', `/${id}/test`, { parameters }, { 'x-account-id': account });
    expect({ status, body }).toMatchObject({ status: 200, body: { rows_affected: 0 } });
    return body['result'];
  }

  /** Why a macro of that SQL is not kept. */
  async refusal(sql: string, parameters: readonly string[] = []): Promise<string> {
    const answer = await this.ask('POST', '', { name: 'refused', sql_query: sql, parameters });
    expectErrorBody(answer);
    expect(answer).toMatchObject({ status: 422, body: { error: 'MACRO_INVALID' } });
    return String(answer.body['message']);
  }

  rules(collection: string, body: Json): Promise<Answer> {
    const { http, superadmin } = this.world;
    return http.put(`${API}/collections/${collection}/rules`, body, { token: superadmin.token });
  }

  async add(member: Member, collection: string, record: Json): Promise<Json> {
    const { http } = this.world;
    const { status, body } = await http.post(`${API}/records/${collection}`, record, { token: member.token });
    expect({ status, body }).toMatchObject({ status: 201 });
    return body;
  }

  /** Titles of posts, which are as many as are counted. */
  async listed({ token }: Member, query = ''): Promise<readonly unknown[]> {
    const { status, body } = await this.world.http.get(`${API}/records/posts?sort=title${query}`, { token });
    expect({ status, body }).toMatchObject({ status: 200 });
    const items = body['items'] as readonly Json[];
    expect(body['total']).toBe(items.length);
    return items.map(({ title }) => title);
  }

  private async fill(member: Member, of: number): Promise<void> {
    const red = await this.add(member, 'teams', { name: 'red', size: 3 * of, open: true, since: '2026-01-31' });
    const blue = await this.add(member, 'teams', { name: 'blue', size: 5 * of, open: false });
    const [inRed, inBlue] = [{ team: red['id'] }, { team: blue['id'] }];
    await this.add(member, 'members', { ...inRed, person: member.userId, pay: 0.1 * of });
    await this.add(member, 'members', { ...inRed, person: 'ben', pay: 0.2 * of });
    await this.add(member, 'members', { ...inBlue, person: 'ben', pay: 0.3 * of });
    await this.add(member, 'members', { person: 'cleo' });
    await this.add(member, 'posts', { ...inRed, title: 'of red', price: 1 });
    await this.add(member, 'posts', { ...inBlue, title: 'of blue', price: 2 });
    await this.add(member, 'posts', { title: 'of nobody', price: 3 });
  }
}
