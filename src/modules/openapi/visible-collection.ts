import type { RequestContext } from '#domain/kernel/request-context';
import type { FieldAccess } from '#domain/query/field-access';
import type { Collection } from '#domain/schema/collection';

/** The collection without the fields that the caller is not shown, and without the names of collections that are not. */
export function visibleCollection(
  ctx: RequestContext,
  access: FieldAccess,
  collection: Collection,
  shown: ReadonlySet<string>,
): Collection {
  const fields = collection.fields
    .filter((field) => access.admits(ctx, collection, field, 'show'))
    .map((field) => {
      const isHidden = field.collection !== null && !shown.has(field.collection.toLowerCase());
      return isHidden ? { ...field, collection: null } : field;
    });
  return { ...collection, fields };
}
