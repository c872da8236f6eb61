/** The one translation of database errors into what callers may see. */
import { DomainError } from '#domain/kernel/errors';
import { DatabaseUnavailable } from './database-unavailable';
import { driverErrorOf, isLockTimeout, isLostConnection, isReadOnlySession } from './driver-error';
import { violationOf, type Violation } from './violation';

/** Names the field that a constraint is about; undefined when it is none of the caller's fields. */
export type FieldLookup = (violation: Violation) => string | undefined;

/**
 * What a statement was for: a `query` of a caller, who can ask for less; a `lookup` that the server makes for itself; or a
 * `write`, of which nothing is stored when it fails.
 */
export type StatementKind = 'query' | 'lookup' | 'write';

const TIMEOUTS = ['SQLITE_INTERRUPT', '57014'];
const BUSY = ['SQLITE_BUSY', 'SQLITE_LOCKED', 'SQLITE_FULL', 'SQLITE_NOMEM', '53100', '53200', '53300', '53400'];
/** Out of range, too long for its type, not of its type, an impossible date, a character the encoding lacks. */
const BAD_VALUES = ['22003', '22001', '22P02', '22007', '22008', '22021', '22P05', 'SQLITE_RANGE', 'SQLITE_MISMATCH'];
const TOO_BIG = ['SQLITE_TOOBIG', '54000', '54001', '54011', '54023', '54P01'];

/** Timeouts and outages; every other error is returned as it is. */
export function translateOutage(error: unknown, kind: StatementKind): unknown {
  const code = driverErrorOf(error)?.code;
  if (code !== undefined && TIMEOUTS.includes(code)) return timeoutOf(kind, error);
  if (isLockTimeout(error)) return lockedError(kind);
  if (isLostConnection(error))
    return new DatabaseUnavailable('The connection to the database was lost', { cause: error });
  if (kind === 'write' && isReadOnlySession(error)) {
    return new DatabaseUnavailable('The database accepts no writes at the moment', { cause: error });
  }
  if (code !== undefined && BUSY.includes(code)) {
    return new DatabaseUnavailable('The database is busy or out of resources', { cause: error });
  }
  return error;
}

/** Translates broken constraints and impossible values, too. Anything else is a defect and stays as it is. */
export function translateError(error: unknown, kind: StatementKind, fieldOf: FieldLookup = () => undefined): unknown {
  const violation = violationOf(error);
  if (violation !== null) return constraintError(violation, fieldOf(violation));
  const code = driverErrorOf(error)?.code;
  if (code !== undefined && BAD_VALUES.includes(code)) {
    return new DomainError(
      'RECORD_VALUE_OUT_OF_RANGE',
      'unprocessable',
      'A value cannot be stored or compared as given',
    );
  }
  if (code !== undefined && TOO_BIG.includes(code)) {
    return new DomainError(
      'QUERY_TOO_COMPLEX',
      'unprocessable',
      'The request or its answer is too large or too complex',
      { hint: 'Ask for fewer records or fields.' },
    );
  }
  return translateOutage(error, kind);
}

function timeoutOf(kind: StatementKind, cause: unknown): Error {
  switch (kind) {
    case 'query':
      return new DomainError('QUERY_TIMEOUT', 'unprocessable', 'The query took too long and was stopped', {
        hint: 'Narrow the filter, add an index on the filtered fields or ask for less at once.',
      });
    case 'lookup':
      return new DatabaseUnavailable('The database took too long to answer', { cause });
    case 'write':
      return new DomainError('WRITE_TIMEOUT', 'unavailable', 'The write took too long and was undone', {
        hint: 'Nothing was stored, so that it can be sent again. If that does not help, write less at once.',
      });
  }
}

function lockedError(kind: StatementKind): DomainError {
  const what = kind === 'write' ? 'write; nothing was stored' : 'read';
  return new DomainError(
    'DATABASE_LOCKED',
    'unavailable',
    `Another session of the database locks what the request is to ${what}`,
    { hint: 'Try again when its transaction has ended.' },
  );
}

function constraintError(violation: Violation, field: string | undefined): DomainError {
  const extras = field === undefined ? {} : { field };
  const name = field === undefined ? 'A value' : `The value of "${field}"`;
  switch (violation.kind) {
    case 'unique':
      return new DomainError('RECORD_NOT_UNIQUE', 'conflict', `${name} is already in use`, extras);
    case 'reference':
      return new DomainError(
        'RECORD_REFERENCE_BROKEN',
        'conflict',
        field === undefined
          ? 'A reference leads to a record that does not exist, or the record is still referred to'
          : `"${field}" refers to a record that does not exist`,
        extras,
      );
    case 'not_null':
      return new DomainError('RECORD_VALUE_MISSING', 'unprocessable', `${name} must not be empty`, extras);
  }
}
