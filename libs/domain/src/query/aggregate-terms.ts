/** What can be asked of groups of records, and what groups can be told apart by, as clients write it and as answers name it. */
import { VIA } from '#domain/rules/back-relation';

export const AGGREGATE_FUNCTIONS = ['count', 'sum', 'avg', 'min', 'max'] as const;
export type AggregateFunction = (typeof AGGREGATE_FUNCTIONS)[number];
export type Measured = AggregateFunction | 'count_distinct';

/** Parts of the calendar, in UTC. */
export const BUCKETS = ['year', 'month', 'week', 'day', 'hour'] as const;
export type Bucket = (typeof BUCKETS)[number];

/** What is made of the records that refer to one, `sum(orders_via_customer.total)`, may stand in the place of a name. */
const NAME = '[A-Za-z_][A-Za-z0-9_.]*';
const CALL = new RegExp(
  `^([A-Za-z_]+)\\s*\\(\\s*(?:(distinct)\\s+)?(\\*|[A-Za-z_]+\\s*\\(\\s*${NAME}\\s*\\)|${NAME})?\\s*\\)$`,
  'i',
);

/** `sum(price)`, `COUNT(*)`, `month(created_at)`. */
export interface Call {
  /** In lower case. */
  readonly name: string;
  readonly distinct: boolean;
  /** null: nothing, or `*`. */
  readonly argument: string | null;
}

/** null: it is none. */
export function parseCall(text: string): Call | null {
  const [, name, distinct, argument = '*'] = CALL.exec(text.trim()) ?? [];
  if (name === undefined) return null;
  return {
    name: name.toLowerCase(),
    distinct: distinct !== undefined,
    argument: argument === '*' ? null : argument,
  };
}

/** The member of the answer that has what was called, which is shorter than the call: `sum_price`, `count`, `month_created_at`. */
export function nameOfCall({ name, distinct, argument }: Call): string {
  return [name, ...(distinct ? ['distinct'] : []), ...(argument === null ? [] : [memberName(argument)])].join('_');
}

/** The member that has what was written: a call, or a field. */
export function memberName(text: string): string {
  const call = parseCall(text);
  return call === null ? text : nameOfCall(call);
}

/** Whether it is written as what has one value for each record by those that refer to it. */
export function isOfOthers(text: string): boolean {
  const call = parseCall(text);
  if (call === null) return text.includes(VIA) && text.endsWith('.length');
  return isAggregateFunction(call.name) || call.name === 'length';
}

export function isAggregateFunction(name: string): name is AggregateFunction {
  return (AGGREGATE_FUNCTIONS as readonly string[]).includes(name);
}

export function isBucket(name: string): name is Bucket {
  return (BUCKETS as readonly string[]).includes(name);
}
