/**
 * Members that no route knows are refused by name, with the known name that was probably meant. The routes and their members are
 * those of the OpenAPI document, so that a new route cannot forget it.
 */
import { newId } from '#domain/kernel/ids';
import type { Json } from '../support/http';
import { API, PASSWORD } from '../support/member';
import { createWorld, type World } from '../support/world';

/** What clients in the field send there is more than the server reads (and fields of records are the collection's). */
const LENIENT = [/^post .*\/auth\/(login|register)$/, / \/api\/v1\/records\//];
const MANY = 25;

interface Place {
  /** Where the object lies in the body: names of members, and 0 for the first of a list. */
  readonly steps: readonly (string | 0)[];
  readonly members: readonly string[];
}

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await world.define('notes', [{ name: 'text', type: 'text' }]);
});
afterAll(() => world?.close());

const asRoot = () => ({ token: world.superadmin.token });

function places(document: Json, schema: Json, steps: Place['steps'] = []): Place[] {
  if (schema === undefined) return [];
  if (typeof schema.$ref === 'string') {
    return places(document, document.components.schemas[schema.$ref.split('/').at(-1)], steps);
  }
  const parts: Json[] = [...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  const members = Object.entries<Json>(schema.properties ?? {});
  return [
    ...(members.length > 0 ? [{ steps, members: members.map(([name]) => name) }] : []),
    ...members.flatMap(([name, member]) => places(document, member, [...steps, name])),
    ...places(document, schema.items, [...steps, 0]),
    ...parts.flatMap((part) => places(document, part, steps)),
  ];
}

/** The body that has nothing but `name` there. */
function bodyWith({ steps }: Place, name: string): Json {
  return steps.reduceRight<Json>((inner, step) => (step === 0 ? [inner] : { [step]: inner }), { [name]: 'x' });
}

test('every body of the OpenAPI document is read to the letter', async () => {
  const { body: document } = await world.http.get('/openapi.json', asRoot());
  const checked: string[] = [];
  for (const [path, item] of Object.entries<Json>(document.paths)) {
    for (const [method, operation] of Object.entries<Json>(item)) {
      const name = `${method} ${path}`;
      const schema = operation.requestBody?.content['application/json']?.schema;
      if (schema === undefined || LENIENT.some((pattern) => pattern.test(name))) continue;
      const found = places(document, schema);
      expect([name, found.length]).not.toEqual([name, 0]);
      for (const place of found) {
        const meant = place.members.at(-1)!;
        const wrong = `${meant}_`;
        const url = path.replaceAll(/\{\w+\}/g, () => newId());
        const answer = await world.http.call(method.toUpperCase(), url, { ...asRoot(), body: bodyWith(place, wrong) });
        const problem = answer.body.details?.find(({ field }: Json) => field.split('.').at(-1) === wrong);
        expect([name, place.steps, answer.status, problem]).toEqual([
          name,
          place.steps,
          422,
          { field: expect.any(String), code: 'unknown_key', message: `is not known; did you mean '${meant}'?` },
        ]);
      }
      checked.push(name);
    }
  }
  expect(checked.length).toBeGreaterThan(MANY);
});

test.each([
  [
    'POST',
    '/collections',
    { name: 'told', fields: [{ name: 'a', type: 'text' }], listRule: '' },
    'listRule',
    'list_rule',
  ],
  [
    'POST',
    '/collections',
    { name: 'told', fields: [{ name: 'a', type: 'text' }], allow_anonymus: true },
    'allow_anonymus',
    'allow_anonymous',
  ],
  [
    'POST',
    '/collections',
    { name: 'told', fields: [{ name: 'a', type: 'text', requird: true }] },
    'fields[0].requird',
    'required',
  ],
  [
    'POST',
    '/collections',
    { name: 'told', fields: [{ name: 'a', type: 'text', options: { maxx: 1 } }] },
    'fields[0].options.maxx',
    'max',
  ],
  [
    'POST',
    '/collections',
    { name: 'told', fields: [{ name: 'a', type: 'text' }], indexes: [{ fields: ['a'], uniqe: true }] },
    'indexes[0].uniqe',
    'unique',
  ],
  ['PUT', '/collections/notes/rules', { list_rules: '' }, 'list_rules', 'list_rule'],
  ['POST', '/users', { email: 'a@b.example', nickname: 'x' }, 'nickname', 'first_name'],
  ['POST', '/users', { email: 'a@b.example', role_ID: 1, firstName: 'x' }, 'firstName', 'first_name'],
  ['POST', '/accounts', { name: 'told', slugg: 'x' }, 'slugg', 'slug'],
  ['POST', '/groups', { name: 'told', desc: 'x' }, 'desc', 'description'],
  ['POST', '/roles', { name: 'told', __proto: 'x' }, '__proto', 'description'],
  ['POST', '/admin/api-keys', { name: 'told', scope: ['notes:read'] }, 'scope', 'scopes'],
  ['POST', '/auth/refresh', { refresh_token: 'x', refreshToken: 'x' }, 'refreshToken', 'refresh_token'],
])('%s %s %j', async (method, path, body, field, known) => {
  const answer = await world.http.call(method, API + path, { ...asRoot(), body });
  expect(answer.status).toBe(422);
  const problem = answer.body.details.find((each: Json) => each.field === field);
  expect(problem.message).toContain(known);
});

test.each(['__proto__', 'constructor', 'toString', 'x'.repeat(500)])('whatever it is called: %s', async (name) => {
  for (const path of ['/users', '/collections', '/roles/test-rule', '/accounts']) {
    const raw = `{${JSON.stringify(name)}: 1}`;
    const { status, text } = await world.http.call('POST', API + path, { ...asRoot(), raw });
    expect([path, status]).toEqual([path, 422]);
    expect(text).toContain('unknown_key');
  }
});

test('nothing was made of what was refused', async () => {
  const { body } = await world.http.get(`${API}/collections/names`, asRoot());
  expect(body.names).toEqual(['notes']);
});

test('an answer may be sent back, and says nothing that it cannot', async () => {
  const [{ id }] = (await world.http.get(`${API}/collections`, asRoot())).body.items;
  for (const path of [`/collections/${id}`, '/collections/notes/rules', `/accounts/${world.acme.accountId}`]) {
    const { body } = await world.http.get(API + path, asRoot());
    expect([path, (await world.http.put(API + path, body, asRoot())).status]).toEqual([path, 200]);
  }
  const account = `${API}/accounts/${world.acme.accountId}`;
  for (const changed of [{ slug: 'other' }, { status: 'suspended' }, { id: newId() }]) {
    const { status, body } = await world.http.put(account, changed, asRoot());
    expect([status, body.details[0].code]).toEqual([422, 'not_changeable']);
  }
});

test('what clients send when people register and log in is taken', async () => {
  const email = 'ann@lenient.example';
  const form = { account_name: 'Lenient', email, password: PASSWORD, passwordConfirm: PASSWORD, name: 'Ann' };
  const { status, body } = await world.http.post(`${API}/auth/register`, form);
  expect(status).toBe(201);
  await world.http.post(`${API}/users/${body.user.id}/verify`, {}, asRoot());
  const login = { account: 'lenient', email, password: PASSWORD, remember: true };
  expect((await world.http.post(`${API}/auth/login`, login)).status).toBe(200);
});
