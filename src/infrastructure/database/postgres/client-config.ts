import type { ClientConfig } from 'pg';

/** For a connection to be there, with the server's greeting. */
const CONNECT_TIMEOUT_MS = 5000;
/** Without traffic for so long, the server's machine is asked whether it is still there. */
const KEEP_ALIVE_MS = 10_000;

/**
 * What every connection has in common. Its settings are made when it is there (`session-settings.ts`): what the URL says of
 * options goes to the server as it is, and poolers refuse options that they do not know.
 */
export function clientConfig(url: string): ClientConfig {
  return {
    connectionString: url,
    application_name: 'snackbase',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
  };
}
