/**
 * The database cannot be reached or cannot serve now; the request may be repeated later. The error filter answers 503.
 */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
}

/** No connection could be opened, so that nothing was sent. */
export class CannotConnect extends DatabaseUnavailable {}
