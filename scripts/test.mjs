/**
 * Every check of the repository: those of quality two at a time, each shown when it ends, then all tests in one run of jest, shown
 * as they pass. Goes on after a failure, so that one run tells everything; the last line sums up, a quality check counting as one.
 * `node scripts/test.mjs lint unit` runs only those. What is random runs at length where `long` is named, and where `agreement` is,
 * that part of it in which memory and both engines have to agree.
 */
import { spawn } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const BIN = join(ROOT, 'node_modules', '.bin');
const REPORTS = mkdtempSync(join(tmpdir(), 'snackbase-test-'));

const CHECKS_AT_ONCE = 2;
/** One more than a small machine has processors: suites wait for other processes, time limits and the disk. */
const SUITES_AT_ONCE = 3;
const LONG_SCALE = '20';
const AGREEMENT_CASES = 1_000_000;
/** Those that draw at random, with the number of cases that they draw by agreementRuns(). */
const RANDOM_SUITES = globSync('{libs,src,test}/**/*spec.ts', { cwd: ROOT })
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }))
  .filter(({ text }) => text.includes('support/random-runs'))
  .map(({ path, text }) => ({
    path,
    cases: [...text.matchAll(/\bagreementRuns\((\d+)\)/g)].reduce((sum, [, count]) => sum + Number(count), 0),
  }));

const check = (name, command, ...args) => ({ name, command, args, env: {} });
/** Nest's packages are ES modules, which jest loads only with this flag; Node warns of it at every start. */
const jest = (name, projects, env = {}, paths = []) => ({
  name,
  command: 'jest',
  args: [
    ...paths,
    '--selectProjects',
    ...projects,
    `--maxWorkers=${SUITES_AT_ONCE}`,
    '--json',
    `--outputFile=${join(REPORTS, `${name}.json`)}`,
  ],
  env: { NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning', ...env },
  report: join(REPORTS, `${name}.json`),
});

const BUILD = check('build', 'node', 'scripts/build-if-needed.mjs');

/** The longest first. */
const CHECKS = [
  check('format', 'prettier', '--check', '--log-level', 'warn', '.'),
  check('types', 'tsc', '-p', 'tsconfig.json', '--noEmit'),
  // For the end-to-end suite, which runs what is built.
  BUILD,
  check('deps', 'depcruise', '--config', '.dependency-cruiser.cjs', 'src', 'apps', 'libs', 'test', 'bench'),
  check('lint', 'oxlint', '--type-aware', '--deny-warnings'),
  check('types-bench', 'tsc', '-p', 'bench/tsconfig.json'),
  check('dead', 'knip'),
];
const PROJECTS = ['unit', 'e2e-sqlite', 'e2e-postgres'];
const LONG = { SNACKBASE_TEST_SCALE: process.env.SNACKBASE_TEST_SCALE ?? LONG_SCALE };

const wanted = process.argv.slice(2);
const known = [...CHECKS.map(({ name }) => name), ...PROJECTS, 'long', 'agreement'];
const NAMES = `There are: ${known.join(', ')}`;
if (wanted.some((name) => name === '--help' || name === '-h')) {
  process.stdout.write(`npm test, or node scripts/test.mjs <name>… for some of the checks. ${NAMES}\n`);
  process.exit(0);
}
const unknown = wanted.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`Unknown: ${unknown.join(', ')}. ${NAMES}\n`);
  process.exit(2);
}

const isWanted = (name) => wanted.length === 0 || wanted.includes(name);
const projects = PROJECTS.filter(isWanted);
const isLong = wanted.includes('long');
const needsBuild = isLong || wanted.includes('agreement') || projects.some((name) => name.startsWith('e2e'));
const checks = CHECKS.filter((step) => isWanted(step.name) || (step === BUILD && needsBuild));
const tests = [];
if (projects.length > 0) tests.push(jest('tests', projects));
if (isLong) {
  const paths = RANDOM_SUITES.filter(({ cases }) => cases === 0).map(({ path }) => path);
  const title = `${paths.length} suites, ${LONG.SNACKBASE_TEST_SCALE} times what npm test draws`;
  tests.push({ ...jest('long', PROJECTS, LONG, paths), title });
}
if (isLong || wanted.includes('agreement')) tests.push(agreement());
// The types need no second check then.
if (checks.some(({ name }) => name === 'types')) BUILD.args.push('--no-check');

let passed = 0;
let failed = 0;
const failures = [];
const queue = checks.values();
await Promise.all(Array.from({ length: CHECKS_AT_ONCE }, () => runAll(queue, true)));
await runAll(tests, false);
rmSync(REPORTS, { recursive: true });
process.stdout.write(
  `\n${failures.length === 0 ? '' : `Failed: ${failures.join(', ')}\n`}${passed} passed, ${failed} failed\n`,
);
process.exitCode = failed === 0 ? 0 : 1;

function agreement() {
  const suites = RANDOM_SUITES.filter(({ cases }) => cases > 0);
  const drawn = suites.reduce((sum, { cases }) => sum + cases, 0);
  const scale = Math.ceil(Number(process.env.SNACKBASE_TEST_CASES || AGREEMENT_CASES) / drawn);
  const of = suites.map(({ path, cases }) => `\n   ${(cases * scale).toLocaleString('en')} in ${path}`).join('');
  const paths = suites.map(({ path }) => path);
  const title = `${(drawn * scale).toLocaleString('en')} random cases, ${scale} times what npm test draws:${of}`;
  return { ...jest('agreement', PROJECTS, { SNACKBASE_TEST_SCALE: String(scale) }, paths), title };
}

/** `isBeside`: beside other steps, so that what it prints is kept until it ends. */
async function runAll(queue, isBeside) {
  for (const step of queue) {
    if (!isBeside) process.stdout.write(`\n== ${step.name}${step.title ? `: ${step.title}` : ''}\n`);
    const { ok, output } = await run(step, isBeside);
    if (isBeside) process.stdout.write(`\n== ${step.name}\n${output}`);
    const counts = countsOf(step, ok);
    passed += counts.passed;
    failed += counts.failed;
    if (counts.failed > 0) failures.push(step.name);
  }
}

function run({ command, args, env }, isKept) {
  return new Promise((resolve) => {
    const path = `${BIN}${delimiter}${process.env.PATH}`;
    // Jest reports on stderr and, with --json, repeats itself as JSON on stdout, which is of no use to a reader.
    const shown = ['ignore', command === 'jest' ? 'ignore' : 'inherit', 'inherit'];
    const child = spawn(join(BIN, command), args, {
      cwd: ROOT,
      env: { ...process.env, PATH: path, ...env },
      stdio: isKept ? ['ignore', 'pipe', 'pipe'] : shown,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
    child.once('error', (error) => resolve({ ok: false, output: `${error.message}\n` }));
    child.once('close', (code) => resolve({ ok: code === 0, output }));
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
