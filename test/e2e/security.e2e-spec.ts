/**
 * Attacks that broke other products of this kind, one test for each class that this server has a surface for: A every door
 * has the same lock, B nothing is told by a side way.
 */
import { API } from '../support/member';
import { runScenarios, type Scenario } from '../support/scenario';
import { createWorld, type World } from '../support/world';

const SECRET = 'twin-only';
const OWN = 'created_by = @request.auth.id';

let world: World;
const ids: Record<string, string> = {};
const acme = (w: World) => w.acme;
const twin = (w: World) => w.twin;
const root = (w: World) => w.superadmin;
const records = (name: string, rest = ''): string => `${API}/records/${name}${rest}`;
const filtered = (name: string, text: string): string => records(name, `?filter=${encodeURIComponent(text)}`);

async function create(as: World['acme'], name: string, body: object): Promise<string> {
  const made = await world.http.post(records(name), body, { token: as.token });
  if (made.status !== 201) throw new Error(`${name}: ${made.text}`);
  return made.body.id as string;
}

beforeAll(async () => {
  world = await createWorld();
  const setNull = { type: 'reference', on_delete: 'set_null' };
  await world.define('vaults', [{ name: 'code', type: 'text', unique: true }], { list_rule: OWN, view_rule: OWN });
  await world.define('notes', [
    { name: 'title', type: 'text' },
    { name: 'person', type: 'user' },
    { name: 'vault', collection: 'vaults', ...setNull },
    { name: 'vaults', collection: 'vaults', ...setNull, options: { multiple: true } },
  ]);
  await world.define('drafts', [{ name: 'state', type: 'text' }], {
    create_rule: '@request.data.state = "draft"',
    update_rule: `${OWN} && state = "draft"`,
  });
  await world.define('unset', [{ name: 'text', type: 'text' }], {
    list_rule: null,
    view_rule: null,
    create_rule: null,
    update_rule: null,
    delete_rule: null,
  });
  ids['acmeDraft'] = await create(world.acme, 'drafts', { state: 'draft' });
  ids['twinVault'] = await create(world.twin, 'vaults', { code: SECRET });
  ids['twinNote'] = await create(world.twin, 'notes', { title: SECRET, vault: ids['twinVault'] });
  // It belongs to acme's account but was made by the superadmin: acme may refer to it but not see it.
  ids['hidden'] = await create(world.superadmin, 'vaults', { code: 'm4', account_id: world.acme.accountId });
  ids['acmeNote'] = await create(world.acme, 'notes', { title: 'mine', vault: ids['hidden'], vaults: [ids['hidden']] });
});
afterAll(() => world.close());

