/**
 * Every route that the API document names, asked by nobody, by a plain member, by an account's admin and by a key with
 * scopes. What each may reach is listed here, so that a new route is closed until somebody decides otherwise.
 */
import { newId } from '#domain/kernel/ids';
import { type Answer } from '../support/http';
import { addUser } from '../support/insiders';
import { API, type Member } from '../support/member';
import { createWorld, type World } from '../support/world';

interface Door {
  readonly name: string;
  readonly method: string;
  readonly path: string;
}

const METHODS = new Set(['get', 'post', 'put', 'patch', 'delete']);

/** Open to everybody. */
const PUBLIC = new Set([
  'GET /health',
  'GET /ready',
  'GET /live',
  `GET ${API}`,
  `POST ${API}/auth/register`,
  `POST ${API}/auth/login`,
  `POST ${API}/auth/refresh`,
  `POST ${API}/auth/logout`,
  `POST ${API}/auth/forgot-password`,
  `POST ${API}/auth/reset-password`,
  `GET ${API}/auth/verify-reset-token/{token}`,
  `POST ${API}/auth/verify-email`,
  `POST ${API}/auth/send-verification`,
  `POST ${API}/auth/resend-verification`,
  `POST ${API}/auth/confirm-email-change`,
  `GET ${API}/invitations/{token}`,
  `POST ${API}/invitations/{token}/accept`,
]);

/** For everybody who is signed in; the use case or the rules decide the rest. */
const MEMBERS = new Set([
  `GET ${API}/auth/me`,
  `PATCH ${API}/auth/me`,
  `POST ${API}/auth/change-password`,
  `POST ${API}/auth/change-email`,
  `GET ${API}/auth/sessions`,
  `DELETE ${API}/auth/sessions`,
  `DELETE ${API}/auth/sessions/{id}`,
  `GET ${API}/groups`,
  `GET ${API}/groups/{id}`,
  `GET ${API}/admin/api-keys`,
  `GET ${API}/admin/api-keys/{id}`,
  `DELETE ${API}/admin/api-keys/{id}`,
]);

/** For the admins of an account, on what is theirs; the roles are everybody's. */
const ADMINS = ['accounts/{id}', 'admin/api-keys', 'groups', 'invitations', 'roles', 'users'];
/** Below those, for superadmins. */
const OPERATORS = new Set([
  `DELETE ${API}/accounts/{id}`,
  `POST ${API}/roles`,
  `PUT ${API}/roles/{id}`,
  `PATCH ${API}/roles/{id}`,
  `DELETE ${API}/roles/{id}`,
  `POST ${API}/roles/validate-rule`,
  `POST ${API}/roles/test-rule`,
]);

/** Keys with scopes get to the records, where the scopes are asked, and may ask who they are. */
const SCOPED = (door: Door): boolean => isRecords(door) || door.name === `GET ${API}/auth/me`;

let world: World;
let member: Member;
let scopedKey: string;
let doors: Door[];

beforeAll(async () => {
  world = await createWorld();
  await world.define('things', [{ name: 'title', type: 'text' }]);
  member = await addUser(world, world.acme, 'member@acme.example');
  const created = await world.http.post(
    `${API}/admin/api-keys`,
    { name: 'reader', scopes: ['things:read'] },
    { token: world.acme.token },
  );
  scopedKey = created.body.key;
  const { body } = await world.http.get('/openapi.json', { token: world.superadmin.token });
  const paths = Object.entries(body.paths as Record<string, object>);
  doors = paths.flatMap(([path, operations]) =>
    Object.keys(operations)
      .filter((method) => METHODS.has(method))
      .map((verb) => verb.toUpperCase())
      .map((method) => ({ name: `${method} ${path}`, method, path })),
  );
});
afterAll(() => world?.close());

const isRecords = ({ path }: Door): boolean => path.startsWith(`${API}/records/`) || path === `${API}/batch`;
const isAdmins = ({ path, name }: Door): boolean =>
  !OPERATORS.has(name) && ADMINS.some((start) => path === `${API}/${start}` || path.startsWith(`${API}/${start}/`));

function ask({ method, path }: Door, headers: Record<string, string>): Promise<Answer> {
  const concrete = path.replace('{collection}', 'things').replaceAll(/\{[^}]+\}/g, () => newId());
  const withBody = method === 'GET' || method === 'DELETE' ? {} : { body: {} };
  return world.http.call(method, concrete, { ...withBody, headers });
}

/** The doors whose answer is not as `isRefused` says. */
async function wrong(
  chosen: readonly Door[],
  headers: Record<string, string>,
  isRefused: (answer: Answer) => boolean,
): Promise<string[]> {
  const found: string[] = [];
  for (const door of chosen) {
    const answer = await ask(door, headers);
    if (!isRefused(answer)) found.push(`${door.name}: ${answer.status} ${answer.text}`);
  }
  return found;
}

const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

test('the document names every list of this suite', () => {
  const names = new Set(doors.map(({ name }) => name));
  expect([...PUBLIC, ...MEMBERS, ...OPERATORS].filter((name) => !names.has(name))).toEqual([]);
  expect(doors.filter(isRecords).length).toBeGreaterThan(0);
});

test('nobody gets in without a credential, nor with a broken one', async () => {
  const closed = doors.filter((door) => !PUBLIC.has(door.name));
  expect(closed.length).toBeGreaterThan(50);
  expect(
    await wrong(
      closed.filter((door) => !isRecords(door)),
      {},
      ({ status }) => status === 401,
    ),
  ).toEqual([]);
  expect(await wrong(closed, bearer('x.y.z'), ({ status }) => status === 401)).toEqual([]);
  expect(await wrong(closed, { 'x-api-key': 'sb_ak.x.y' }, ({ status }) => status === 401)).toEqual([]);
});

test('a plain member reaches what members may, and nothing of admins', async () => {
  const closed = doors.filter((door) => !PUBLIC.has(door.name) && !MEMBERS.has(door.name) && !isRecords(door));
  expect(await wrong(closed, bearer(member.token), ({ status }) => status === 403)).toEqual([]);
});

test('an account’s admin reaches nothing of operators', async () => {
  const open = (door: Door): boolean =>
    PUBLIC.has(door.name) || MEMBERS.has(door.name) || isRecords(door) || isAdmins(door);
  const closed = doors.filter((door) => !open(door));
  expect(closed.length).toBeGreaterThan(20);
  expect(await wrong(closed, bearer(world.acme.token), ({ status }) => status === 403)).toEqual([]);
});

test('a key with scopes reaches records only', async () => {
  const closed = doors.filter((door) => !PUBLIC.has(door.name) && !SCOPED(door));
  expect(await wrong(closed, { 'x-api-key': scopedKey }, ({ status }) => status === 403)).toEqual([]);
});

test('no door answers an empty request with a 5xx', async () => {
  const session = doors.filter(({ path }) => !path.includes('/auth/'));
  const answers = await wrong(session, bearer(world.superadmin.token), ({ status }) => status < 500);
  expect(answers).toEqual([]);
});
