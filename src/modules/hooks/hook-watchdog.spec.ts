import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hook } from '#domain/hooks/hook';
import { eventually } from '../../../test/support/eventually';
import { HookWatchdog } from './hook-watchdog';

const hook = (id: string): Hook => ({ id, event: 'on_record_before_create', source: 'slugs.ts' }) as Hook;

let folder: string;
let file: string;
let output: number;
let watchdog: HookWatchdog;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'snackbase-watchdog-'));
  file = join(folder, 'output');
  output = openSync(file, 'w');
  watchdog = new HookWatchdog({ format: 'json', output });
});
afterEach(async () => {
  await watchdog.close();
  closeSync(output);
  rmSync(folder, { recursive: true });
});

/** Until the other thread has said so, which this one can only see by itself. */
function blockUntil(isTold: () => boolean): void {
  const deadline = Date.now() + 30_000;
  while (!isTold() && Date.now() < deadline);
}

/** As a handler is called, and waited for if it returns a promise. */
async function watch(of: Hook, handler: () => unknown): Promise<void> {
  const result = watchdog.watch(of, handler);
  if (!(result instanceof Promise)) return;
  watchdog.waits(of);
  await result.finally(() => watchdog.ended(of));
}

const text = (): string => readFileSync(file, 'utf8');

test('a hook that blocks the process is named while it does', async () => {
  await watch(hook('quick'), () => undefined);
  await watch(hook('blocks'), () => blockUntil(() => text().includes('\n')));
  expect(JSON.parse(text())).toMatchObject({
    level: 'error',
    message: expect.stringMatching(/^Hook blocks \(on_record_before_create, slugs\.ts\) has kept the server/),
  });
});

test('a hook that blocks it after an await is named too', async () => {
  await watch(hook('later'), async () => {
    await Promise.resolve();
    blockUntil(() => text().includes('\n'));
  });
  expect(text()).toMatch(/Hook later /);
});

test('around an inner handler, the outer one is inside again', async () => {
  await watch(hook('outer'), () => {
    watchdog.watch(hook('inner'), () => undefined);
    blockUntil(() => text().includes('\n'));
  });
  expect(text()).toMatch(/"Hook outer /);
});

test('a hook that only waits does not concern it, and what the hook throws comes through', async () => {
  const began = performance.now();
  await watch(hook('waits'), () => eventually(() => performance.now() - began > 1500));
  await expect(watch(hook('throws'), () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(text()).toBe('');
});
