import type { RequestContext } from '#domain/kernel/request-context';
import type { FieldAccess } from '#domain/query/field-access';
import type { Catalog } from '#domain/schema/catalog';
import type { Collection, Field } from '#domain/schema/collection';

/** A collection as one caller sees it. */
export interface VisibleCollection {
  readonly name: string;
  /** Shown by lists, or by other answers. */
  readonly fields: readonly Field[];
  /** Of these, the ones that are shown masked, by their ids. */
  readonly masked: ReadonlySet<string>;
  /** Filtered by. */
  readonly listed: readonly Field[];
  readonly created: readonly Field[];
  readonly updated: readonly Field[];
}

/**
 * The collection without the fields that the caller is not shown, and without the names of collections that it refers to and of
 * which the caller can view no record. `viewable`: the others, in lower case.
 */
export function visibleCollection(
  ctx: RequestContext,
  access: FieldAccess,
  catalog: Catalog,
  collection: Collection,
  viewable: ReadonlySet<string>,
): VisibleCollection {
  const isShown = (field: Field): boolean =>
    access.admits(ctx, catalog, collection, field, 'show', 'view') ||
    access.admits(ctx, catalog, collection, field, 'show', 'list');
  const fields = (isVisible: (field: Field) => boolean): readonly Field[] =>
    collection.fields.filter(isVisible).map((field) => {
      const isHidden = field.collection !== null && !viewable.has(field.collection.toLowerCase());
      return isHidden ? { ...field, collection: null } : field;
    });
  return {
    name: collection.name,
    fields: fields(isShown),
    masked: new Set(collection.fields.flatMap((field) => (access.maskFor(ctx, field) === null ? [] : field.id))),
    listed: fields((field) => access.admits(ctx, catalog, collection, field, 'filter', 'list')),
    created: fields((field) => access.answerWrite(ctx, catalog, collection, field, 'create') === 'allow'),
    updated: fields((field) => access.answerWrite(ctx, catalog, collection, field, 'update') === 'allow'),
  };
}
