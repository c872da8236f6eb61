/**
 * Builds side by side, a commit (A) and the work tree (B): for each row they are measured in turns, A B B A …, because a
 * machine's own speed varies by more than what is looked for. So does that of one build between two starts, hence
 * --starts: servers are started anew, and the turns of all starts count together. Prints medians, and the ratios to A of
 * the turns.
 *
 *   npm run bench:ab -- <commit> [--rows name,name] [--starts N] [--rounds N] [--engine sqlite|postgres] [--control]
 *     [--hooks folder]…
 *
 * --control measures the commit against itself as well. --hooks adds the work tree with the hooks of a folder of bench/hooks.
 */
import { join } from 'node:path';
import { argumentsOf } from './arguments.mts';
import { buildCommit } from './checkout.mts';
import { openDatabases } from './databases.mts';
import { Place } from './place.mts';
import type { Row } from './row.mts';
import { chosenRows } from './rows.mts';
import { type Running, startServer, WORK_TREE } from './server.mts';

const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 4);
const WARM_UP_SECONDS = 2;
const PORT = 18_100;

interface Build {
  readonly name: string;
  readonly tree: string;
  readonly hooks?: string;
}

interface Started extends Build {
  readonly place: Place;
}

/** The row's figures of one build, one for each round. */
interface Measured {
  readonly figures: number[];
  failed: number;
}

const USAGE =
  'npm run bench:ab -- <commit> [--rows name,name] [--starts N] [--rounds N] [--engine sqlite|postgres] [--control] ' +
  '[--hooks folder]…';
const { values, positionals } = argumentsOf(USAGE, {
  allowPositionals: true,
  options: {
    rows: { type: 'string' },
    starts: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '6' },
    engine: { type: 'string', default: 'sqlite' },
    control: { type: 'boolean', default: false },
    hooks: { type: 'string', multiple: true, default: [] },
  },
});
const commit = positionals[0];
if (commit === undefined) throw new Error(`Which commit? ${USAGE}`);
const starts = Number(values.starts);
const rounds = Number(values.rounds);
const rows = chosenRows(values.rows);

const median = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((one, other) => one - other);
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2;
};

/** `results`: one for each build, to which the rounds are added. */
async function compare(row: Row, builds: readonly Started[], results: readonly Measured[]): Promise<void> {
  const measure = async (index: number, seconds: number): Promise<number> => {
    const result = await row.run(builds[index]!.place, seconds);
    results[index]!.failed += result.failed;
    return result[row.figure];
  };
  const order = builds.map((_, index) => index);
  for (const index of order) await measure(index, WARM_UP_SECONDS);
  for (let round = 0; round < rounds; round += 1) {
    for (const index of round % 2 === 0 ? order : order.toReversed()) {
      results[index]!.figures.push(await measure(index, SECONDS));
    }
  }
}

function print(row: Row, results: readonly Measured[]): void {
  const unit = row.figure === 'p99' ? 'ms' : '/s';
  console.log(`${row.title}, ${row.connections} in flight`);
  for (const [index, { figures, failed }] of results.entries()) {
    const ratios = figures.map((figure, round) => figure / results[0]!.figures[round]!);
    const cells = [
      `  ${builds[index]!.name}`.padEnd(24),
      `${median(figures)
        .toFixed(unit === 'ms' ? 1 : 0)
        .padStart(8)} ${unit}`,
      ...[Math.min(...ratios), median(ratios), Math.max(...ratios)].map((ratio) => ratio.toFixed(3).padStart(6)),
      ...(failed > 0 ? [`${failed} FAILED`] : []),
    ];
    console.log(cells.join('  '));
  }
}

const checkout = buildCommit(commit);
const databases = await openDatabases(values.engine);
const builds: readonly Build[] = [
  { name: 'A', tree: checkout.tree },
  ...(values.control ? [{ name: 'A again', tree: checkout.tree }] : []),
  { name: 'B', tree: WORK_TREE },
  ...values.hooks.map((name) => ({
    name: `B, hooks ${name}`,
    tree: WORK_TREE,
    hooks: join(import.meta.dirname, 'hooks', name),
  })),
];
const running: Running[] = [];
const open = async (build: Build, workers: number): Promise<Started> => {
  const server = await startServer({
    ...build,
    port: PORT + running.length,
    databaseUrl: await databases.create(),
    workers,
  });
  running.push(server);
  return { ...build, place: await Place.open(server) };
};
const stop = async (): Promise<void> => {
  for (const server of running.splice(0)) await server.stop();
};
const results = new Map(rows.map((row) => [row, builds.map((): Measured => ({ figures: [], failed: 0 }))]));
const peaks = builds.map(() => 0);

async function compareAll(): Promise<void> {
  for (const workers of new Set(rows.map((row) => row.workers))) {
    const started: Started[] = [];
    for (const build of builds) started.push(await open(build, workers));
    for (const [row, measured] of results) if (row.workers === workers) await compare(row, started, measured);
    for (const [index, server] of running.entries()) peaks[index] = Math.max(peaks[index]!, server.peakMemory());
    await stop();
  }
}

try {
  for (let start = 0; start < starts; start += 1) await compareAll();
  console.log(`A: ${commit}, B: the work tree; ${starts} × ${rounds} rounds of ${SECONDS} s on ${values.engine}`);
  console.log(`${''.padEnd(24)}  median       ratio to A: least, median, greatest`);
  for (const [row, measured] of results) print(row, measured);
  console.log(`Peaks: ${builds.map(({ name }, index) => `${name} ${peaks[index]} MiB`).join(', ')}`);
} finally {
  await stop();
  await databases.close();
  checkout.remove();
}
