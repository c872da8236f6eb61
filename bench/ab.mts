/**
 * Two builds, a commit (A) and the work tree (B), side by side: for each row they are measured in turns, A B B A …, because
 * a machine's own speed varies by more than what is looked for. Prints medians, and the ratios B / A of the turns.
 *
 *   npm run bench:ab -- <commit> [--rows name,name] [--rounds N] [--engine sqlite|postgres]
 */
import { parseArgs } from 'node:util';
import { buildCommit } from './checkout.mts';
import { openDatabases } from './databases.mts';
import { Place } from './place.mts';
import type { Row } from './row.mts';
import { chosenRows } from './rows.mts';
import { type Running, startServer, WORK_TREE } from './server.mts';

const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 4);
const WARM_UP_SECONDS = 2;
const PORT = 18_100;

type Pair<T> = readonly [a: T, b: T];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rows: { type: 'string' },
    rounds: { type: 'string', default: '6' },
    engine: { type: 'string', default: 'sqlite' },
  },
});
const commit = positionals[0];
if (commit === undefined) throw new Error('Which commit? npm run bench:ab -- <commit> [--rows …] [--rounds …]');
const rounds = Number(values.rounds);
const rows = chosenRows(values.rows);

const median = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((one, other) => one - other);
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2;
};

async function compare(row: Row, [placeA, placeB]: Pair<Place>): Promise<void> {
  let failed = 0;
  const measure = async (place: Place, seconds = SECONDS): Promise<number> => {
    const result = await row.run(place, seconds);
    failed += result.failed;
    return result[row.figure];
  };
  await measure(placeA, WARM_UP_SECONDS);
  await measure(placeB, WARM_UP_SECONDS);
  const turns: Pair<number>[] = [];
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) turns.push([await measure(placeA), await measure(placeB)]);
    else {
      const b = await measure(placeB);
      turns.push([await measure(placeA), b]);
    }
  }
  const ratios = turns.map(([a, b]) => b / a);
  const unit = row.figure === 'p99' ? 'ms' : '/s';
  const figures = [median(turns.map(([a]) => a)), median(turns.map(([, b]) => b))];
  const cells = [
    `${row.title}, ${row.connections} in flight`.padEnd(62),
    ...figures.map((figure) => `${figure.toFixed(unit === 'ms' ? 1 : 0).padStart(8)} ${unit}`),
    ...[Math.min(...ratios), median(ratios), Math.max(...ratios)].map((ratio) => ratio.toFixed(3).padStart(6)),
    ...(failed > 0 ? [`${failed} FAILED`] : []),
  ];
  console.log(cells.join('  '));
}

const checkout = buildCommit(commit);
const databases = await openDatabases(values.engine);
const running: Running[] = [];
const open = async (tree: string, workers: number): Promise<Place> => {
  const server = await startServer({
    port: PORT + running.length,
    databaseUrl: await databases.create(),
    tree,
    workers,
  });
  running.push(server);
  return Place.open(server);
};
const stop = async (): Promise<void> => {
  for (const server of running.splice(0)) await server.stop();
};
try {
  console.log(`A: ${commit}, B: the work tree; ${rounds} rounds of ${SECONDS} s on ${values.engine}`);
  console.log(`${''.padEnd(62)}  A, median    B, median    ratio B / A: least, median, greatest`);
  for (const workers of new Set(rows.map((row) => row.workers))) {
    const places: Pair<Place> = [await open(checkout.tree, workers), await open(WORK_TREE, workers)];
    for (const row of rows.filter((candidate) => candidate.workers === workers)) await compare(row, places);
    await stop();
  }
} finally {
  await stop();
  await databases.close();
  checkout.remove();
}
