/** Slow reads of one account, of its members and of strangers, leave connections for everybody else. */
import { ReadPool } from '#server/infrastructure/database/reads/read-pool';
import { SqliteReader } from '#server/infrastructure/database/sqlite/sqlite-reader';
import { ENGINE } from '../../support/database';
import { eventually } from '../../support/eventually';
import { API } from '../../support/member';
import { createWorld, type World } from '../../support/world';

const SLOW =
  ENGINE === 'postgres'
    ? 'SELECT pg_sleep(60)'
    : 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000000000) SELECT max(i) FROM n';
const AT_ONCE = 5;
const PATH = `${API}/records/notes?limit=1`;

let world: World;

beforeAll(async () => {
  world = await createWorld({ SNACKBASE_STATEMENT_TIMEOUT_MS: '60000', SNACKBASE_DB_POOL_SIZE: '5' });
  await world.define('notes', [{ name: 'text', type: 'text' }], { list_rule: '' });
});
afterAll(() => world?.close());

const pool = (): ReadPool => world.server.app.get(ReadPool, { strict: false });

/** The server would wait for them, and on SQLite they keep a core busy each. */
async function stopSlowReads(readers: Iterable<SqliteReader>): Promise<void> {
  if (ENGINE === 'postgres') {
    await pool().all(`SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE query = $1`, [SLOW]);
  } else {
    for (const reader of new Set(readers)) reader.interrupt();
  }
}

/** More than the pool may run at a time. Tells how many have ended. */
function slowReads(isStranger: boolean): { ended: number } {
  const state = { ended: 0 };
  for (let index = 0; index < AT_ONCE; index += 1) {
    pool()
      .all(SLOW, [], world.acme.accountId, isStranger)
      .catch(() => {
        state.ended += 1;
      });
  }
  return state;
}

test('those of strangers leave one for members, and both together one for others and one for who asks who they are', async () => {
  const run = jest.spyOn(SqliteReader.prototype, 'run');
  const strangers = slowReads(true);
  expect((await world.http.get(PATH, { token: world.acme.token })).status).toBe(200);
  expect(strangers.ended).toBe(0);
  const members = slowReads(false);
  const other = await world.http.get(PATH, { token: world.twin.token });
  const stranger = await world.http.get(PATH, { headers: { 'x-account-id': world.twin.slug } });
  const me = await world.http.get(`${API}/auth/me`, { token: world.acme.token });
  expect([other.status, stranger.status, me.status]).toEqual([200, 200, 200]);
  expect([strangers.ended, members.ended]).toEqual([0, 0]);
  await eventually(async () => {
    // Those that waited begin when others end.
    await stopSlowReads(run.mock.contexts as SqliteReader[]);
    return strangers.ended + members.ended === 2 * AT_ONCE;
  });
});
