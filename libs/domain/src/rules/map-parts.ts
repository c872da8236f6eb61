/** What conditions and operands are made of: the one place that knows, for whoever looks into them or makes others of them. */
import type { Condition, Operand, SelectedRows } from './condition';

export type Part = Condition | Operand;

/** Returns what takes the place of a part, which is of the same type; the same one where it stays as it is. */
export type MapPart = <P extends Part>(part: P) => P;

/** `part` with the parts that it is made of replaced, one level deep; itself where none of them is. */
export function mapParts(part: Part, map: MapPart): Part {
  switch (part.kind) {
    case 'and':
    case 'or':
      return changed(part, { items: each(part.items, map) });
    case 'not':
      return changed(part, { item: map(part.item) });
    case 'compare':
    case 'arithmetic':
      return changed(part, { left: map(part.left), right: map(part.right) });
    case 'like':
      return changed(part, { left: map(part.left), pattern: map(part.pattern) });
    case 'in':
      return changed(part, { left: map(part.left), items: each(part.items, map) });
    case 'null':
    case 'truth':
    case 'negate':
      return changed(part, { operand: map(part.operand) });
    case 'aggregate':
      return changed(part, { over: map(part.over) });
    case 'column':
      return part.made === undefined ? part : changed(part, { made: map(part.made) });
    case 'call':
      return changed(part, { args: each(part.args, map) });
    case 'condition':
      return changed(part, { condition: map(part.condition) });
    case 'exists':
      return changed(part, { rows: mapRows(part.rows, map) });
    case 'among':
      return changed(part, { left: map(part.left), value: map(part.value), rows: mapRows(part.rows, map) });
    case 'select':
      return changed(part, {
        value: part.value && map(part.value),
        rows: mapRows(part.rows, map),
        order: each(part.order, (term) => changed(term, { operand: map(term.operand) })),
      });
    case 'constant':
    case 'has_group':
    case 'isset':
    case 'changed':
    case 'time_range':
    // The rule that is asked for is about no row, and decided before.
    case 'has_permission':
    case 'literal':
    case 'given':
    case 'auth':
    case 'data':
    case 'source':
    case 'parameter':
      return part;
  }
}

function mapRows(rows: SelectedRows, map: MapPart): SelectedRows {
  return changed(rows, {
    sources: each(rows.sources, (from) => changed(from, { on: from.on && map(from.on) })),
    where: rows.where && map(rows.where),
  });
}

/** The parts that it is made of, in their order, one level deep. */
export function partsOf(part: Part): readonly Part[] {
  const parts: Part[] = [];
  mapParts(part, (inner) => {
    parts.push(inner);
    return inner;
  });
  return parts;
}

export function each<T>(items: readonly T[], map: (item: T) => T): readonly T[] {
  const mapped = items.map((item) => map(item));
  return mapped.every((item, index) => item === items[index]) ? items : mapped;
}

/** Keeps the object where nothing differs: equal values of one statement are recognised by it. */
export function changed<T extends object>(whole: T, parts: Partial<T>): T {
  const names = Object.keys(parts) as (keyof T)[];
  return names.every((name) => parts[name] === whole[name]) ? whole : { ...whole, ...parts };
}
