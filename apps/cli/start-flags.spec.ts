import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const FLAGS = '--max-semi-space-size=8 --heap-growing-percent=20 --no-maglev --no-allocation-site-pretenuring';
const MALLOC = ['MALLOC_ARENA_MAX=1', 'MALLOC_MMAP_THRESHOLD_=131072', 'MALLOC_TRIM_THRESHOLD_=4194304'];
const COMMAND = `${MALLOC.join(' ')} node ${FLAGS}`;

const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** docs/adr/0009-memory.md: without them the server needs half as much memory again. */
test('every way to start the server gives it the flags that bound its memory', () => {
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
  // In place of the shell, which would not hand signals on.
  expect(scripts['start']).toBe(`exec env ${COMMAND} dist/src/main.js`);
  expect(scripts['snackbase']).toBe(`exec env ${COMMAND} dist/apps/cli/main.js`);
  expect(textOf('apps/cli/main.ts').split('\n')[0]).toBe(`#!/usr/bin/env -S ${COMMAND}`);
  const image = textOf('Dockerfile');
  const command = ['node', ...FLAGS.split(' '), 'dist/src/main.js'].map((word) => JSON.stringify(word)).join(', ');
  expect(image).toContain(`CMD [${command}]`);
  for (const setting of MALLOC) expect(image).toContain(setting);
});
