import { MIGRATION_LOCK_WAIT_MS, SCHEMA_WAIT_MS, lockWaitOf } from './time-limits';

/** Names of the server's settings, as it spells them, with their values. */
export type SessionSettings = Readonly<Record<string, string>>;

/**
 * What the URL, the database or the role may set otherwise, and on which statements and answers depend. A server that does not
 * know one of them has no use for it.
 */
const COMMON: SessionSettings = {
  client_encoding: 'UTF8',
  standard_conforming_strings: 'on',
  backslash_quote: 'safe_encoding',
  transform_null_equals: 'off',
  array_nulls: 'on',
  extra_float_digits: '1',
  bytea_output: 'hex',
  xmloption: 'content',
  DateStyle: 'ISO, MDY',
  IntervalStyle: 'postgres',
  TimeZone: 'UTC',
  default_transaction_isolation: 'read committed',
  default_transaction_deferrable: 'off',
  // A policy that would hide rows is an error.
  row_security: 'off',
  idle_in_transaction_session_timeout: '0',
  idle_session_timeout: '0',
  transaction_timeout: '0',
};

export function readerSettings(statementTimeoutMs: number): SessionSettings {
  return {
    ...COMMON,
    default_transaction_read_only: 'on',
    statement_timeout: String(statementTimeoutMs),
    lock_timeout: String(lockWaitOf(statementTimeoutMs)),
  };
}

/** Of a lane, outside of its transactions, which set their own limits when they have begun. */
export function laneSettings(): SessionSettings {
  return { ...COMMON, synchronous_commit: 'on', statement_timeout: String(SCHEMA_WAIT_MS), lock_timeout: '0' };
}

export function migrationSettings(): SessionSettings {
  return {
    ...COMMON,
    synchronous_commit: 'on',
    statement_timeout: '0',
    lock_timeout: String(MIGRATION_LOCK_WAIT_MS),
  };
}

/** Of the process that starts and waits for others that do. */
export function startupSettings(): SessionSettings {
  return { ...COMMON, statement_timeout: '0', lock_timeout: '0' };
}
