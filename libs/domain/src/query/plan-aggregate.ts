/** Plans of aggregates: what is asked of which groups of the records that a list would show. */
import { DomainError } from '#domain/kernel/errors';
import { unknownName } from '#domain/kernel/nearest-name';
import type { RequestContext } from '#domain/kernel/request-context';
import type { QueryPlace } from '#domain/rules/checker';
import { type Column, nameOf } from '#domain/rules/column-resolver';
import type { NamedOperand, ValueType } from '#domain/rules/condition';
import { ownColumn } from '#domain/rules/own-column';
import { relatedFor } from '#domain/rules/related-value';
import { resolveOrderedColumn, withoutType } from '#domain/rules/resolve-sort-column';
import { typeOfColumn } from '#domain/rules/column-type';
import type { Catalog } from '#domain/schema/catalog';
import type { Collection, FieldType } from '#domain/schema/collection';
import { isList } from '#domain/schema/field-storage';
import {
  AGGREGATE_FUNCTIONS,
  type AggregateFunction,
  BUCKETS,
  isAggregateFunction,
  isBucket,
  isOfOthers,
  memberName,
  nameOfCall,
  parseCall,
} from './aggregate-terms';
import { groupedFrom } from './counted-from';
import type { FieldAccess } from './field-access';
import { compileHaving, type HavingColumn, nameInHaving } from './having';
import { narrowingOf } from './narrowing';
import type { AggregateRequest } from './parse-aggregate-request';
import type { SortTerm } from './parse-list-request';
import { planSelection } from './plan-selection';
import { type AggregatePlan, groupColumn, type GroupKey, type GroupOrder, type Measure } from './aggregate-plan';
import { allOf, reachOf, ruleFor, userDetailsFor, visibilityFor } from './rule-for';

const MAX_FUNCTIONS = 20;
const MAX_KEYS = 5;
const EXTREME_TYPES: readonly FieldType[] = ['number', 'date', 'datetime', 'text', 'email', 'url'];

/** Throws DomainError QUERY_AGGREGATE_…, QUERY_HAVING_… or what a list's filter throws, all `invalid`; and as ruleFor(). */
export function planAggregate(
  ctx: RequestContext,
  access: FieldAccess,
  catalog: Catalog,
  collection: Collection,
  request: AggregateRequest,
): AggregatePlan {
  const rule = ruleFor(ctx, catalog, collection, 'list');
  const narrowing = narrowingOf(request, { collection, catalog, operation: 'list' });
  const visibilityOf = visibilityFor(ctx, catalog);
  const place = {
    collection,
    catalog,
    visibilityOf,
    computedOf: relatedFor(catalog, visibilityOf),
    showsUserDetails: userDetailsFor(ctx),
  };
  const given = request.given.slice(0, request.given.length - request.having.given.length);
  const selected = planSelection(
    { ...request, given },
    { ...place, columns: access.columns(ctx, catalog, 'list', 'filter') },
  );
  const where = allOf([rule, ...narrowing, ...selected]);
  // Keys, smallest and largest values are shown as they are.
  const keys = planKeys(request.groupBy, { ...place, columns: access.columns(ctx, catalog, 'list', 'group', 'show') });
  const measures = planMeasures(request.functions, {
    ...place,
    columns: access.columns(ctx, catalog, 'list', 'aggregate', 'show'),
  });
  const members = [...keys, ...measures];
  assertDistinct(members.map(({ name }) => name));
  assertDistinct(measures.map(({ name }) => nameInHaving(name)));
  const named = members.map(({ name, type }, index) => ({ name, type, column: groupColumn(index) }) as HavingColumn);
  const having = compileHaving(request.having, named.slice(keys.length), { collection, before: given.length });
  const order = planGroupOrder(request.sort, members, keys.length);
  const grouped = { collection, where, keys, measures, having };
  return { kind: 'aggregate', reach: reachOf(ctx), ...grouped, order, countedFrom: groupedFrom(grouped) };
}

function planKeys(groupBy: readonly string[], place: QueryPlace): readonly GroupKey[] {
  if (groupBy.length > MAX_KEYS) throw refused('LIMIT', 'group_by', `At most ${MAX_KEYS} can be grouped by`);
  return groupBy.map((text) => {
    const call = parseCall(text);
    if (call === null) return keyOf(text, place);
    const { name: bucket, argument } = call;
    if (isOfOthers(text)) return keyOf(text, place);
    if (!isBucket(bucket)) throw refused('UNKNOWN_NAME', 'group_by', `'${bucket}' ${unknownName(bucket, BUCKETS)}`);
    if (argument === null || call.distinct)
      throw refused('SYNTAX', 'group_by', `'${bucket}' takes one date or datetime`);
    const { operand } = keyOf(argument, place);
    const takes = bucket === 'hour' ? ['datetime'] : ['date', 'datetime'];
    if (!leadsNowhere(operand) && !takes.includes(operand.type)) {
      throw refused(
        'TYPE',
        'group_by',
        `'${bucket}' takes a ${takes.join(' or ')}, and '${argument}' is ${operand.type}`,
      );
    }
    return { name: nameOfCall(call), operand, bucket, type: 'text' };
  });
}

function keyOf(name: string, place: QueryPlace): GroupKey {
  const operand = orderedOperand(name, place, 'group_by');
  return { name: memberName(withoutType(name)), operand, bucket: null, type: operand.type };
}

function orderedOperand(name: string, place: QueryPlace, parameter: 'functions' | 'group_by'): NamedOperand {
  return resolveOrderedColumn(name, place, { stage: 'QUERY_AGGREGATE', label: `Invalid ${parameter}` });
}

