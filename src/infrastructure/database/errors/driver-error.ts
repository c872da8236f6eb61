/** What the two drivers' errors have in common, read in one place. */
export interface DriverError extends Error {
  /** SQLSTATE on PostgreSQL, SQLITE_… on SQLite, E… for sockets. */
  readonly code: string;
  readonly table?: string;
  readonly column?: string;
  readonly constraint?: string;
  readonly detail?: string;
}

const DEADLOCK = '40P01';
const SERIALIZATION_FAILURE = '40001';
/** A prepared statement met a table that was altered since; it is prepared anew the next time. */
const STALE_STATEMENT = '0A000';
const RETRYABLE = [DEADLOCK, SERIALIZATION_FAILURE];

/** Class 08 is "connection exception", 57P01 to 57P03 say that the server stops or starts. */
const LOST_STATES = /^(08...|57P0[123]|ECONN.*|EPIPE|ENOTFOUND|ETIMEDOUT|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/;
/** pg raises these without a code. */
const LOST_MESSAGES =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout expired|Cannot use a pool)/;

/** The driver's own error, even when TypeORM wrapped it; null for anything else. */
export function driverErrorOf(error: unknown): DriverError | null {
  const inner = unwrapped(error);
  return inner !== null && 'code' in inner && typeof inner.code === 'string' ? (inner as DriverError) : null;
}

/** The engine undid the transaction to let another go on; running it again may succeed. */
export function isRetryable(error: unknown): boolean {
  const driverError = driverErrorOf(error);
  return driverError !== null && (RETRYABLE.includes(driverError.code) || isStaleStatement(driverError));
}

export function isStaleStatement(error: unknown): boolean {
  const driverError = driverErrorOf(error);
  return driverError?.code === STALE_STATEMENT && driverError.message.includes('cached plan');
}

export function isLostConnection(error: unknown): boolean {
  const inner = unwrapped(error);
  return inner !== null && (LOST_STATES.test(driverErrorOf(inner)?.code ?? '') || LOST_MESSAGES.test(inner.message));
}

/** Recognised by shape: errors of native modules need not be instances of this realm's Error. */
function unwrapped(error: unknown): Error | null {
  if (typeof error !== 'object' || error === null) return null;
  const inner = 'driverError' in error ? error.driverError : error;
  return typeof inner === 'object' && inner !== null && 'message' in inner ? (inner as Error) : null;
}
