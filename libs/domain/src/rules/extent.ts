/** How much a value comes to once the computed fields that it names stand in their places. */
import { madeOf } from './computed-value';
import { type Part, partsOf } from './map-parts';

export interface Extent {
  readonly parts: number;
  readonly depth: number;
}

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
    const made = part.kind === 'column' ? madeOf(part) : undefined;
    if (made !== undefined) return this.of(made);
    const inner = partsOf(part).map((each) => this.of(each));
    return {
      parts: inner.reduce((sum, { parts }) => sum + parts, 1),
      depth: 1 + Math.max(0, ...inner.map(({ depth }) => depth)),
    };
  }
}
