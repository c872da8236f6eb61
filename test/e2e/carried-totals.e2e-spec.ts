/**
 * A total that commits have carried on is what a count finds: random changes of records through every door, several at once and
 * through two servers on one database, with lists in between.
 */
import fc from 'fast-check';
import { Database } from '#server/infrastructure/database/database';
import { Budget } from '#server/infrastructure/database/totals/budget';
import { snapshot, type Snapshot } from '../support/changes';
import { Http } from '../support/http';
import { API, type Member } from '../support/member';
import { DEFINITIONS } from '../support/operations/collections';
import { playersOf, type Player } from '../support/operations/players';
import { type RandomList, randomList } from '../support/operations/random-filter';
import { randomOperation, type RecordOperation } from '../support/operations/random-operation';
import { sendRecords } from '../support/operations/send-records';
import { WideOperations } from '../support/operations/wide';
import { LONG_SESSIONS, scaled, SEED } from '../support/random-runs';
import { startServerOn, type TestServer } from '../support/server';
import { statementsOf } from '../support/statements';
import { createWorld, type World } from '../support/world';

const ROUNDS = scaled(30);
const TIMEOUT_MS = scaled(120_000);
/** Sent at the same time. */
const AT_ONCE = 5;
/** They stay the same for some rounds. */
const LISTS = 4;
const ROUNDS_OF_A_LIST = 6;

let world: World;
let second: TestServer;
let players: readonly Player[];
let wide: WideOperations;
let records: Snapshot;

beforeAll(async () => {
  // However busy the machine is.
  jest.spyOn(Budget.prototype, 'isOver', 'get').mockReturnValue(false);
  const settings = { ...LONG_SESSIONS, SNACKBASE_LOG_LEVEL: 'error' };
  world = await createWorld(settings);
  second = await startServerOn(world.server.database, settings);
  for (const { name, fields, more } of DEFINITIONS) await world.define(name, fields, more);
  players = await playersOf(world);
  wide = new WideOperations(world, () => Promise.resolve());
});
afterAll(async () => {
  jest.restoreAllMocks();
  await second?.stop();
  await world?.close();
});

let asked = 0;

/** What a list says, whose page is full wherever there is anything. */
async function totalOf(http: Http, { token }: Member, collection: string, filter: string): Promise<number> {
  const query = new URLSearchParams({ filter, limit: '1' });
  const { status, body, text } = await http.get(`${API}/records/${collection}?${query}`, { token });
  if (status !== 200) throw new Error(`${filter}: ${text}`);
  return body.total;
}

/** Nobody has asked for it before. */
function recounted(member: Member, { collection, filter }: RandomList): Promise<number> {
  asked += 1;
  return totalOf(world.http, member, collection, `(${filter}) && id != "${asked}"`);
}

async function send(operation: RecordOperation, http: Http): Promise<void> {
  const player = players[operation.actor % players.length]!;
  for (const { status, text } of await sendRecords(http, records, player, operation)) {
    if (status >= 500) throw new Error(`${operation.door}: ${status} ${text}`);
  }
}

async function expectTotals(lists: readonly RandomList[]): Promise<void> {
  for (const member of [world.acme, world.twin]) {
    for (const list of lists) {
      const expected = await recounted(member, list);
      for (const { http } of [world, second]) {
        const total = await totalOf(http, member, list.collection, list.filter);
        expect({ ...list, total }).toEqual({ ...list, total: expected });
      }
    }
  }
}

test(
  `${ROUNDS} rounds of random changes`,
  async () => {
    const lists = fc.array(randomList, { minLength: LISTS, maxLength: LISTS });
    const operations = fc.array(randomOperation, { minLength: AT_ONCE, maxLength: AT_ONCE });
    const game = fc.record({
      lists,
      rounds: fc.array(fc.record({ operations, alone: fc.boolean() }), {
        minLength: ROUNDS_OF_A_LIST,
        maxLength: ROUNDS_OF_A_LIST,
      }),
    });
    const property = fc.asyncProperty(game, async (played) => {
      for (const { operations: made, alone } of played.rounds) {
        records = await snapshot(world.server.app.get(Database, { strict: false }));
        for (const { kind } of made) if (kind !== 'records') await wide.run({ kind });
        const sent = made.filter(({ kind }) => kind === 'records') as RecordOperation[];
        const listed = played.lists.map(({ collection, filter }) =>
          totalOf(world.http, world.acme, collection, filter),
        );
        // One server alone carries all on; two leave gaps to each other.
        const changed = sent.map((one, index) => send(one, alone || index % 3 > 0 ? world.http : second.http));
        await Promise.all([...changed, ...listed]);
        await expectTotals(played.lists);
      }
    });
    await fc.assert(property, { numRuns: ROUNDS / ROUNDS_OF_A_LIST, endOnFailure: true, seed: SEED });
  },
  TIMEOUT_MS,
);

test('the totals of lists are carried on, not counted', async () => {
  const filters = ['score > 0 || labels = "a"', 'owner.team.name != "c1" || watchers.name = "a"'];
  const { token } = world.acme;
  const call = async (method: string, path: string, body?: object) => {
    const { status, body: answer, text } = await world.http.call(method, `${API}/records/${path}`, { token, body });
    if (status >= 300) throw new Error(text);
    return answer;
  };
  const create = async (collection: string, body: object): Promise<string> => (await call('POST', collection, body)).id;
  const team = await create('teams', { name: 'carried' });
  const owner = await create('people', { name: 'a', team });
  const matching = { title: 'x', owner, watchers: [owner], score: 1, done: false };
  const id = await create('tasks', matching);
  const list = (): Promise<number[]> =>
    Promise.all(filters.map((filter) => totalOf(world.http, world.acme, 'tasks', filter)));
  const counted = await list();
  await list();
  const { data } = await statementsOf(async () => {
    await Promise.all([create('tasks', matching), create('tasks', matching), create('tasks', { title: 'y' })]);
    expect(await list()).toEqual(counted.map((count) => count + 2));
    await call('PATCH', `tasks/${id}`, { score: null, owner: null, watchers: [] });
    expect(await list()).toEqual(counted.map((count) => count + 1));
    await call('DELETE', `tasks/${id}`);
    expect(await list()).toEqual(counted.map((count) => count + 1));
  });
  expect(data.filter((text) => /AS "total"/.test(text))).toEqual([]);
});
