import { driverErrorOf, type DriverError } from './driver-error';

/** A constraint that a write broke, as far as the engine tells. */
export interface Violation {
  readonly kind: 'unique' | 'reference' | 'not_null';
  /** null on SQLite for references. */
  readonly table: string | null;
  /** Physical names; empty where the engine does not tell. */
  readonly columns: readonly string[];
  /** PostgreSQL only. */
  readonly constraint: string | null;
}

const POSTGRES_KINDS: Readonly<Record<string, Violation['kind']>> = {
  '23505': 'unique',
  '23503': 'reference',
  '23502': 'not_null',
};
const SQLITE_MESSAGE = /(UNIQUE|NOT NULL|FOREIGN KEY) constraint failed(?:: (.*))?$/s;
const SQLITE_KINDS: Readonly<Record<string, Violation['kind']>> = {
  UNIQUE: 'unique',
  'FOREIGN KEY': 'reference',
  'NOT NULL': 'not_null',
};
/** "Key (account_id, slug)=(…) already exists.": words are translated by the server, the parentheses are not. */
const POSTGRES_KEY = /\(([^()]+)\)=\(/;

/** null when the error is not about a broken constraint. */
export function violationOf(error: unknown): Violation | null {
  const driverError = driverErrorOf(error);
  if (driverError === null) return null;
  return driverError.code === 'SQLITE_CONSTRAINT' ? sqliteViolation(driverError) : postgresViolation(driverError);
}

function sqliteViolation(error: DriverError): Violation | null {
  const match = SQLITE_MESSAGE.exec(error.message);
  const kind = match === null ? undefined : SQLITE_KINDS[match[1]!];
  if (kind === undefined) return null;
  const names = (match![2] ?? '').split(', ').filter((name) => name.includes('.'));
  return {
    kind,
    table: names[0]?.split('.')[0] ?? null,
    columns: names.map((name) => name.slice(name.indexOf('.') + 1)),
    constraint: null,
  };
}

function postgresViolation(error: DriverError): Violation | null {
  const kind = POSTGRES_KINDS[error.code];
  if (kind === undefined) return null;
  const key = POSTGRES_KEY.exec(error.detail ?? '');
  const columns = error.column === undefined ? (key?.[1]?.split(', ') ?? []) : [error.column];
  return { kind, table: error.table ?? null, columns, constraint: error.constraint ?? null };
}
