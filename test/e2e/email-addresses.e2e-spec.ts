/** What is an e-mail address for a field is one for a user, and the two spellings of a domain are one address. */
import type { Answer } from '../support/http';
import { API, login, PASSWORD } from '../support/member';
import { createWorld, type World } from '../support/world';

const PEOPLE = `${API}/records/people`;

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await world.define('people', [{ name: 'mail', type: 'email' }]);
});
afterAll(() => world?.close());

const asField = (mail: string): Promise<Answer> => world.http.post(PEOPLE, { mail }, { token: world.acme.token });
const asUser = (email: string): Promise<Answer> =>
  world.http.post(`${API}/users`, { email, password: PASSWORD }, { token: world.acme.token });

let registered = 0;
function asOwner(email: string): Promise<Answer> {
  registered += 1;
  const slug = `owner-${registered}`;
  const body = { email, password: PASSWORD, account_name: slug, account_slug: slug };
  return world.http.post(`${API}/auth/register`, body);
}

test.each([
  'plain@x.example',
  'Dots.And+Tags@Sub.X.example',
  "o'hara@x.example",
  'a!#$&*=?^_`{|}~/@x.example',
  'rémy@x.example',
  'user@münchen.example',
  'user@xn--mnchen-3ya.example',
  '用户@例え.テスト',
  `${'l'.repeat(64)}@x.example`,
  `a@${'d'.repeat(63)}.example`,
])('a field and a user take %s', async (address) => {
  const field = await asField(address);
  expect([field.status, field.body.mail]).toEqual([201, address]);
  const user = await asOwner(address);
  expect([user.status, user.body.user?.email]).toEqual([201, address]);
});

test.each([
  'a..b@x.example',
  '.a@x.example',
  'a.@x.example',
  'a@x..example',
  'a@-x.example',
  'a@x-.example',
  'a@x_y.example',
  'a@127.0.0.1',
  'a@localhost',
  `a@${'d'.repeat(64)}.example`,
  `a@${'ü'.repeat(60)}.example`,
  `a@${'d.'.repeat(123)}x.example`,
  `${'l'.repeat(65)}@x.example`,
  'a b@x.example',
])('neither takes %s', async (address) => {
  const field = await asField(address);
  expect([field.status, field.body.details?.[0]]).toMatchObject([
    422,
    { field: 'mail', code: expect.stringMatching(/^(invalid_email_format|too_long)$/) },
  ]);
  for (const answer of [await asUser(address), await asOwner(address)]) {
    expect([answer.status, answer.body.errors?.email]).toEqual([422, [expect.any(String)]]);
  }
});

describe('an internationalised domain', () => {
  const [unicode, ascii] = ['anna@bücher.example', 'anna@xn--bcher-kva.example'];

  test.each([
    [unicode, ascii],
    [ascii.replace('anna', 'berta'), unicode.replace('anna', 'berta')],
  ])('is one address, registered as %s', async (first, second) => {
    const created = await asUser(first);
    expect([created.status, created.body.email]).toEqual([201, first]);
    const taken = await asUser(second.toUpperCase());
    expect([taken.status, taken.body.field]).toEqual([409, 'email']);
    await world.http.post(`${API}/users/${created.body.id}/verify`, {}, { token: world.superadmin.token });
    for (const email of [first, second]) {
      expect(await login(world.http, world.acme.slug, email)).toMatchObject({ userId: created.body.id, email: first });
    }
  });

  test('is found by what an admin sees of it', async () => {
    for (const search of ['bücher', 'xn--bcher']) {
      const query = new URLSearchParams({ search });
      const { body } = await world.http.get(`${API}/users?${query}`, { token: world.acme.token });
      expect(body.items.map(({ email }: { email: string }) => email)).toContain(unicode);
    }
  });
});