describe('A every door has the same lock', () => {
  const systemNames = ['users', 'sessions', 'api_keys', 'collections', 'system_state', 'col_notes', 'sqlite_master'];
  runScenarios(
    () => world,
    [
      ...systemNames.map((name): Scenario => {
        return { name: `A2 no record route to ${name}`, as: root, method: 'GET', path: records(name), status: 404 };
      }),
      {
        name: 'A6 no key with half the rights of its owner',
        as: root,
        method: 'POST',
        path: `${API}/admin/api-keys`,
        body: { name: 'reader', scopes: ['read'] },
        status: 422,
      },
      {
        name: 'A9 an update shows no record that a get hides',
        as: acme,
        method: 'PATCH',
        path: () => records('vaults', `/${ids['hidden']}`),
        body: {},
        status: 200,
        contains: ['"id"'],
        excludes: ['m4'],
      },
      {
        name: 'A9 nor does a batch of them',
        as: acme,
        method: 'PATCH',
        path: records('vaults', '/batch'),
        get body() {
          return { records: [{ id: ids['hidden'], data: {} }] };
        },
        status: 200,
        excludes: ['m4'],
      },
      {
        name: 'E1 a write expands nothing',
        as: acme,
        method: 'PATCH',
        path: () => records('notes', `/${ids['acmeNote']}?expand=vault`),
        body: {},
        status: 400,
        contains: ['expand'],
      },
      {
        name: 'A9 an update is checked against what the record becomes',
        as: acme,
        method: 'PATCH',
        path: () => records('drafts', `/${ids['acmeDraft']}`),
        body: { state: 'published' },
        status: 400,
      },
      {
        name: 'A9 so is one in a batch',
        as: acme,
        method: 'POST',
        path: records('drafts', '/batch'),
        body: { records: [{ state: 'draft' }, { state: 'published' }] },
        status: 400,
        contains: ['"index":1'],
      },
      ...['/Collections', '/collections/', '/COLLECTIONS//', '//collections', '/collections;x', '/%63ollections'].map(
        (path): Scenario => ({
          name: `A11 ${path} is no way round the guard`,
          as: acme,
          method: 'GET',
          path: API + path,
          status: /^\/collections\/?$/i.test(path) ? 403 : 404,
        }),
      ),
      {
        name: 'A11 a method in a header is not believed',
        as: acme,
        method: 'GET',
        path: () => records('notes', `/${ids['acmeNote']}`),
        headers: { 'x-http-method-override': 'DELETE' },
        status: 200,
      },
      {
        name: 'A12 an id names nothing in another collection',
        as: acme,
        method: 'GET',
        path: () => records('drafts', `/${ids['acmeNote']}`),
        status: 404,
      },
      {
        name: 'A12 an id names nothing in another account',
        as: acme,
        method: 'DELETE',
        path: () => records('notes', `/${ids['twinNote']}`),
        status: 404,
      },
      {
        name: 'A13 a value that the neighbour has is free',
        as: acme,
        method: 'POST',
        path: records('vaults'),
        body: { code: SECRET },
        status: 201,
      },
      {
        name: 'A13 a total counts no neighbour',
        as: acme,
        method: 'GET',
        path: records('notes', '?limit=1'),
        status: 200,
        contains: ['"total":1'],
      },
    ],
  );

  test('A13 an idempotency key and a cursor of the neighbour lead nowhere', async () => {
    const headers = { 'idempotency-key': 'shared' };
    const made = [];
    for (const { token } of [world.acme, world.twin]) {
      made.push(await world.http.post(records('drafts'), { state: 'draft' }, { token, headers }));
    }
    expect(made.map(({ status }) => status)).toEqual([201, 201]);
    expect(made[0]!.body.id).not.toBe(made[1]!.body.id);
    const page = await world.http.get(records('notes', '?cursor=&limit=1&sort=title'), { token: world.twin.token });
    const position = Buffer.from(JSON.stringify({ o: '+title,+id', v: ['', ''] })).toString('base64url');
    const stolen = await world.http.get(records('notes', `?sort=title&cursor=${position}`), {
      token: world.acme.token,
    });
    expect(page.text).toContain(SECRET);
    expect({ status: stolen.status, items: stolen.body.items.length }).toEqual({ status: 200, items: 1 });
    expect(stolen.text).not.toContain(SECRET);
  });
});

