/** A row of the bench: what is measured, as data that every runner can run against any server. */
import type { Place } from './place.mts';
import { type Load, type Result, runWrk } from './wrk.mts';

export interface Row {
  /** For `--rows`. */
  readonly name: string;
  readonly title: string;
  readonly connections: number;
  /** The number that the row is about: requests a second, or the 99th percentile of the latency in milliseconds. */
  readonly figure: 'perSecond' | 'p99';
  /** Processes of the server. */
  readonly workers: number;
  run(place: Place, seconds: number): Promise<Measured>;
}

export interface Measured extends Result {
  readonly note?: string;
}

/** What wrk sends; made anew for each run, because some loads use up what they were made of. */
export type Sent = Pick<Load, 'url' | 'threads' | 'lua'> & {
  /** The place's member's unless given. */
  readonly token?: string;
};

type Description = Pick<Row, 'name' | 'title' | 'connections'> & Partial<Pick<Row, 'figure' | 'workers'>>;

/** A row that is one run of wrk. */
export function wrkRow(row: Description, prepare: (place: Place) => Promise<Sent>): Row {
  const run: Row['run'] = async (place, seconds) =>
    runWrk({ token: place.member.token, ...(await prepare(place)), connections: row.connections, seconds });
  return { figure: 'perSecond', workers: 1, ...row, run };
}

/** A Lua table of texts that hold neither quotes nor backslashes. */
export function luaTable(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text}"`).join(',')}}`;
}
