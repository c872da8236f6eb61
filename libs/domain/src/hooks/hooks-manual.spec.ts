/** docs/hooks.md describes every event that there is, in their order, and no other. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HOOK_EVENTS } from './hook-events';

const MANUAL = join(__dirname, '..', '..', '..', '..', 'docs', 'hooks.md');
/** The first cell of a row of a table. */
const EVENT = /^\| `(on_\w+)` +\|/gm;

test('the manual lists every event', () => {
  const listed = Array.from(readFileSync(MANUAL, 'utf8').matchAll(EVENT), ([, name]) => name);
  expect(listed).toEqual(HOOK_EVENTS);
});
