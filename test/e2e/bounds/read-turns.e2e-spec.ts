/** Slow reads of one account, of its members and of strangers, leave connections for everybody else. */
import { ReadPool } from '#server/infrastructure/database/reads/read-pool';
import { API } from '../../support/member';
import { createWorld, type World } from '../../support/world';

const SLOW =
  process.env['SNACKBASE_TEST_DATABASE'] === 'postgres'
    ? 'SELECT pg_sleep(60)'
    : 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000000000) SELECT max(i) FROM n';
const PATH = `${API}/records/notes?limit=1`;

let world: World;

beforeAll(async () => {
  world = await createWorld({ SNACKBASE_STATEMENT_TIMEOUT_MS: '10000', SNACKBASE_DB_POOL_SIZE: '5' });
  await world.define('notes', [{ name: 'text', type: 'text' }], { list_rule: '' });
});
afterAll(() => world?.close());

/** More than the pool may run at a time. Tells how many have ended; the last of them end with the server. */
function slowReads(isStranger: boolean): { ended: number } {
  const pool = world.server.app.get(ReadPool, { strict: false });
  const state = { ended: 0 };
  for (let index = 0; index < 5; index += 1) {
    pool.all(SLOW, [], world.acme.accountId, isStranger).catch(() => {
      state.ended += 1;
    });
  }
  return state;
}

test('those of strangers leave one for members, and both together one for others and one for who asks who they are', async () => {
  const strangers = slowReads(true);
  expect((await world.http.get(PATH, { token: world.acme.token })).status).toBe(200);
  expect(strangers.ended).toBe(0);
  const members = slowReads(false);
  const other = await world.http.get(PATH, { token: world.twin.token });
  const stranger = await world.http.get(PATH, { headers: { 'x-account-id': world.twin.slug } });
  const me = await world.http.get(`${API}/auth/me`, { token: world.acme.token });
  expect([other.status, stranger.status, me.status]).toEqual([200, 200, 200]);
  expect([strangers.ended, members.ended]).toEqual([0, 0]);
});
