/** The conditions under which the caller sees the targets of the relations that a condition follows. */
import type { ColumnOperand, Condition, Operand, PathStep } from './condition';
import { isNever } from './is-true';

/** Returns what takes the place of such a condition; the same one where it stays as it is. */
export type ReplaceVisibility = (visibleIf: Condition) => Condition;

/** The condition itself where none of them is replaced by another. */
export function withVisibility(condition: Condition, replace: ReplaceVisibility): Condition {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return changed(condition, { items: each(condition.items, (item) => withVisibility(item, replace)) });
    case 'not':
      return changed(condition, { item: withVisibility(condition.item, replace) });
    case 'compare':
      return changed(condition, {
        left: ofOperand(condition.left, replace),
        right: ofOperand(condition.right, replace),
      });
    case 'like':
    case 'in':
      return changed(condition, { left: ofOperand(condition.left, replace) });
    case 'null':
    case 'truth':
      return changed(condition, { operand: ofOperand(condition.operand, replace) });
    case 'constant':
    case 'has_group':
    case 'isset':
    case 'changed':
    case 'time_range':
    case 'has_permission':
      return condition;
  }
}

/** As withVisibility(), of a column alone. Where the caller may see no target at all, the path leads nowhere. */
export function columnWithVisibility(operand: ColumnOperand, replace: ReplaceVisibility): ColumnOperand {
  const path = each(operand.path, (step) => ofStep(step, replace));
  if (path === operand.path) return operand;
  const isClosed = path.some(({ visibleIf }) => visibleIf !== null && isNever(visibleIf));
  return isClosed ? { ...operand, path, leadsNowhere: true } : { ...operand, path };
}

function ofStep(step: PathStep, replace: ReplaceVisibility): PathStep {
  return step.visibleIf === null ? step : changed(step, { visibleIf: replace(step.visibleIf) });
}

function ofOperand(operand: Operand, replace: ReplaceVisibility): Operand {
  switch (operand.kind) {
    case 'column':
      return columnWithVisibility(operand, replace);
    case 'arithmetic':
      return changed(operand, { left: ofOperand(operand.left, replace), right: ofOperand(operand.right, replace) });
    case 'negate':
      return changed(operand, { operand: ofOperand(operand.operand, replace) });
    case 'call':
      return changed(operand, { args: each(operand.args, (arg) => ofOperand(arg, replace)) });
    case 'condition':
      return changed(operand, { condition: withVisibility(operand.condition, replace) });
    case 'literal':
    case 'given':
    case 'auth':
    case 'data':
      return operand;
  }
}

function each<T>(items: readonly T[], map: (item: T) => T): readonly T[] {
  const mapped = items.map(map);
  return mapped.every((item, index) => item === items[index]) ? items : mapped;
}

/** Keeps the object where nothing differs: equal values of one statement are recognised by it. */
function changed<T extends object>(whole: T, parts: Partial<T>): T {
  const names = Object.keys(parts) as (keyof T)[];
  return names.every((name) => parts[name] === whole[name]) ? whole : { ...whole, ...parts };
}
