/** As once() of either dialect, without a SELECT: what stands for an argument (v.a0, v.a1, …) gives way to the argument. */
import { joinColumns, type SqlFragment, sql } from '../sql-fragment';

const ARGUMENT = /v\.a(\d)/;

export function substituted(values: readonly SqlFragment[], expression: SqlFragment): SqlFragment {
  const inBrackets = values.map((value) => sql('(', value, ')'));
  const parts = expression.parts.flatMap((part): readonly SqlFragment[] =>
    typeof part === 'string'
      ? part.split(ARGUMENT).map((text, at) => (at % 2 === 0 ? sql(text) : inBrackets[Number(text)]!))
      : [sql(part)],
  );
  // One part, but for its values.
  return joinColumns([sql('('), ...parts, sql(')')], '');
}
