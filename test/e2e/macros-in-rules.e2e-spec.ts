/** SQL macros in the rules of collections and in each other, and what keeps a macro from being changed. */
import type { Json } from '../support/http';
import { MacroWorld } from '../support/macro-world';
import { API } from '../support/member';
import { expectErrorBody } from '../support/scenario';

let macros: MacroWorld;

beforeAll(async () => {
  macros = await MacroWorld.create({ SNACKBASE_STATEMENT_TIMEOUT_MS: '1500' });
});
afterAll(() => macros?.world.close());

describe('W-12: in rules', () => {
  beforeAll(() =>
    macros.define(
      'SELECT count(*) > 0 FROM members m WHERE m.person = @who AND m.team = @team',
      ['who', 'team'],
      'is_in',
    ),
  );
  afterEach(() =>
    macros.rules('posts', { list_rule: '', view_rule: '', create_rule: '', update_rule: '', delete_rule: '' }),
  );

  test.each([
    ['@is_in(@request.auth.id, team)', ['of red']],
    ['!@is_in(@request.auth.id, team)', ['of blue', 'of nobody']],
    ['@IS_IN("ben", team) && price > 1', ['of blue']],
    ['@is_in("ben", team.id) || price = 3', ['of blue', 'of nobody', 'of red']],
    ['@is_in(concat("b", "en"), team) = false', ['of nobody']],
  ])('%s', async (rule, titles) => {
    expect(await macros.rules('posts', { list_rule: rule })).toMatchObject({ status: 200 });
    expect(await macros.listed(macros.world.acme)).toEqual(titles);
    expect(await macros.listed(macros.world.twin)).toEqual(titles);
    expect(await macros.listed(macros.world.acme, '&filter=price > 0')).toEqual(titles);
  });

  test('values are compared and calculated with', async () => {
    await macros.define('SELECT size FROM teams WHERE id = @team', ['team'], 'size_of');
    await macros.define('SELECT sum(size) FROM teams', [], 'all_sizes');
    expect(
      await macros.rules('posts', { list_rule: '@size_of(team) * 2 < @all_sizes() && @size_of(team) != null' }),
    ).toMatchObject({
      status: 200,
    });
    expect(await macros.listed(macros.world.acme)).toEqual(['of red']);
    expect(await macros.listed(macros.world.twin)).toEqual(['of red']);
  });

  test('aggregates are those of the SELECT in which they stand', async () => {
    await macros.define('SELECT max(@n + 0) - min(@n * 1) + count(@n + 0) FROM teams', ['n'], 'of_one');
    expect(await macros.rules('posts', { list_rule: '@of_one(price) = 2 && price < 3' })).toMatchObject({
      status: 200,
    });
    expect(await macros.listed(macros.world.acme)).toEqual(['of blue', 'of red']);
  });

  test('a total is right after every change of what the macro reads', async () => {
    await macros.define('SELECT count(*) FROM members WHERE person = @who', ['who'], 'memberships');
    await macros.rules('posts', { list_rule: '@memberships("dora") > 0' });
    expect(await macros.listed(macros.world.acme)).toEqual([]);
    const { id } = await macros.add(macros.world.acme, 'members', { person: 'dora' });
    expect(await macros.listed(macros.world.acme)).toHaveLength(3);
    expect(await macros.listed(macros.world.twin)).toEqual([]);
    await macros.world.http.call('DELETE', `${API}/records/members/${id}`, { token: macros.world.acme.token });
    expect(await macros.listed(macros.world.acme)).toEqual([]);
  });

  test('a change of the macro is a change of the rules that use it', async () => {
    const { id } = await macros.define('SELECT 1', [], 'limit_of');
    await macros.rules('posts', { list_rule: 'price <= @limit_of()' });
    expect(await macros.listed(macros.world.acme)).toEqual(['of red']);
    expect(await macros.ask('PUT', `/${id}`, { sql_query: 'SELECT 2' })).toMatchObject({ status: 200 });
    expect(await macros.listed(macros.world.acme)).toEqual(['of blue', 'of red']);
    const broken = await macros.ask('PUT', `/${id}`, { sql_query: "SELECT 'x'" });
    expect(broken).toMatchObject({ status: 409, body: { error: 'MACRO_IN_USE', field: 'posts.list_rule' } });
    expect(await macros.ask('PATCH', `/${id}`, { name: 'other' })).toMatchObject({
      status: 409,
      body: { error: 'MACRO_IN_USE' },
    });
    expect(await macros.listed(macros.world.acme)).toEqual(['of blue', 'of red']);
  });

  test('of writes, it decides about the record that comes of them', async () => {
    const rule = '@is_in(@request.auth.id, team)';
    await macros.rules('posts', { create_rule: rule, update_rule: rule, delete_rule: rule });
    const teams = await macros.world.http.get(`${API}/records/teams?sort=name`, { token: macros.world.acme.token });
    const [blue, red] = (teams.body['items'] as readonly Json[]).map(({ id }) => id);
    const write = (method: string, path: string, body?: Json) =>
      macros.world.http.call(method, `${API}/records/posts${path}`, { token: macros.world.acme.token, body });
    const post = await write('POST', '', { title: 'new', team: red });
    expect(post).toMatchObject({ status: 201 });
    expect((await write('POST', '', { title: 'new', team: blue })).status).toBe(400);
    const path = `/${post.body['id']}`;
    expect(await write('PATCH', path, { title: 'newer' })).toMatchObject({ status: 200 });
    expect((await write('PATCH', path, { team: blue })).status).toBe(400);
    expect(await write('DELETE', path)).toMatchObject({ status: 204 });
  });

  test.each([
    ['@is_in(team)', 'Use @is_in(who, team) with 2 arguments, not 1'],
    ['@is_in(price, team)', "Expected text but 'price' is number"],
    ['@is_in(null, team)', 'Expected text but found null'],
    ['@is_in("a", "b") > 1', 'does not fit @is_in, which is boolean'],
    [Array.from({ length: 30 }, () => '@is_in("a", team)').join(' || '), 'comes to more than 1000 parts'],
    ['@nobody()', 'Unknown macro @nobody (known: @has_role'],
  ])('%s is refused when it is saved', async (rule, message) => {
    const answer = await macros.rules('posts', { list_rule: rule });
    expectErrorBody(answer);
    expect(answer.status).toBe(400);
    expect(answer.body['message']).toContain(message);
  });

  test('who may read a field cannot depend on it', async () => {
    const fields = [{ name: 'secret', type: 'text', access: { read: '@is_in(@request.auth.id, "x")' } }];
    const { token } = macros.world.superadmin;
    const answer = await macros.world.http.post(`${API}/collections`, { name: 'vault', fields }, { token });
    expectErrorBody(answer);
    expect(String(answer.body['message'])).toContain('Unknown macro @is_in');
  });

  test('W-15: what takes too long is stopped', async () => {
    const { http, acme } = macros.world;
    const posts = Array.from({ length: 100 }, (_, index) => ({ title: `of ${index}`, price: index }));
    const { token } = await macros.world.register('large');
    expect(await http.post(`${API}/records/posts/batch`, { records: posts }, { token })).toMatchObject({ status: 201 });
    await macros.define('SELECT count(*) FROM posts a, posts b, posts c, posts d, posts e', [], 'endless');
    await macros.rules('posts', { list_rule: '@endless() > 0' });
    const answer = await http.get(`${API}/records/posts`, { token });
    expectErrorBody(answer);
    expect(answer).toMatchObject({ status: 422, body: { error: 'QUERY_TIMEOUT' } });
    expect(await macros.listed(acme)).toHaveLength(3);
  });

  test('filters cannot use it', async () => {
    const filter = encodeURIComponent('@is_in("ben", team)');
    for (const { token } of [macros.world.acme, macros.world.superadmin]) {
      const answer = await macros.world.http.get(`${API}/records/posts?filter=${filter}`, { token });
      expect(answer).toMatchObject({ status: 400, body: { error: 'QUERY_FILTER_UNKNOWN_NAME' } });
    }
  });

  test('another rule cannot ask for the permission of one that uses it', async () => {
    await macros.rules('posts', { list_rule: '@is_in("ben", team)' });
    const answer = await macros.rules('teams', { list_rule: '@has_permission("list", "posts")' });
    expect(answer).toMatchObject({ status: 400, body: { error: 'RULE_TYPE' } });
    expect(answer.body['message']).toContain('uses a SQL macro');
  });

  test('a trial in memory says that it cannot answer, and one on a record does', async () => {
    const trial = (body: Json) =>
      macros.world.http.post(`${API}/rules/test`, body, { token: macros.world.superadmin.token });
    const rule = '@is_in(@request.auth.id, team)';
    const { body } = await trial({ rule, context: { record: { team: 'x' } } });
    expect(body).toMatchObject({ result: false, error: expect.stringContaining('Only the database can answer') });
    const found = await macros.world.http.get(`${API}/records/posts?sort=title`, { token: macros.world.acme.token });
    const results = [];
    for (const { id } of found.body['items'] as readonly Json[]) {
      const on = { collection: 'posts', operation: 'list', record: id, user: macros.world.acme.userId, rule };
      results.push((await trial(on)).body['result']);
    }
    expect(results).toEqual([false, false, true]);
    const checked = await macros.world.http.post(
      `${API}/rules/validate`,
      { rule },
      { token: macros.world.superadmin.token },
    );
    expect(checked.body).toEqual({ valid: true, errors: [] });
  });
});

