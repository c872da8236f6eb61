import type { RequestContext } from '#domain/kernel/request-context';
import type { FieldAccess } from '#domain/query/field-access';
import type { Collection } from '#domain/schema/collection';

/**
 * The collection without the fields that the caller is not shown, and without the names of collections that it refers to and of
 * which the caller can view no record. `viewable`: the others, in lower case.
 */
export function visibleCollection(
  ctx: RequestContext,
  access: FieldAccess,
  collection: Collection,
  viewable: ReadonlySet<string>,
): Collection {
  const fields = collection.fields
    .filter((field) => access.admits(ctx, collection, field, 'show'))
    .map((field) => {
      const isHidden = field.collection !== null && !viewable.has(field.collection.toLowerCase());
      return isHidden ? { ...field, collection: null } : field;
    });
  return { ...collection, fields };
}
