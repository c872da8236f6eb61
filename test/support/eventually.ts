/** For what happens in another process or behind an answer, where nothing else tells that it has happened. */
import { setTimeout as sleep } from 'node:timers/promises';

/** For a start of a process beside a busy machine; what is there is seen at once. */
const PATIENCE_MS = 60_000;
const POLL_MS = 20;

/** Resolves with what `look` finds as soon as that is truthy. `told` says, when it never is, what was seen instead. */
export async function eventually<T>(
  look: () => T | Promise<T>,
  told: () => string = () => 'what was waited for did not happen',
): Promise<NonNullable<T>> {
  for (const deadline = Date.now() + PATIENCE_MS; ; await sleep(POLL_MS)) {
    const found = await look();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(told());
  }
}
