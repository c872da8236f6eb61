/** What the two drivers' errors have in common, read in one place. */
export interface DriverError extends Error {
  /** SQLSTATE on PostgreSQL, SQLITE_… on SQLite, E… for sockets. */
  readonly code: string;
  readonly table?: string;
  readonly column?: string;
  readonly constraint?: string;
  readonly detail?: string;
  /** PostgreSQL only: the function of the server that raised it, which no language setting translates. */
  readonly routine?: string;
}

const DEADLOCK = '40P01';
const SERIALIZATION_FAILURE = '40001';
/** A prepared statement met a table that was altered since; it is prepared anew the next time. */
const STALE_STATEMENT = { code: '0A000', routine: 'RevalidateCachedQuery' };
/** The session only reads, as it does after its server became a standby. */
const READ_ONLY = '25006';
const LOCK_TIMEOUT = '55P03';
const RETRYABLE = [DEADLOCK, SERIALIZATION_FAILURE];

/**
 * Class 08 is "connection exception", class 28 a refused log-in, 3D000 a missing database; 57P01 to 57P05 say that the server
 * stops, starts or has no use for the session, 25P03 and 25P04 that it ended a transaction with its session.
 */
const LOST_STATES =
  /^(08...|28...|3D000|57P0[1-5]|25P0[34]|ECONN.*|EPIPE|ENOTFOUND|ETIMEDOUT|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/;
/** pg and its pool raise these without a code. */
const LOST_MESSAGES =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout e|Cannot use a pool)/;

/** The driver's own error, even when TypeORM wrapped it; null for anything else. */
export function driverErrorOf(error: unknown): DriverError | null {
  const inner = unwrapped(error);
  return inner !== null && 'code' in inner && typeof inner.code === 'string' ? (inner as DriverError) : null;
}

/** The server itself asked something in a transaction that failed, and does not ask it again. */
export class OwnStatementFailed extends Error {
  override readonly name = 'OwnStatementFailed';
}

/** The engine undid the transaction to let another go on, or the server spoilt it; running it again may succeed. */
export function isRetryable(error: unknown): boolean {
  if (error instanceof OwnStatementFailed) return true;
  const driverError = driverErrorOf(error);
  return driverError !== null && (RETRYABLE.includes(driverError.code) || isStaleStatement(driverError));
}

export function isStaleStatement(error: unknown): boolean {
  const driverError = driverErrorOf(error);
  return driverError?.code === STALE_STATEMENT.code && driverError.routine === STALE_STATEMENT.routine;
}

/** PostgreSQL itself refused what was asked, so that it is there and answers. */
export function isAnswerOfServer(error: unknown): boolean {
  const driverError = driverErrorOf(error);
  return driverError !== null && 'severity' in driverError;
}

export function isReadOnlySession(error: unknown): boolean {
  return driverErrorOf(error)?.code === READ_ONLY;
}

/** The statement waited for a lock of another session for as long as it may. */
export function isLockTimeout(error: unknown): boolean {
  return driverErrorOf(error)?.code === LOCK_TIMEOUT;
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