describe('macros that use macros', () => {
  test('come to what both come to', async () => {
    await macros.define('SELECT size * @factor FROM teams WHERE name = @name', ['name', 'factor'], 'scaled');
    const outer = await macros.define("SELECT @scaled('red', @n + 1) + @scaled('blue', 1)", ['n']);
    expect(await macros.tried(outer, ['1'])).toBe('11');
    const rows = await macros.define('SELECT count(*) FROM teams t WHERE @scaled(t.name, 1) = 5');
    expect(await macros.tried(rows)).toBe('1');
  });

  test('cannot lead back to themselves, nor be too many in a chain', async () => {
    const { id } = await macros.define('SELECT 1', [], 'ring');
    await macros.define('SELECT @ring() + 1', [], 'ring_of');
    const { status, body } = await macros.ask('PUT', `/${id}`, { sql_query: 'SELECT @ring_of()' });
    expect({ status, body }).toMatchObject({ status: 422, body: { error: 'MACRO_INVALID' } });
    expect(body['message']).toContain('@ring leads back to itself');
    await macros.define('SELECT @ring_of() + 1', [], 'ring_3');
    expect(await macros.refusal('SELECT @ring_3() + 1')).toContain('More than 3 macros use each other');
  });

  test('are not doubled without end', async () => {
    await macros.define('SELECT @x + @x + @x + @x + @x + @x + @x + @x', ['x'], 'double');
    expect(await macros.refusal('SELECT @double(@double(@double(1)))')).toContain('comes to more than 300 parts');
  });
});

