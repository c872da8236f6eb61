/** One value of several, in memory; docs/rules.md says it in words, and SQL must agree. */
import type { JsonValue } from '#domain/schema/collection';
import type { AggregateName } from './condition';
import { exactSum } from './exact-sum';
import { compareText } from './text-order';

/** Nulls are not looked at; null: there is nothing else. */
export function evaluateAggregate(name: AggregateName, all: readonly JsonValue[]): JsonValue {
  const values = all.filter((value) => value !== null);
  switch (name) {
    case 'count':
      return values.length;
    case 'sum':
      return exactSum(values as readonly number[]);
    case 'avg': {
      const sum = exactSum(values as readonly number[]);
      return sum === null ? null : sum / values.length;
    }
    case 'min':
      return values.toSorted(compare)[0] ?? null;
    case 'max':
      return values.toSorted(compare).at(-1) ?? null;
  }
}

function compare(one: JsonValue, other: JsonValue): number {
  return typeof one === 'string' ? compareText(one, other as string) : Number(one) - Number(other);
}
