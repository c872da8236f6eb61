import type { ClientConfig } from 'pg';

const CONNECT_TIMEOUT_MS = 10_000;

/** What every connection has in common. */
export function clientConfig(url: string): ClientConfig {
  return {
    connectionString: url,
    application_name: 'snackbase',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
  };
}

/** The configuration of connections that only read: the server refuses writes and stops statements that run too long. */
export function readerConfig(url: string, statementTimeoutMs: number): ClientConfig {
  return {
    ...clientConfig(url),
    statement_timeout: statementTimeoutMs,
    options: '-c default_transaction_read_only=on',
  };
}
