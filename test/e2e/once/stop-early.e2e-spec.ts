/** A server that is told to stop before it serves: it ends as one that has served, with 0. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createDatabase, type TestDatabase } from '../../support/database';
import { type Finished, freePort, runProcess } from '../../support/process';

const BOOTING = 'kept until the signal comes';
/** Nothing listens before this hook is done, and it is not before the process has had the signal. */
const WAITS = `export default ({ on }) => {
  on('on_bootstrap', ({ log }) => {
    const told = new Promise((resolve) => process.once('SIGTERM', resolve));
    log.info('${BOOTING}');
    return told;
  });
};`;
const HANGS = WAITS.replace('return told', 'return new Promise(() => {})');

let database: TestDatabase;

beforeEach(async () => {
  database = await createDatabase();
});
afterEach(() => database.drop());

async function stopped(stopAt: string, workers: number, hooks: string | null): Promise<Finished> {
  const folder = join(database.folder, 'hooks');
  if (hooks !== null) {
    await mkdir(folder);
    await writeFile(join(folder, 'boot.js'), hooks);
  }
  const environment = {
    SNACKBASE_LOG_LEVEL: 'info',
    SNACKBASE_HOOK_TIMEOUT_MS: '60000',
    // What hangs is to be found out soon; what is not closed within that fails the test.
    ...(hooks === HANGS ? { SNACKBASE_SHUTDOWN_TIMEOUT_SECONDS: '1' } : {}),
    ...(hooks === null ? {} : { SNACKBASE_HOOKS_DIR: folder }),
  };
  const args = ['serve', '--workers', String(workers)];
  return runProcess(database, { args, environment, port: await freePort(), stopAt });
}

const ENDED = { code: 0, stderr: '' };

test('while it is being built', async () => {
  const ended = await stopped(BOOTING, 1, WAITS);
  expect(ended).toMatchObject({ ...ENDED, stdout: expect.stringContaining(BOOTING) });
  expect(ended.stdout).not.toContain('Listening');
});

test('while the first process prepares what its workers need', async () => {
  const ended = await stopped(BOOTING, 2, WAITS);
  expect(ended).toMatchObject({ ...ENDED, stdout: expect.stringContaining(BOOTING) });
});

test('while its workers are not yet there to be told', async () => {
  const begun = 'Starting workers';
  expect(await stopped(begun, 2, null)).toMatchObject({ ...ENDED, stdout: expect.stringContaining(begun) });
});

test.each([1, 2])('while it hangs, with %i processes: it ends with 1, after its time to stop', async (workers) => {
  expect(await stopped(BOOTING, workers, HANGS)).toMatchObject({ code: 1, stdout: expect.stringContaining(BOOTING) });
});
