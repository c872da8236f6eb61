/** The database cannot be reached or cannot serve now; what was asked may be asked again later. The error filter answers 503. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
}
