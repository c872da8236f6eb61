/**
 * One behaviour on two databases: random collections, records, filters, sorts, cursors, expansions and writes are sent to a server
 * on each engine, and both have to answer the same.
 */
import { Round } from '../../support/both/round';
import { TwoServers } from '../../support/both/two-servers';
import { scaled, SEED } from '../../support/random-runs';

const CASES = scaled(2000);
const IN_A_ROUND = 100;
const ROUNDS = Math.ceil(CASES / IN_A_ROUND);

let servers: TwoServers;
beforeAll(async () => {
  servers = await TwoServers.start();
});
afterAll(() => servers?.close());

let found = 0;
let written = 0;

/** A round is repeated by its seed as SNACKBASE_TEST_SEED. */
test.each(Array.from({ length: ROUNDS }, (_, round) => SEED + round))('seed %i', async (seed) => {
  const round = new Round(servers, seed);
  await round.play(IN_A_ROUND);
  found += round.found;
  written += round.written;
});

test('enough of the cases are about records', () => {
  expect(found).toBeGreaterThan(CASES / 50);
  expect(written).toBeGreaterThan(CASES / 50);
});
