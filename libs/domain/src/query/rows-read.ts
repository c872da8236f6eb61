/** Whose rows a condition looks at besides the row that it is asked about. */
import type { Condition, Operand, PathStep } from '#domain/rules/condition';
import { storageOf } from '#domain/schema/field-storage';

export interface RowsRead {
  /** There are any: rows that its relations lead to, or the elements of a multiple reference. */
  readonly others: boolean;
  /** Ids of the collections that its relations lead to. */
  readonly collections: ReadonlySet<string>;
  /** It also depends on what has no version: users, or the time. */
  readonly unversioned: boolean;
}

export function rowsRead(condition: Condition): RowsRead {
  const found = new Found();
  visitCondition(condition, found);
  return found;
}

class Found implements RowsRead {
  others = false;
  readonly collections = new Set<string>();
  unversioned = false;
}

function visitCondition(condition: Condition, found: Found): void {
  switch (condition.kind) {
    case 'and':
    case 'or':
      for (const item of condition.items) visitCondition(item, found);
      return;
    case 'not':
      visitCondition(condition.item, found);
      return;
    case 'compare':
      visitOperand(condition.left, found);
      visitOperand(condition.right, found);
      return;
    case 'like':
    case 'in':
      visitOperand(condition.left, found);
      return;
    case 'null':
    case 'truth':
      visitOperand(condition.operand, found);
      return;
    case 'constant':
    case 'has_group':
    case 'isset':
    case 'changed':
    case 'time_range':
    case 'has_permission':
      // Bound values: a total is only ever reused for equal ones.
      return;
  }
}

function visitOperand(operand: Operand, found: Found): void {
  switch (operand.kind) {
    case 'column':
      if (operand.path.length > 0) found.others = true;
      if (typeof operand.column !== 'string' && storageOf(operand.column) === 'junction') found.others = true;
      for (const step of operand.path) visitStep(step, found);
      return;
    case 'arithmetic':
      visitOperand(operand.left, found);
      visitOperand(operand.right, found);
      return;
    case 'negate':
      visitOperand(operand.operand, found);
      return;
    case 'call':
      if (operand.name === 'now') found.unversioned = true;
      for (const arg of operand.args) visitOperand(arg, found);
      return;
    case 'condition':
      visitCondition(operand.condition, found);
      return;
    case 'literal':
    case 'given':
    case 'auth':
    case 'data':
      return;
  }
}

function visitStep(step: PathStep, found: Found): void {
  if (step.target) found.collections.add(step.target.id);
  else found.unversioned = true;
  if (step.visibleIf) visitCondition(step.visibleIf, found);
}
