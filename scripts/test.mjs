/**
 * Every check of the repository, one after another, each shown as it runs. Goes on after a failure, so that one run tells
 * everything; the last line sums up, a quality check counting as one. `node scripts/test.mjs lint unit` runs only those.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const BIN = join(ROOT, 'node_modules', '.bin');
const REPORTS = mkdtempSync(join(tmpdir(), 'snackbase-test-'));

const check = (name, command, ...args) => ({ name, command, args, env: {} });
/** Nest's packages are ES modules, which jest loads only with this flag; Node warns of it at every start. */
const jest = (name, project, env = {}) => ({
  name,
  command: 'jest',
  args: ['--selectProjects', project, '--maxWorkers=2', '--json', `--outputFile=${join(REPORTS, `${name}.json`)}`],
  env: { NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning', ...env },
  report: join(REPORTS, `${name}.json`),
});

const STEPS = [
  check('format', 'prettier', '--check', '--log-level', 'warn', '.'),
  check('lint', 'oxlint', '--type-aware', '--deny-warnings'),
  check('types', 'tsc', '-p', 'tsconfig.json', '--noEmit'),
  check('types-bench', 'tsc', '-p', 'bench/tsconfig.json'),
  check('deps', 'depcruise', '--config', '.dependency-cruiser.cjs', 'src', 'apps', 'libs', 'test', 'bench'),
  check('dead', 'knip'),
  // Before what runs it: some end-to-end tests start the server as a process of its own.
  check('build', 'node', 'scripts/build-if-needed.mjs'),
  jest('unit', 'unit'),
  jest('e2e-sqlite', 'e2e', { SNACKBASE_TEST_DATABASE: 'sqlite' }),
  jest('e2e-postgres', 'e2e', { SNACKBASE_TEST_DATABASE: 'postgres' }),
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !STEPS.some((step) => step.name === name));
if (unknown.length > 0) {
  process.stderr.write(`Unknown: ${unknown.join(', ')}. There are: ${STEPS.map((step) => step.name).join(', ')}\n`);
  process.exit(2);
}

const isWanted = ({ name }) =>
  wanted.length === 0 || wanted.includes(name) || (name === 'build' && wanted.some((other) => other.startsWith('e2e')));

let passed = 0;
let failed = 0;
const failures = [];
for (const step of STEPS.filter(isWanted)) {
  process.stdout.write(`\n== ${step.name}\n`);
  const ok = await run(step);
  const counts = countsOf(step, ok);
  passed += counts.passed;
  failed += counts.failed;
  if (counts.failed > 0) failures.push(step.name);
}
rmSync(REPORTS, { recursive: true });
process.stdout.write(
  `\n${failures.length === 0 ? '' : `Failed: ${failures.join(', ')}\n`}${passed} passed, ${failed} failed\n`,
);
process.exitCode = failed === 0 ? 0 : 1;

function run({ command, args, env }) {
  return new Promise((resolve) => {
    const path = `${BIN}${delimiter}${process.env.PATH}`;
    // Jest reports on stderr and, with --json, repeats itself as JSON on stdout, which is of no use to a reader.
    const stdout = command === 'jest' ? 'ignore' : 'inherit';
    const child = spawn(join(BIN, command), args, {
      cwd: ROOT,
      env: { ...process.env, PATH: path, ...env },
      stdio: ['ignore', stdout, 'inherit'],
    });
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
}

/** A run that failed counts at least one failure, also when no test did (a suite that did not load, a crash). */
function countsOf({ report }, ok) {
  if (report === undefined) return { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
  try {
    const result = JSON.parse(readFileSync(report, 'utf8'));
    const failures = result.numFailedTests + result.numRuntimeErrorTestSuites;
    return { passed: result.numPassedTests, failed: ok ? 0 : Math.max(1, failures) };
  } catch {
    return { passed: 0, failed: 1 };
  }
}
