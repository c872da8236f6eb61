import type { ClientBase, QueryResult } from 'pg';
import { DatabaseUnavailable } from '../errors/database-unavailable';
import { versionProblem } from './server-version';
import type { SessionSettings } from './session-settings';

/**
 * The first schema of the path that has our tables, or where there are none yet, in which they would be created. It becomes the
 * whole path: tables of the same names in other schemas do not stand in for ours, nor does one that is created later.
 */
const OUR_SCHEMA =
  `(SELECT quote_ident(path.name) FROM unnest(current_schemas(false)) WITH ORDINALITY AS path(name, place) ` +
  `ORDER BY to_regclass(quote_ident(path.name) || '.system_state') IS NULL, path.place LIMIT 1)`;
const SET_PATH = `SELECT set_config('search_path', ${OUR_SCHEMA}, false)`;

const STATE =
  `SELECT current_setting('server_version_num')::integer AS version, current_schema() AS schema, current_setting('server_encoding') AS encoding, ` +
  `current_setting('transaction_read_only') AS only_reads, pg_is_in_recovery() AS is_standby, ` +
  `current_setting('session_replication_role') AS replication_role`;

interface State {
  readonly version: number;
  readonly schema: string | null;
  readonly encoding: string;
  readonly only_reads: 'on' | 'off';
  readonly is_standby: boolean;
  readonly replication_role: string;
}

/** Makes the settings of a new connection. Rejects with DatabaseUnavailable, whose message says why it is of no use. */
export async function beginSession(client: ClientBase, settings: SessionSettings): Promise<void> {
  const results = (await client.query(`${textOf(settings)}; ${SET_PATH}; ${STATE}`)) as unknown as QueryResult<State>[];
  const problem = problemOf(results.at(-1)!.rows[0]!, settings);
  if (problem !== null) throw new DatabaseUnavailable(problem);
}

function textOf(settings: SessionSettings): string {
  const wanted = Object.entries(settings).map(([name, value]) => `('${name}', '${value}')`);
  return (
    `SELECT set_config(wanted.name, wanted.value, false) FROM (VALUES ${wanted.join(', ')}) AS wanted(name, value) ` +
    `WHERE current_setting(wanted.name, true) IS NOT NULL`
  );
}

function problemOf(state: State, settings: SessionSettings): string | null {
  const tooOld = versionProblem(state.version);
  if (tooOld !== null) return tooOld;
  if (state.encoding !== 'UTF8') {
    return `the encoding of the database is ${state.encoding}; create one with ENCODING 'UTF8'`;
  }
  if (state.schema === null) {
    return 'the search_path names no schema that exists; create the schema, or set another path for the role or the database';
  }
  if (state.replication_role !== 'origin') {
    return 'session_replication_role is not "origin", so that references would not be checked; reset it for the role or the database';
  }
  if (state.only_reads === 'on' && settings['default_transaction_read_only'] !== 'on') {
    return state.is_standby
      ? 'the database accepts no writes, because the server is a standby; name the primary'
      : 'the database accepts no writes, because default_transaction_read_only is on; reset it for the role, the database or the server';
  }
  return null;
}
