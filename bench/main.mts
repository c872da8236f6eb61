/**
 * Every row against our server in its own process, with its peak memory (docs/benchmarks.md).
 *
 *   npm run bench -- [--rows name,name] [--engine sqlite|postgres]
 */
import { argumentsOf } from './arguments.mts';
import { openDatabases } from './databases.mts';
import { Place } from './place.mts';
import type { Measured, Row } from './row.mts';
import { chosenRows } from './rows.mts';
import { startServer } from './server.mts';

const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 8);
const WARM_UP_SECONDS = 2;
const PORT = 18_080;

function print({ title, connections }: Row, { perSecond, p99, failed, note }: Measured, peak: number): void {
  const cells = [
    title.padEnd(52),
    String(connections).padStart(5),
    `${String(perSecond).padStart(8)}/s`,
    `p99 ${String(p99).padStart(7)} ms`,
    `peak ${peak} MiB`,
    ...(note === undefined ? [] : [note]),
    ...(failed > 0 ? [`${failed} FAILED`] : []),
  ];
  console.log(cells.join('  '));
}

const { values } = argumentsOf('npm run bench -- [--rows name,name] [--engine sqlite|postgres]', {
  options: { rows: { type: 'string' }, engine: { type: 'string', default: 'sqlite' } },
});
const rows = chosenRows(values.rows);
const databases = await openDatabases(values.engine);
try {
  for (const workers of new Set(rows.map((row) => row.workers))) {
    const databaseUrl = process.env['DATABASE_URL'] ?? (await databases.create());
    const server = await startServer({ port: PORT, databaseUrl, workers });
    try {
      const place = await Place.open(server);
      for (const row of rows.filter((candidate) => candidate.workers === workers)) {
        await row.run(place, WARM_UP_SECONDS);
        print(row, await row.run(place, SECONDS), server.peakMemory());
      }
    } finally {
      await server.stop();
    }
  }
} finally {
  await databases.close();
}
