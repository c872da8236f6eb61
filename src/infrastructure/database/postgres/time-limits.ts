/** How long statements may take, in milliseconds. */

/** A transaction waits so long for a schema change of another one. */
export const SCHEMA_WAIT_MS = 30_000;
/**
 * A schema change waits so long for one lock, and keeps writers out meanwhile. It is longer than the server's deadlock_timeout
 * by default, after which a vacuum that is in the way is cancelled.
 */
export const CHANGE_LOCK_WAIT_MS = 1500;
/** Migrations wait so long for one lock. */
export const MIGRATION_LOCK_WAIT_MS = 10_000;

/** Other statements wait so long for one lock at most, so that a lane is not held for long by a session that is not ours. */
const LOCK_WAIT_MS = 2000;
const LOCK_WAIT_SHARE = 0.8;

/** Less than the statement may take, so that the server says what was the matter. */
export function lockWaitOf(statementTimeoutMs: number): number {
  return Math.min(LOCK_WAIT_MS, Math.ceil(statementTimeoutMs * LOCK_WAIT_SHARE));
}

const ANSWER_GRACE_MS = 2000;

/** After so long the answer is not only late: the server would have stopped the statement. */
export function answerLimitOf(statementTimeoutMs: number): number {
  return statementTimeoutMs + ANSWER_GRACE_MS;
}
