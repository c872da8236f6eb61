/** A log-in does the same work, whoever is named, so that the time that it takes does not tell who is registered. */
import { Transactions } from '#application/ports/transactions';
import { changeUser, INVALID, logIn, told, WRONG } from '../support/guessing';
import { ReadPool } from '#server/infrastructure/database/reads/read-pool';
import { API, PASSWORD } from '../support/member';
import { statementsOf } from '../support/statements';
import { createWorld, type World } from '../support/world';

const THRESHOLD = 2;
const NO_ID = '00000000-0000-7000-8000-000000000000';

let world: World;

beforeAll(async () => {
  world = await createWorld({
    SNACKBASE_LOGIN_LOCKOUT_THRESHOLD: String(THRESHOLD),
    SNACKBASE_JOB_WORKER_ENABLED: 'false',
  });
});
afterAll(() => world?.close());
afterEach(() => jest.restoreAllMocks());

interface Name {
  readonly account: string;
  readonly email: string;
}

interface Work {
  /** What the drivers are asked, in order. */
  readonly statements: readonly string[];
  /** How many rows each read answers. */
  readonly rows: readonly number[];
  /** The accounts in whose lanes it writes. */
  readonly lanes: readonly (string | null)[];
}

async function workOf(name: Name, password: string): Promise<Work> {
  const run = jest.spyOn(world.server.app.get(Transactions, { strict: false }), 'run');
  const read = jest.spyOn(world.server.app.get(ReadPool, { strict: false }), 'all');
  const { all: statements } = await statementsOf(async () => {
    expect(told(await logIn(world, { ...name, password }))).toEqual(INVALID);
  });
  const answers = await Promise.all(read.mock.results.map(({ value }) => value as ReturnType<ReadPool['all']>));
  const rows = answers.map(({ length }) => length);
  const lanes = run.mock.calls.map(([{ ctx }]) => ctx.accountId);
  run.mockRestore();
  read.mockRestore();
  return { statements, rows, lanes };
}

/** Of attempts until the name is locked, the one that locks it, and one more. */
async function worksOf(name: Name, password: string): Promise<Work[]> {
  const works: Work[] = [];
  for (let attempt = 0; attempt <= THRESHOLD; attempt += 1) works.push(await workOf(name, password));
  return works;
}

test.each(['slug', 'accountId', 'accountCode'] as const)(
  'known and unknown names cost the same statements, in the same lane: by %s',
  async (by) => {
    const account = `by-${by.toLowerCase()}`;
    const known = await world.register(`${account}-known`);
    const inactive = await world.register(`${account}-off`);
    const foreign = await world.register(`${account}-foreign`);
    const closed = await world.register(`${account}-closed`);
    await changeUser(world, inactive, { isActive: false });
    await changeUser(world, foreign, { authProvider: 'platform', externalId: account });
    const asRoot = { token: world.superadmin.token };
    const closing = await world.http.put(`${API}/accounts/${closed.accountId}`, { is_active: false }, asRoot);
    expect(closing.status).toBe(200);
    for (const name of ['a group', 'another group']) {
      const group = await world.http.post(`${API}/groups`, { name }, { token: known.token });
      const users = `${API}/groups/${group.body.id}/users`;
      expect((await world.http.post(users, { user_id: known.userId }, { token: known.token })).status).toBeLessThan(
        300,
      );
    }

    const expected = await worksOf({ account: known[by], email: known.email }, WRONG);
    expect(expected).toHaveLength(THRESHOLD + 1);
    const unknown = { slug: 'nowhere', accountId: NO_ID, accountCode: 'ZZ9999' }[by];
    const cases = {
      inactive: await worksOf({ account: inactive[by], email: inactive.email }, PASSWORD),
      foreign: await worksOf({ account: foreign[by], email: foreign.email }, PASSWORD),
      'of a suspended account': await worksOf({ account: closed[by], email: closed.email }, PASSWORD),
      'unknown address': await worksOf({ account: known[by], email: `nobody@${account}.example` }, WRONG),
      'unknown account': await worksOf({ account: unknown, email: known.email }, WRONG),
    };
    for (const [name, works] of Object.entries(cases)) expect({ name, works }).toEqual({ name, works: expected });
    // What is compared is not nothing: a failure is read once and counted, and a lock leaves a notice.
    expect(expected.map(({ rows, lanes }) => [rows, lanes.length])).toEqual([
      [[1], 1],
      [[1], 2],
      [[1], 1],
    ]);
  },
);
