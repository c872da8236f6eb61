/** How much a computed field comes to once the computed fields that it names stand in their places. */
import type { Collection, Field } from '#domain/schema/collection';
import { computedValue } from './computed-value';
import { type Part, partsOf } from './map-parts';

export interface Extent {
  readonly parts: number;
  readonly depth: number;
}

/** No field leads back to itself. */
export function extentOf(collection: Collection, field: Field): Extent {
  return new Extents().ofField(collection, field);
}

class Extents {
  private readonly known = new Map<string, Extent>();

  ofField(collection: Collection, field: Field): Extent {
    let extent = this.known.get(field.id);
    if (extent === undefined) {
      extent = this.ofPart(computedValue(collection, field));
      this.known.set(field.id, extent);
    }
    return extent;
  }

  private ofPart(part: Part): Extent {
    if (part.kind === 'column' && part.of !== undefined) return this.ofField(part.of, part.column as Field);
    const inner = partsOf(part).map((each) => this.ofPart(each));
    return {
      parts: inner.reduce((sum, { parts }) => sum + parts, 1),
      depth: 1 + Math.max(0, ...inner.map(({ depth }) => depth)),
    };
  }
}
