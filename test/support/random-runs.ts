/** How much of what is random is tried, and from which seed. What fails names its seed. */
const SCALE = Number(process.env['SNACKBASE_TEST_SCALE'] ?? 1);

export const SEED = Number(process.env['SNACKBASE_TEST_SEED'] ?? Date.now() % 2 ** 31);

/** What `npm test` tries, or milliseconds that it takes at most; `npm run test:long` a multiple of either. */
export function scaled(count: number): number {
  return count * SCALE;
}

/** For fast-check. */
export function randomRuns(count: number): { readonly numRuns: number; readonly seed: number } {
  return { numRuns: scaled(count), seed: SEED };
}

/**
 * As randomRuns(), of rules, filters, masks, computed fields and aggregates on which memory and both engines have to agree:
 * 2,000 in `npm test`, a million in `npm run test:long`, which finds the suites and counts what they draw by the calls of this.
 */
export function agreementRuns(count: number): { readonly numRuns: number; readonly seed: number } {
  return randomRuns(count);
}

/** For what has a number of its own to try at length. */
export function atLength(count: number, countAtLength: number): number {
  return SCALE > 1 ? countAtLength : count;
}

/** Settings of servers that a long run needs: its sessions outlive it, on a busy machine too. */
export const LONG_SESSIONS = { SNACKBASE_ACCESS_TOKEN_EXPIRE_MINUTES: '1440' };
