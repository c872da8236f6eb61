/** Whose rows a condition or a value looks at besides the row that it is asked about. */
import { madeOf } from '#domain/rules/computed-value';
import type { ColumnOperand, SelectedRows } from '#domain/rules/condition';
import { type Part, partsOf } from '#domain/rules/map-parts';
import { storageOf } from '#domain/schema/field-storage';

export interface RowsRead {
  /** There are any: rows that its relations lead to, the elements of a multiple reference, or what a SQL macro looks for. */
  readonly others: boolean;
  /** A condition asks about such rows one by one, so that they can be found from either end. */
  readonly asked: boolean;
  /** Relations of its paths together. */
  readonly steps: number;
  /** Ids of the collections that its relations lead to, and of those that SQL macros read. */
  readonly collections: ReadonlySet<string>;
  /** It also depends on what has no version: users, or the time. */
  readonly unversioned: boolean;
}

export function rowsRead(part: Part): RowsRead {
  const found = new Found();
  visit(part, found);
  return found;
}

class Found implements RowsRead {
  others = false;
  asked = false;
  steps = 0;
  readonly collections = new Set<string>();
  unversioned = false;
}

/** What is asked of the caller is bound: a total is only ever reused for equal values. */
function visit(part: Part, found: Found): void {
  if (part.kind === 'aggregate') {
    visitColumn(part.over, found, false);
    return;
  }
  if (part.kind === 'column') {
    visitColumn(part, found, true);
    return;
  }
  if (part.kind === 'select' || part.kind === 'exists' || part.kind === 'among') visitRows(part.rows, found);
  else if (part.kind === 'call' && part.name === 'now') found.unversioned = true;
  for (const inner of partsOf(part)) visit(inner, found);
}

/** What stands in them is visited as parts. */
function visitRows({ sources }: SelectedRows, found: Found): void {
  found.others = true;
  for (const { source } of sources) found.collections.add(source.collection.id);
}

function visitColumn(operand: ColumnOperand, found: Found, isAsked: boolean): void {
  const { path, column } = operand;
  found.steps += path.length;
  if (path.length > 0 || (typeof column !== 'string' && storageOf(column) === 'junction')) {
    found.others = true;
    found.asked ||= isAsked;
  }
  const made = madeOf(operand);
  if (made !== undefined) visit(made, found);
  for (const { target, visibleIf } of path) {
    if (target) found.collections.add(target.id);
    else found.unversioned = true;
    if (visibleIf) visit(visibleIf, found);
  }
}
