/**
 * Computed fields that ask for the records that refer to their own: `comments_via_post.length`. Rules are trusted with all of those,
 * as with other relations; of what a caller asks for, they are the ones that the caller may view.
 */
import { DomainError } from '#domain/kernel/errors';
import type { Catalog } from '#domain/schema/catalog';
import type { Collection, Field } from '#domain/schema/collection';
import type { ComputedOf } from './checker';
import { asksOthers, compileComputed, computedValue } from './computed-value';
import type { ColumnOperand, Condition, Operand } from './condition';
import { isNever } from './is-true';
import { type MapPart, mapParts, type Part, partsOf } from './map-parts';

/** A computed field that leads back to itself. */
export class ComputedCircle extends Error {
  override readonly name = 'ComputedCircle';

  constructor(readonly field: Field) {
    super(`'${field.name}' leads back to itself`);
  }
}

/** A field, perhaps one that another names, whose expression cannot be compiled as the collections are now. */
export class BrokenExpression extends Error {
  override readonly name = 'BrokenExpression';

  constructor(
    readonly collection: Collection,
    readonly field: Field,
    readonly problem: DomainError,
  ) {
    super(problem.message);
  }
}

const values = new WeakMap<Catalog, Map<string, Operand>>();

/** As rules see them. `within`: the fields on the way, which may not be asked for again. Throws ComputedCircle and BrokenExpression. */
export function relatedIn(catalog: Catalog, within: readonly Field[] = []): ComputedOf {
  return (collection, field) =>
    asksOthers(collection, field) ? valueIn(catalog, collection, field, within) : undefined;
}

/** What any computed field is made of, as rules see it. Throws as relatedIn() does, and DomainError as compileComputed(). */
export function trustedValue(catalog: Catalog, collection: Collection, field: Field): Operand {
  return relatedIn(catalog)(collection, field) ?? computedValue(collection, field);
}

function valueIn(catalog: Catalog, collection: Collection, field: Field, within: readonly Field[]): Operand {
  const known = values.get(catalog) ?? new Map<string, Operand>();
  values.set(catalog, known);
  let value = known.get(field.id);
  if (value === undefined) {
    if (within.some(({ id }) => id === field.id)) throw new ComputedCircle(field);
    value = compiled(catalog, collection, field, [...within, field]);
    known.set(field.id, value);
  }
  return value;
}

function compiled(catalog: Catalog, collection: Collection, field: Field, within: readonly Field[]): Operand {
  try {
    return compileComputed(collection, field, catalog, relatedIn(catalog, within));
  } catch (error) {
    throw error instanceof DomainError ? new BrokenExpression(collection, field, error) : error;
  }
}

/** As a caller sees them who may view the records of a collection for which its condition holds. */
export function relatedFor(catalog: Catalog, visibilityOf: (target: Collection) => Condition): ComputedOf {
  const trusted = relatedIn(catalog);
  const seen = new Map<Operand, Operand>();
  return (collection, field) => {
    const value = trusted(collection, field);
    if (value === undefined) return undefined;
    const known = seen.get(value) ?? seenUnder(value, visibilityOf);
    seen.set(value, known);
    return known;
  };
}

function seenUnder(value: Operand, visibilityOf: (target: Collection) => Condition): Operand {
  const ofColumn = (column: ColumnOperand): ColumnOperand => {
    if (column.path.length === 0) return column;
    const path = column.path.map((step) => ({ ...step, visibleIf: visibilityOf(step.target!) }));
    const isClosed = path.some(({ visibleIf }) => isNever(visibleIf));
    return isClosed ? { ...column, path, leadsNowhere: true } : { ...column, path };
  };
  const map: MapPart = (part) => {
    const inner: Part = mapParts(part, map);
    return (inner.kind === 'column' ? ofColumn(inner) : inner) as typeof part;
  };
  return map(value);
}

/** A field that a value depends on. */
export interface ReadField {
  readonly collection: Collection;
  readonly field: Field;
  /** Of a record that refers to the one at hand, or is led to by one. */
  readonly related: boolean;
}

const reads = new WeakMap<Operand, readonly ReadField[]>();

/** Computed fields are among them, and not what those are made of. */
export function fieldsReadBy(value: Operand, collection: Collection): readonly ReadField[] {
  let fields = reads.get(value);
  if (fields === undefined) {
    fields = [...readBy(value, collection, false)];
    reads.set(value, fields);
  }
  return fields;
}

function* readBy(part: Part, collection: Collection, related: boolean): Generator<ReadField> {
  if (part.kind === 'column') {
    let at = collection;
    let isRelated = related;
    for (const { field, target, back } of part.path) {
      const next = target!;
      yield { collection: back ? next : at, field, related: back === true || isRelated };
      at = next;
      isRelated = true;
    }
    if (typeof part.column !== 'string') yield { collection: at, field: part.column, related: isRelated };
    return;
  }
  for (const inner of partsOf(part)) yield* readBy(inner, collection, related);
}
