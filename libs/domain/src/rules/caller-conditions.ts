/**
 * The parts of a rule that ask only about the caller (`@request.auth.id != ""`, `@has_role("admin")`) are the same for every
 * row: decided once per request, they never reach the database, and a rule of nothing else leaves an unconditioned scan.
 */
import type { Condition, Operand, RequestValues } from './condition';
import { decide } from './decide';
import { ASKS_DATABASE } from './asks-database';
import { type Part, partsOf } from './map-parts';

const OF_THE_REQUEST: readonly Part['kind'][] = ['isset', 'changed', 'column', 'data', ...ASKS_DATABASE];

/** The largest parts of the condition that depend on the caller and the time alone, in order. */
export function callerConditions(condition: Condition): readonly Condition[] {
  if (condition.kind === 'constant') return [];
  if (asksOnlyCaller(condition)) return [condition];
  if (condition.kind === 'not') return callerConditions(condition.item);
  if (condition.kind === 'and' || condition.kind === 'or') return condition.items.flatMap(callerConditions);
  return [];
}

/**
 * The condition with those parts replaced by what they come to. Unknown counts as false where that cannot make a
 * difference, that is outside every `not`; inside one it stays for the database.
 */
export function settleCaller(condition: Condition, values: RequestValues): Condition {
  return settle(condition, (part) => (asksOnlyCaller(part) ? decide(part, values) : undefined));
}

/** The condition for any signed-in caller: that they are signed in need not be asked of each of them. */
export function settleSignedIn(condition: Condition): Condition {
  return settle(condition, signedInTruth);
}

/** What a part asks of a caller who is signed in, and so has an id; undefined: it depends on more. */
function signedInTruth(part: Condition): boolean | undefined {
  if (part.kind === 'null') return isOwnId(part.operand) ? part.negated : undefined;
  if (part.kind !== 'compare' || (part.op !== '=' && part.op !== '!=')) return undefined;
  const { left, right } = part;
  const asks = (isOwnId(left) && isEmptyText(right)) || (isOwnId(right) && isEmptyText(left));
  return asks ? part.op === '!=' : undefined;
}

function isOwnId(operand: Operand): boolean {
  return operand.kind === 'auth' && operand.name === 'id';
}

function isEmptyText(operand: Operand): boolean {
  return operand.kind === 'literal' && operand.value === '';
}

/** `truthOf`: what a part comes to, null when that is unknown; undefined: it stays as it is. */
function settle(
  condition: Condition,
  truthOf: (part: Condition) => boolean | null | undefined,
  negated = false,
): Condition {
  if (condition.kind === 'constant') return condition;
  const truth = truthOf(condition);
  if (truth !== undefined) return truth === null && negated ? condition : constant(truth === true);
  switch (condition.kind) {
    case 'not': {
      const item = settle(condition.item, truthOf, true);
      return item.kind === 'constant' ? constant(!item.value) : { kind: 'not', item };
    }
    case 'and':
    case 'or': {
      const decisive = condition.kind === 'or';
      const items = condition.items.map((item) => settle(item, truthOf, negated));
      if (items.some((item) => item.kind === 'constant' && item.value === decisive)) return constant(decisive);
      const open = items.filter((item) => item.kind !== 'constant');
      if (open.length > 1) return { kind: condition.kind, items: open };
      return open[0] ?? constant(!decisive);
    }
    default:
      return condition;
  }
}

function constant(value: boolean): Condition {
  return { kind: 'constant', value };
}

/** Whether nothing in it depends on the row or on the body. */
function asksOnlyCaller(part: Part): boolean {
  return !OF_THE_REQUEST.includes(part.kind) && partsOf(part).every(asksOnlyCaller);
}
