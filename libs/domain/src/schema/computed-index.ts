/**
 * Computed fields in an index. What an engine keeps in one may depend on the row alone, and no engine takes a SELECT there; so what
 * statements find by a SELECT of their own, and what changes with time, is in no index.
 */
import { asksOthers, computedValue } from '#domain/rules/computed-value';
import type { ColumnOperand, Operand } from '#domain/rules/condition';
import { isPlain } from '#domain/rules/json-path';
import { type Part, partsOf } from '#domain/rules/map-parts';
import type { Collection, Field } from './collection';
import { storageOf } from './field-storage';

/** Without a SELECT, an argument that is used several times stands there as often, with all that it is made of. */
const MAX_PARTS = 300;
const TIMES: Readonly<Partial<Record<string, number>>> = { round: 4, substring: 3, date_add: 5, '%': 2 };
const TIMES_OF_MONTHS = 16;

export interface IndexRefusal {
  readonly code: 'index_expression_not_possible' | 'index_expression_too_long';
  readonly message: string;
}

/** Why the computed field can be in no index; null: it can. */
export function indexRefusal(collection: Collection, field: Field): IndexRefusal | null {
  // No value of it is the same for every caller, so that there is none to look at.
  if (asksOthers(collection, field)) return notPossible(field, 'depends on other records');
  const value = computedValue(collection, field);
  const reason = isOfRecord(value) ? reasonAgainst(value) : 'is the same for every record';
  if (reason !== null) return notPossible(field, reason);
  if (sizeOf(value) <= MAX_PARTS) return null;
  const message = `'${field.name}' cannot be indexed: written out for an index, it has more than ${MAX_PARTS} parts`;
  return { code: 'index_expression_too_long', message };
}

function notPossible({ name }: Field, reason: string): IndexRefusal {
  return { code: 'index_expression_not_possible', message: `'${name}' cannot be indexed: it ${reason}` };
}

/** SQLite would take a text alone for the name of a column. */
function isOfRecord(part: Part): boolean {
  if (part.kind !== 'column') return partsOf(part).some(isOfRecord);
  return part.of === undefined || isOfRecord(computedValue(part.of, part.column as Field));
}

function reasonAgainst(part: Part): string | null {
  if (part.kind === 'call' && part.name === 'now') return 'depends on the time';
  if (part.kind === 'call' && part.name === 'length' && isCountedInColumn(part.args[0]!)) return null;
  if (part.kind === 'column') return reasonAgainstColumn(part);
  for (const inner of partsOf(part)) {
    const reason = reasonAgainst(inner);
    if (reason !== null) return reason;
  }
  return null;
}

function reasonAgainstColumn({ column, many, inside = [], of }: ColumnOperand): string | null {
  if (of !== undefined) return reasonAgainst(computedValue(of, column as Field));
  if (many || inside.includes(null)) return 'looks at each value of a list';
  // As in index-term.ts.
  return inside.every(isPlain) ? null : 'names something in json by a name that needs quotes';
}

function isCountedInColumn(operand: Operand): boolean {
  if (operand.kind !== 'column' || typeof operand.column === 'string' || operand.of !== undefined) return false;
  const inside = operand.inside ?? [];
  return storageOf(operand.column) === 'column' && !inside.includes(null) && inside.every(isPlain);
}

function sizeOf(part: Part): number {
  if (part.kind === 'column' && part.of !== undefined) return sizeOf(computedValue(part.of, part.column as Field));
  return partsOf(part).reduce((sum, inner) => sum + timesIn(part) * sizeOf(inner), 1);
}

function timesIn(part: Part): number {
  if (part.kind === 'arithmetic') return TIMES[part.op] ?? 1;
  if (part.kind !== 'call') return 1;
  const [, , unit] = part.args;
  const isOfMonths = unit?.kind === 'literal' && (unit.value === 'months' || unit.value === 'years');
  return part.name === 'date_diff' && isOfMonths ? TIMES_OF_MONTHS : (TIMES[part.name] ?? 1);
}

/** The same for as long as the value is made of the same columns in the same way, whatever the fields are called. */
export function meaningOf(collection: Collection, field: Field): string {
  return JSON.stringify(computedValue(collection, field), (key, value: unknown) => {
    if (key === 'of') return undefined;
    if (key !== 'column' || typeof value === 'string') return value;
    const named = value as Field;
    return named.type === 'computed' ? `=${meaningOf(collection, named)}` : named.column;
  });
}
