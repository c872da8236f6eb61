/** Attacks of class C: no input becomes code. See security.e2e-spec.ts. */
import { API, SIGNED_IN_RULES } from '../support/member';
import { runScenarios, type Scenario } from '../support/scenario';
import { createWorld, type World } from '../support/world';

let world: World;
const acme = (w: World) => w.acme;
const root = (w: World) => w.superadmin;
const records = (name: string, rest = ''): string => `${API}/records/${name}${rest}`;

beforeAll(async () => {
  world = await createWorld();
  await world.define('notes', [
    { name: 'title', type: 'text' },
    { name: 'meta', type: 'json' },
    { name: 'attachment', type: 'file' },
    { name: 'parent', type: 'reference', collection: 'notes', on_delete: 'set_null' },
  ]);
});
afterAll(() => world.close());

describe('C no input becomes code', () => {
  const quote = `x'";--`;
  const queries: readonly string[] = [
    `sort=${encodeURIComponent('title"; DROP TABLE users; --')}`,
    `fields=${encodeURIComponent("title' FROM users --")}`,
    `expand=${encodeURIComponent('parent")) --')}`,
    `filter=${encodeURIComponent('title" = 1')}`,
    `filter=${encodeURIComponent('meta["a"] = 1')}`,
    `${encodeURIComponent('title" = 1 --')}=x`,
    'filter[0]=title&filter[__proto__]=1',
    'title[]=a',
    '__proto__=1',
    'constructor=1',
    'sort=__proto__',
    'fields=constructor',
    'expand=toString',
  ];
  runScenarios(
    () => world,
    [
      ...queries.map((query): Scenario => ({
        name: `${query.includes('[') ? 'C2' : /__proto__|constructor|toString/.test(query) ? 'C5' : 'C1'} ${decodeURIComponent(query)}`,
        as: acme,
        method: 'GET',
        path: records('notes', `?${query}`),
        status: 400,
      })),
      ...['title" TEXT); DROP TABLE users; --', 'a b', '1a', '_rev', 'é', 'account_id', 'ID'].map((name): Scenario => ({
        name: `C3 no field is called ${name}`,
        as: root,
        method: 'POST',
        path: `${API}/collections`,
        body: { name: 'injected', fields: [{ name, type: 'text' }] },
        status: 422,
      })),
      ...[{ $ne: null }, ['a'], true, 1].map((value): Scenario => ({
        name: `C4 ${JSON.stringify(value)} is no password`,
        method: 'POST',
        path: `${API}/auth/login`,
        body: { account: 'acme', email: 'owner@acme.example', password: value },
        status: 422,
      })),
      {
        name: 'C4 nor a refresh token',
        method: 'POST',
        path: `${API}/auth/refresh`,
        body: { refresh_token: { $regex: '.*' } },
        status: 422,
      },
      ...['__proto__', 'constructor', 'toString'].map((name): Scenario => ({
        name: `C5 ${name} is no field`,
        as: acme,
        method: 'POST',
        path: records('notes'),
        raw: `{"${name}": {"isAdmin": true}}`,
        status: 422,
      })),
      ...['__proto__', 'constructor'].map((name): Scenario => ({
        name: `C5 ${name} is no collection`,
        as: acme,
        method: 'GET',
        path: records(name),
        status: 404,
      })),
      {
        name: 'C6 an unfit correlation id is replaced, not echoed',
        method: 'GET',
        path: '/live',
        headers: { 'x-correlation-id': 'a b<script>' },
        status: 200,
        excludes: ['<script>'],
      },
      ...['..%2f..%2fusers', '..%5c', '%00'].map((id): Scenario => ({
        name: `C8 ${id} is no record`,
        as: acme,
        method: 'GET',
        path: records('notes', `/${id}`),
        status: 404,
      })),
    ],
  );

  test('C3 a default with quotes stays a value, even in existing records', async () => {
    const { token } = world.superadmin;
    const options = { fields: [{ name: 'a', type: 'text' }], ...SIGNED_IN_RULES };
    const made = await world.http.post(`${API}/collections`, { name: 'quoted', ...options }, { token });
    const { body } = await world.http.post(records('quoted'), { a: quote }, { token: world.acme.token });
    const fields = [made.body.fields[0], { name: 'b', type: 'text', required: true, default: quote }].map(
      ({ id: field, name, type, required, default: value }) => ({ id: field, name, type, required, default: value }),
    );
    const changed = await world.http.patch(`${API}/collections/${made.body.id}`, { fields }, { token });
    expect(changed.status).toBe(200);
    const found = await world.http.get(records('quoted', `/${body.id}`), { token: world.acme.token });
    expect(found.body).toMatchObject({ a: quote, b: quote });
  });

  test('C6 C7 the set-up page repeats nothing as markup', async () => {
    const { status, text, headers } = await world.http.get(
      `/setup?token=${encodeURIComponent('"><script>x</script>')}`,
    );
    expect(status).toBe(410);
    expect(text).not.toContain('<script');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test('C8 a file field names files of the own account only', async () => {
    const { token, accountId } = world.acme;
    const paths = [
      `${accountId}/../x`,
      `${world.twin.accountId}/a`,
      '/etc/passwd',
      `${accountId}/a/b`,
      `${accountId}/`,
    ];
    for (const path of paths) {
      const attachment = { filename: 'a', size: 1, mime_type: 'a/b', path };
      const { status } = await world.http.post(records('notes'), { attachment }, { token });
      expect({ path, status }).toEqual({ path, status: 422 });
    }
  });
});
