/** How much a value comes to once the computed fields that it names stand in their places. */
import { madeOf } from './computed-value';
import type { ColumnOperand } from './condition';
import { type Part, partsOf } from './map-parts';

export interface Extent {
  readonly parts: number;
  readonly depth: number;
  /** Values that are made of the records that refer to one, each looked up for itself. */
  readonly counted: number;
  /** Relations that are crossed one after another. */
  readonly relations: number;
}

const LEAF: Extent = { parts: 1, depth: 1, counted: 0, relations: 0 };

/** No field leads back to itself. */
export function extentOf(part: Part): Extent {
  return new Extents().of(part);
}

class Extents {
  private readonly known = new Map<Part, Extent>();

  of(part: Part): Extent {
    let extent = this.known.get(part);
    if (extent === undefined) {
      extent = this.made(part);
      this.known.set(part, extent);
    }
    return extent;
  }

  private made(part: Part): Extent {
    if (part.kind === 'column') return this.column(part);
    const inner = partsOf(part).map((each) => this.of(each));
    return {
      parts: inner.reduce((sum, { parts }) => sum + parts, 1),
      depth: 1 + Math.max(0, ...inner.map(({ depth }) => depth)),
      counted: inner.reduce((sum, { counted }) => sum + counted, part.kind === 'aggregate' ? 1 : 0),
      relations: Math.max(0, ...inner.map(({ relations }) => relations)),
    };
  }

  private column(column: ColumnOperand): Extent {
    const made = madeOf(column);
    const { parts, depth, counted, relations } = made === undefined ? LEAF : this.of(made);
    return { parts, depth, counted, relations: relations + column.path.length };
  }
}