function leadsNowhere(operand: NamedOperand): boolean {
  return operand.kind === 'column' && operand.leadsNowhere === true;
}

function planMeasures(functions: readonly string[], place: QueryPlace): readonly Measure[] {
  if (functions.length > MAX_FUNCTIONS) {
    throw refused('LIMIT', 'functions', `At most ${MAX_FUNCTIONS} functions can be asked for`);
  }
  return functions.map((text) => planMeasure(text, place));
}

function planMeasure(text: string, place: QueryPlace): Measure {
  const call = parseCall(text);
  if (call === null) throw refused('SYNTAX', 'functions', `'${text}' is no function such as count() or sum(price)`);
  const { name: func, distinct, argument } = call;
  const name = nameOfCall(call);
  if (!isAggregateFunction(func)) {
    throw refused('UNKNOWN_NAME', 'functions', `'${func}' ${unknownName(func, AGGREGATE_FUNCTIONS)}`);
  }
  if (distinct && func !== 'count') throw refused('SYNTAX', 'functions', `'${func}' does not take DISTINCT`);
  if (argument === null) {
    if (func !== 'count' || distinct) throw refused('SYNTAX', 'functions', `'${func}' takes a field`);
    return { name, measured: func, operand: null, type: 'number' };
  }
  const operand = ofOthers(func, argument, place) ?? ofColumn(func, distinct, argument, place);
  if (func === 'count') return { name, measured: distinct ? 'count_distinct' : func, operand, type: 'number' };
  return { name, measured: func, operand, type: operand.type };
}

/** null: the argument is a name. */
function ofOthers(func: AggregateFunction, argument: string, place: QueryPlace): NamedOperand | null {
  if (!isOfOthers(argument)) return null;
  const operand = orderedOperand(argument, place, 'functions');
  const takesNumber = func === 'sum' || func === 'avg';
  if (operand.kind === 'column') {
    if (parseCall(argument) === null) return null;
    return takesNumber ? { ...operand, type: 'number' } : operand;
  }
  if (!takesNumber || operand.type === 'number') return operand;
  throw refused('TYPE', 'functions', `'${func}' takes a number, and '${argument}' is ${operand.type}`);
}

function ofColumn(func: AggregateFunction, distinct: boolean, name: string, place: QueryPlace): NamedOperand {
  const column = namedColumn(name, place);
  assertTakes(func, column, distinct);
  return ownColumn(place.collection, column, place.computedOf);
}

function namedColumn(name: string, { collection, columns }: QueryPlace): Column {
  if (name.includes('.')) {
    throw refused('TYPE', 'functions', `'${name}': functions take fields of '${collection.name}' itself`);
  }
  const column = columns.find(collection, name);
  if (column !== undefined) return column;
  const refusal = columns.refusalOf(collection, name);
  if (refusal !== null) throw refused('UNKNOWN_NAME', 'functions', refusal);
  const known = columns.all(collection).map(nameOf);
  throw refused('UNKNOWN_NAME', 'functions', `Unknown field '${name}' of '${collection.name}'`, name, known);
}

function assertTakes(func: AggregateFunction, column: Column, distinct: boolean): void {
  const name = nameOf(column);
  if (typeof column !== 'string' && isList(column)) {
    throw refused('TYPE', 'functions', `'${name}' has several values, which '${func}' does not take`);
  }
  const type = typeOfColumn(column);
  if ((func === 'sum' || func === 'avg') && type !== 'number') {
    throw refused('TYPE', 'functions', `'${func}' takes a number, and '${name}' is ${type}`);
  }
  const kind = typeof column === 'string' ? null : (column.computed?.returns ?? column.type);
  if ((func === 'min' || func === 'max') && kind !== null && !EXTREME_TYPES.includes(kind)) {
    const types = EXTREME_TYPES.join(', ');
    throw refused('TYPE', 'functions', `'${func}' takes one of ${types}, and '${name}' is ${kind}`);
  }
  if (distinct && type === 'json')
    throw refused('TYPE', 'functions', `'${name}' is json, whose values are not compared`);
}

function assertDistinct(names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw refused('SYNTAX', 'functions', `'${twice}' would be in the answer twice`);
}

function planGroupOrder(
  sort: readonly SortTerm[],
  members: readonly { readonly name: string; readonly type: ValueType }[],
  keys: number,
): readonly GroupOrder[] {
  const names = members.map(({ name }) => name);
  const order = new Map<number, GroupOrder>();
  for (const { name, descending } of sort) {
    const place = names.indexOf(name);
    if (place < 0) throw refused('UNKNOWN_NAME', 'sort', `'${name}' ${unknownName(name, names)}`);
    if (!order.has(place)) order.set(place, { place, descending });
  }
  for (let place = 0; place < keys; place += 1) {
    if (!order.has(place)) order.set(place, { place, descending: false });
  }
  return [...order.values()];
}

type Problem = 'SYNTAX' | 'UNKNOWN_NAME' | 'TYPE' | 'LIMIT';

/** With the known name that was probably meant, or all of them, where a name is not known. */
function refused(
  problem: Problem,
  parameter: 'functions' | 'group_by' | 'sort',
  message: string,
  name?: string,
  known: readonly string[] = [],
): DomainError {
  const meant = name === undefined ? '' : ` ${unknownName(name, known).replace(/^is not known; /, '(')})`;
  return new DomainError(`QUERY_AGGREGATE_${problem}`, 'invalid', `Invalid ${parameter}: ${message}${meant}`, {
    field: parameter,
  });
}
