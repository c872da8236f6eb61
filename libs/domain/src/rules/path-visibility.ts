/** The conditions under which the caller sees the targets of the relations that a condition follows. */
import type { ColumnOperand, Condition, PathStep } from './condition';
import { isNever } from './is-true';
import { changed, each, type MapPart, mapParts, type Part } from './map-parts';

/** Returns what takes the place of such a condition; the same one where it stays as it is. */
export type ReplaceVisibility = (visibleIf: Condition) => Condition;

/** The condition or value itself where none of them is replaced by another. */
export function withVisibility<P extends Part>(condition: P, replace: ReplaceVisibility): P {
  const map: MapPart = (part) =>
    (part.kind === 'column' ? columnWithVisibility(part, replace) : mapParts(part, map)) as typeof part;
  return map(condition);
}

/** Where the caller may see no target at all, the path leads nowhere. */
function columnWithVisibility(column: ColumnOperand, replace: ReplaceVisibility): ColumnOperand {
  const { made } = column;
  const operand = made === undefined ? column : changed(column, { made: withVisibility(made, replace) });
  const path = each(operand.path, (step) => stepWithVisibility(step, replace));
  if (path === operand.path) return operand;
  const isClosed = path.some(({ visibleIf }) => visibleIf !== null && isNever(visibleIf));
  return isClosed ? { ...operand, path, leadsNowhere: true } : { ...operand, path };
}

export function stepWithVisibility(step: PathStep, replace: ReplaceVisibility): PathStep {
  return step.visibleIf === null ? step : changed(step, { visibleIf: replace(step.visibleIf) });
}
