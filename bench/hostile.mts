/**
 * What clients that ask for too much do to others and to the server's memory: for each case a fresh server, hostile clients
 * for some seconds, and another tenant's small requests meanwhile (docs/benchmarks.md).
 *
 *   npm run bench:hostile -- [--engine sqlite|postgres] [--cases name,name] [--seconds N] [--together]
 *
 * --together runs the cases at the same time.
 */
import { parseArgs } from 'node:util';
import { type Databases, openDatabases } from './databases.mts';
import { chosenCases } from './hostile/cases.mts';
import type { Case } from './hostile/case.mts';
import { measureCases } from './hostile/measure.mts';
import { printHeader } from './hostile/report.mts';
import { startServer } from './server.mts';

const PORT = 18_120;

async function run(databases: Databases, cases: readonly Case[], seconds: number): Promise<void> {
  const databaseUrl = await databases.create();
  const server = await startServer({ port: PORT, databaseUrl });
  try {
    await measureCases(server, databaseUrl, cases, seconds);
  } finally {
    await server.stop();
  }
}

const { values } = parseArgs({
  options: {
    engine: { type: 'string', default: 'sqlite' },
    cases: { type: 'string' },
    seconds: { type: 'string', default: '15' },
    together: { type: 'boolean', default: false },
  },
});
const seconds = Number(values.seconds);
const cases = chosenCases(values.cases);
const databases = await openDatabases(values.engine);
try {
  printHeader(values.engine, seconds);
  for (const group of values.together ? [cases] : cases.map((each) => [each])) await run(databases, group, seconds);
} finally {
  await databases.close();
}