describe('B nothing is revealed through a side channel', () => {
  const oracles: readonly [string, string, boolean][] = [
    ['the value of a hidden target', 'vault.code = "m4"', false],
    ['its beginning', 'vault.code ~ "m%"', false],
    ['its order', 'vault.code > "a"', false],
    ['its length', 'length(vault.code) = 2', false],
    ['a function of it', 'concat(vault.code, "x") = "m4x"', false],
    ['hidden members of a list', 'vaults.code = "m4"', false],
    ['that it is there', 'vault.id != null', false],
    ['what is left when it is denied', '!(vault.code = "other")', false],
    ['the reference itself, which is the caller’s own', 'vault != null', true],
  ];
  test.each(oracles)('B2 a filter asks for %s', async (_what, text, found) => {
    const { status, body } = await world.http.get(filtered('notes', text), { token: world.acme.token });
    expect({ status, total: body.total, items: body.items?.length }).toEqual({
      status: 200,
      total: found ? 1 : 0,
      items: found ? 1 : 0,
    });
  });

  test('B2 a sort by a hidden target is a sort by nothing', async () => {
    const path = records('notes', '?sort=vault.code&cursor=');
    const { status, text } = await world.http.get(path, { token: world.acme.token });
    expect(status).toBe(200);
    expect(text).not.toContain('m4');
    expect(text).not.toContain(Buffer.from('"m4"').toString('base64url'));
  });

  const hashes = ['person.password_hash', 'person.role', 'person.auth_version', 'person.account_id.slug', '_rev'];
  runScenarios(
    () => world,
    [
      ...hashes.map((path): Scenario => ({
        name: `B1 ${path} cannot be filtered by`,
        as: acme,
        method: 'GET',
        path: filtered('notes', `${path} != null`),
        status: 400,
      })),
      {
        name: 'B1 nor sorted by',
        as: acme,
        method: 'GET',
        path: records('notes', '?sort=person.password_hash'),
        status: 400,
      },
      {
        name: 'B2 an expand shows no hidden target',
        as: acme,
        method: 'GET',
        path: () => records('notes', `/${ids['acmeNote']}?expand=vault,vaults`),
        status: 200,
        contains: ['"vault":null', '"vaults":[]'],
        excludes: ['m4'],
      },
      {
        name: 'B5 me shows no secret',
        as: acme,
        method: 'GET',
        path: `${API}/auth/me`,
        status: 200,
        excludes: ['password', '$2b$', 'hash', 'auth_version'],
      },
      {
        name: 'B8 a conflict does not repeat the value',
        as: acme,
        method: 'POST',
        path: records('vaults'),
        body: { code: 'm4' },
        status: 409,
        contains: ['code'],
        excludes: ['m4', 'ix_', 'col_', 'account_id'],
      },
      {
        name: 'B10 the document tells a stranger of no collection',
        method: 'GET',
        path: '/openapi.json',
        status: 200,
        excludes: ['vaults', 'drafts'],
      },
      {
        name: 'B10 a health check tells no internals',
        method: 'GET',
        path: '/health',
        status: 200,
        excludes: ['sqlite:', 'postgres:'],
      },
    ],
  );

  test('B4 totals follow what may be seen, at once', async () => {
    const { token, email, userId } = world.acme;
    const find = () => world.http.get(filtered('notes', `person.email = "${email}"`), { token });
    const before = await find();
    await create(world.acme, 'notes', { title: 'assigned', person: userId });
    const after = await find();
    expect([before.body.total, after.body.total, after.body.items.length]).toEqual([0, 1, 1]);
  });

  test('B9 nobody learns whether a user or account exists', async () => {
    const ask = (account: string, email: string) => [
      world.http.post(`${API}/auth/login`, { account, email, password: 'Wrong-Horse-7' }),
      world.http.post(`${API}/auth/forgot-password`, { account, email }),
    ];
    const known = await Promise.all(ask('acme', world.acme.email));
    const unknown = await Promise.all([...ask('acme', 'no@one.example'), ...ask('nobody', 'no@one.example')]);
    for (const [index, { status, body }] of unknown.entries()) {
      const same = known[index % 2]!;
      expect({ status, message: body.message }).toEqual({ status: same.status, message: same.body.message });
    }
  });
});

test('F2 F3 what nobody opened is closed, for strangers and members, and opening it warns', async () => {
  const stranger = await world.http.get(records('unset'), { headers: { 'x-account-id': 'acme' } });
  const member = await world.http.get(records('unset'), { token: twin(world).token });
  expect([stranger.status, member.status]).toEqual([403, 403]);
  const rules = `${API}/collections/unset/rules`;
  const opened = await world.http.put(rules, { delete_rule: '' }, { token: world.superadmin.token });
  expect(opened.body.warnings[0]).toContain('everybody');
});
