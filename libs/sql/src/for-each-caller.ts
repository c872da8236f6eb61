/**
 * A fragment about one caller, asked for several at once: each value that depends on the caller becomes a column of a list of
 * callers, which is bound with what the caller's own request would bind. Nothing that compiles conditions need know of it.
 */
import type { RequestValues } from '#domain/rules/condition';
import { bindSlot } from './bind';
import type { JsonColumn } from './dialect/dialect';
import { identifier } from './identifier';
import { slotKey } from './render-statement';
import type { BooleanValues, Slot, SqlFragment, SqlPart, SqlValue } from './sql-fragment';

export interface ForEachCaller {
  readonly fragment: SqlFragment;
  /** Of the list of callers: `n`, the caller's place, and one for each of `slots`. */
  readonly columns: readonly JsonColumn[];
  readonly slots: readonly Slot[];
}

/** `callers`: alias of the list. */
export function forEachCaller({ parts }: SqlFragment, callers: string): ForEachCaller {
  const slots = new Map<unknown, Slot>();
  const columnOf = (slot: Slot): string => {
    const key = slotKey(slot);
    if (!slots.has(key)) slots.set(key, slot);
    return `${identifier(callers)}.${identifier(columnName([...slots.keys()].indexOf(key)))}`;
  };
  const columnOr = (part: SqlPart): SqlPart => (typeof part !== 'string' && isOfCaller(part) ? columnOf(part) : part);
  const fragment = { parts: parts.map(columnOr) };
  const distinct = [...slots.values()];
  const values = distinct.map(({ type }, index) => ({ name: columnName(index), type }));
  return { fragment, columns: [{ name: 'n', type: 'integer' }, ...values], slots: distinct };
}

/** JSON text of the list. */
export function callersText(
  booleans: BooleanValues,
  slots: readonly Slot[],
  callers: readonly RequestValues[],
): string {
  const valuesOf = (request: RequestValues, n: number): Readonly<Record<string, SqlValue>> => {
    const bound = slots.map((slot) => bindSlot(booleans, slot, { request, parameters: {} }));
    return { n, ...Object.fromEntries(bound.map((value, index) => [columnName(index), value])) };
  };
  return JSON.stringify(callers.map(valuesOf));
}

function isOfCaller(slot: Slot): boolean {
  switch (slot.from) {
    case 'operand':
    case 'pattern':
    case 'needle':
    case 'member':
      return slot.operand.kind === 'auth';
    case 'decision':
      return true;
    case 'constant':
    case 'now':
    case 'stored':
    case 'parameter':
      return false;
  }
}

function columnName(index: number): string {
  return `s${index}`;
}
