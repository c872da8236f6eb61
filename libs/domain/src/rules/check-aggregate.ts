/** Checks what makes one value of the records that a back-relation leads to: `comments_via_post.length`, `sum(orders_via_customer.total)`. */
import type { ExpressionOf } from './ast';
import { isToSeveral } from './back-relation';
import type { Place } from './checker';
import type { AggregateName, AggregateOperand, ColumnOperand, NamedOperand, ValueType } from './condition';
import { isList } from '#domain/schema/field-storage';
import { writtenPath } from './json-path';
import { LanguageError } from './language-error';
import { resolvePath, type WrittenPath } from './resolve-path';
import { describe } from './value-type';

export const LENGTH = 'length';

/** The types of values that each takes. */
const TAKES: Readonly<Record<AggregateName, readonly ValueType[]>> = {
  count: ['text', 'number', 'boolean', 'datetime', 'date', 'json'],
  sum: ['number'],
  avg: ['number'],
  min: ['number', 'datetime', 'date', 'text'],
  max: ['number', 'datetime', 'date', 'text'],
};
export const AGGREGATES = Object.keys(TAKES) as readonly AggregateName[];

/** A path, or how many records it leads to. */
export function checkPath(path: WrittenPath, place: Place): NamedOperand {
  const { names, steps = [], offset } = path;
  if (names.length > 1 && names.at(-1) === LENGTH && steps.length === 0) {
    const before = names.slice(0, -1);
    const counted = resolvePath({ names: before, offset }, place);
    if (counted.records) return lengthOf(counted, before.join('.'), offset);
  }
  return resolvePath(path, place);
}

/** null: it is another function. */
export function checkAggregate(call: ExpressionOf<'call'>, place: Place): NamedOperand | null {
  const [arg] = call.args;
  const measured = aggregateName(call.name);
  if (measured === null) {
    if (call.name.toLowerCase() !== LENGTH || call.args.length !== 1 || arg?.kind !== 'path') return null;
    const counted = resolvePath(arg, place);
    return counted.records ? lengthOf(counted, describe(arg), arg.offset) : null;
  }
  assertOnePath(call);
  const path = arg as ExpressionOf<'path'>;
  const over = resolvePath(path, place);
  if (over.records && measured === 'count') return lengthOf(over, describe(path), path.offset);
  // Of what type its values are is not told.
  if (over.leadsNowhere) return measured === 'count' ? aggregate('count', 'number', over) : { ...over, many: false };
  assertOneBack(over, `${measured}(${writtenPath(path.names, path.steps)})`, path.offset);
  assertTakes(measured, over, path);
  return aggregate(measured, measured === 'min' || measured === 'max' ? over.type : 'number', over);
}

/** Throws LanguageError unless the call, which may stand anywhere, has one path as its argument; false: it is another function. */
export function isAggregateCall(call: ExpressionOf<'call'>): boolean {
  if (aggregateName(call.name) === null) return false;
  assertOnePath(call);
  return true;
}

function aggregateName(name: string): AggregateName | null {
  return AGGREGATES.find((known) => known === name.toLowerCase()) ?? null;
}

function assertOnePath({ name, args, offset }: ExpressionOf<'call'>): void {
  if (args.length === 1 && args[0]!.kind === 'path') return;
  const message = `${name}(…) takes a field behind a back-relation, such as ${name}(orders_via_customer.total)`;
  throw new LanguageError('TYPE', offset, message);
}

function lengthOf(over: ColumnOperand, name: string, offset: number): AggregateOperand {
  if (!over.leadsNowhere) assertOneBack(over, name, offset);
  return aggregate('length', 'number', over);
}

/** So that what it reads is what one reference leads back to. */
function assertOneBack({ path, column }: ColumnOperand, what: string, offset: number): void {
  const several = path.filter(isToSeveral);
  const isOne = several.length === 1 && several[0]!.back === true && (typeof column === 'string' || !isList(column));
  if (isOne) return;
  const message = `${what} has to cross one back-relation, such as orders_via_customer, and no other list`;
  throw new LanguageError('TYPE', offset, message);
}

function assertTakes(measured: AggregateName, { type }: ColumnOperand, path: ExpressionOf<'path'>): void {
  if (TAKES[measured].includes(type)) return;
  const takes = TAKES[measured].join(', ');
  throw new LanguageError('TYPE', path.offset, `${measured}(…) takes ${takes}, and ${describe(path)} is ${type}`);
}

function aggregate(measured: AggregateName | 'length', type: ValueType, over: ColumnOperand): AggregateOperand {
  return { kind: 'aggregate', type, measured, over };
}
