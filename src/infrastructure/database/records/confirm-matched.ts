import {
  type CompiledWrite,
  KeysMoved,
  type MatchCall,
  type MatchedCall,
  type RenderedRecord,
} from '#application/ports/record-store';
import type { Work } from '#application/ports/transactions';
import type { JsonValue } from '#domain/schema/collection';
import { bindStatement } from '#sql/bind';
import type { SqlValue } from '#sql/sql-fragment';
import { sqlOf } from '../lanes/transaction';
import type { Row } from '../sql-connection';
import type { CompiledMatch } from './compiled-plans';
import { NO_REQUEST } from './no-request';

const NOTHING: readonly RenderedRecord[] = [];

/** Whether the same records have the keys as were found before the unit; other units of its transaction are seen. */
export function confirmMatched(call: CompiledWrite<MatchedCall>): Work<readonly RenderedRecord[]> {
  const compiled = call.compiled as CompiledMatch;
  const values = matchValues(compiled, call);
  return async (tx) => {
    const [row] = await sqlOf(tx).all(compiled.find.text, values);
    const ids = toMatches(row!);
    const isSame = ids.size === call.ids.size && [...ids].every(([n, id]) => call.ids.get(n) === id);
    if (!isSame) throw new KeysMoved(ids);
    return NOTHING;
  };
}

export function matchValues({ find, numberMembers }: CompiledMatch, { accountId, keys }: MatchCall): SqlValue[] {
  const json = `[${keys.map((values, n) => `{"n":${n}${keyMembers(numberMembers, values)}}`).join(',')}]`;
  return bindStatement(find, { request: NO_REQUEST, parameters: { account: accountId, rows: json } });
}

/** From the row of compile-match.ts. */
export function toMatches({ found }: Row): ReadonlyMap<number, string> {
  const matches = new Map<number, string>();
  if (found === null) return matches;
  for (const match of (found as string).split(',')) {
    const end = match.indexOf(' ');
    matches.set(Number(match.slice(0, end)), match.slice(end + 1));
  }
  return matches;
}

/** Members c0, c1, … of a row, after another one. */
function keyMembers(numberMembers: CompiledMatch['numberMembers'], values: readonly JsonValue[]): string {
  const members = values.map((value, index) => {
    const name = `c${index}`;
    return typeof value === 'number' ? numberMembers(name, value) : `"${name}":${JSON.stringify(value)}`;
  });
  return members.map((member) => `,${member}`).join('');
}