describe('while it is used', () => {
  test('W-31: a macro is not deleted, and one whose name is in other texts alone is', async () => {
    const used = await macros.define('SELECT 1', [], 'used');
    const user = await macros.define('SELECT @Used() + 1', [], 'used_too');
    await macros.rules('posts', { list_rule: '@used_too() = 2 && title != "@unused"' });
    const unused = await macros.define('SELECT 1', [], 'unused');
    expect(await macros.ask('DELETE', `/${unused['id']}`)).toMatchObject({ status: 204 });
    for (const [{ id }, field] of [
      [used, '@used_too'],
      [user, 'posts.list_rule'],
    ] as const) {
      const answer = await macros.ask('DELETE', `/${id}`);
      expectErrorBody(answer);
      expect(answer).toMatchObject({ status: 409, body: { error: 'MACRO_IN_USE', field } });
    }
    await macros.rules('posts', { list_rule: '' });
    expect(await macros.ask('DELETE', `/${user['id']}`)).toMatchObject({ status: 204 });
    expect(await macros.ask('DELETE', `/${used['id']}`)).toMatchObject({ status: 204 });
  });

  test('what it reads stays', async () => {
    await macros.world.define('stock', [{ name: 'left', type: 'number' }]);
    await macros.define('SELECT sum(s.left) FROM stock s', [], 'in_stock');
    const token = macros.world.superadmin.token;
    const { body } = await macros.world.http.get(`${API}/collections`, { token });
    const { id } = (body['items'] as readonly Json[]).find(({ name }) => name === 'stock')!;
    const path = `${API}/collections/${id}`;
    for (const change of [{ name: 'store' }, { fields: [{ name: 'rest', type: 'number' }], confirm: true }]) {
      const answer = await macros.world.http.put(path, change, { token });
      expectErrorBody(answer);
      expect(answer).toMatchObject({ status: 409, body: { error: 'SCHEMA_FIELD_IN_USE', field: '@in_stock' } });
    }
    const deleted = await macros.world.http.call('DELETE', path, { token });
    expect(deleted).toMatchObject({ status: 409, body: { error: 'SCHEMA_COLLECTION_IN_USE', field: '@in_stock' } });
  });
});
