/**
 * What clients that ask for too much do to others and to the server's memory: for each case a fresh server, hostile clients
 * for some seconds, and another tenant's small requests meanwhile (docs/benchmarks.md).
 *
 *   npm run bench:hostile -- [--engine sqlite|postgres] [--cases name,name] [--seconds N] [--together] [--unlimited]
 *
 * --together runs the cases at the same time, --unlimited without request limits, so that as much comes through as can.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argumentsOf } from './arguments.mts';
import { type Databases, openDatabases } from './databases.mts';
import { chosenCases } from './hostile/cases.mts';
import type { Case } from './hostile/case.mts';
import { measureCases, prepare } from './hostile/measure.mts';
import { printHeader } from './hostile/report.mts';
import { startServer } from './server.mts';

const PORT = 18_120;

/** What the cases need is filled in without request limits; the server that is measured has them unless told otherwise. */
async function run(databases: Databases, cases: readonly Case[], { seconds, isLimited }: Measurement): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'snackbase-hostile-'));
  const postgresUrl = await databases.create();
  const databaseUrl = postgresUrl ?? `sqlite:///${join(folder, 'bench.db')}`;
  try {
    const first = await startServer({ port: PORT, databaseUrl });
    const prepared = await prepare(first, cases, seconds).finally(() => first.stop());
    const server = await startServer({ port: PORT, databaseUrl, isLimited });
    await measureCases(server, postgresUrl, cases, prepared, seconds).finally(() => server.stop());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Measurement {
  readonly seconds: number;
  readonly isLimited: boolean;
}

const USAGE =
  'npm run bench:hostile -- [--engine sqlite|postgres] [--cases name,name] [--seconds N] [--together] [--unlimited]';
const { values } = argumentsOf(USAGE, {
  options: {
    engine: { type: 'string', default: 'sqlite' },
    cases: { type: 'string' },
    seconds: { type: 'string', default: '15' },
    together: { type: 'boolean', default: false },
    unlimited: { type: 'boolean', default: false },
  },
});
const measurement = { seconds: Number(values.seconds), isLimited: !values.unlimited };
const cases = chosenCases(values.cases);
const databases = await openDatabases(values.engine);
try {
  printHeader(values.engine, measurement.seconds);
  for (const group of values.together ? [cases] : cases.map((each) => [each])) await run(databases, group, measurement);
} finally {
  await databases.close();
}
