/** Routes that published clients know and this version does not have are told apart from wrong paths and unknown ids. */
import { API } from '../support/member';
import { expectErrorBody } from '../support/scenario';
import { createWorld, type World } from '../support/world';

let world: World;

beforeAll(async () => {
  world = await createWorld();
  await world.define('notes', [{ name: 'title', type: 'text' }]);
});
afterAll(() => world?.close());

test.each([
  ['GET', '/collections/export'],
  ['POST', '/collections/import'],
  ['POST', '/files/upload'],
  ['GET', '/audit-logs'],
  ['DELETE', '/webhooks/1'],
  ['POST', '/auth/oauth/google/authorize'],
  ['POST', '/f/acme/greet'],
  ['GET', '/roles/1/permissions'],
  ['PUT', '/roles/1/permissions/bulk'],
  ['DELETE', '/permissions/1'],
])('%s %s', async (method, path) => {
  const answer = await world.http.call(method, API + path, { token: world.superadmin.token });
  expectErrorBody(answer);
  expect(answer).toMatchObject({ status: 404, body: { error: 'NOT_IN_THIS_VERSION' } });
});
