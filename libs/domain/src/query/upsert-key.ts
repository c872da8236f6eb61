/**
 * The fields by which an upsert tells whether a record is there already: those of a unique index, each of which the caller may
 * read clear, as for a filter, and write. What is said of any other field is what a filter would say of it.
 */
import type { RequestContext } from '#domain/kernel/request-context';
import { DomainError } from '#domain/kernel/errors';
import type { Catalog } from '#domain/schema/catalog';
import type { Collection, Field } from '#domain/schema/collection';
import { excerpt } from '#domain/schema/clean-text';
import { findField } from '#domain/schema/find-field';
import { physicalIndexes } from '#domain/schema/physical-indexes';
import type { FieldAccess } from './field-access';

const PARAMETER = 'on';
const MAX_FIELDS = 20;

/** In the order of the names. Throws DomainError QUERY_ON (`invalid`). */
export function upsertKey(
  ctx: RequestContext,
  access: FieldAccess,
  catalog: Catalog,
  collection: Collection,
  names: readonly string[],
): readonly Field[] {
  if (names.length === 0) throw keyError(`'${PARAMETER}' must name the unique field or fields of the collection`);
  if (names.length > MAX_FIELDS) throw keyError(`'${PARAMETER}' can name at most ${MAX_FIELDS} fields`);
  const readable = access.columns(ctx, catalog, 'list', 'filter');
  const key = names.map((name): Field => {
    if (readable.find(collection, name) === undefined) {
      throw keyError(readable.refusalOf(collection, name) ?? `Unknown field '${excerpt(name)}'`);
    }
    const field = findField(collection, name);
    if (field === undefined) throw keyError(`'${name}' is set by the server, so that no record can be sent with it`);
    if (access.answerWrite(ctx, catalog, collection, field, 'create') !== 'allow') {
      throw keyError(`Field '${name}' is not yours to write`);
    }
    return field;
  });
  if (!isUnique(collection, names)) {
    throw keyError(`No unique index of the collection is over ${names.map((name) => `'${name}'`).join(' and ')}`);
  }
  return key;
}

function isUnique(collection: Collection, names: readonly string[]): boolean {
  const wanted = new Set(names);
  return physicalIndexes(collection).some(
    ({ unique, fields }) =>
      unique &&
      fields.length === names.length &&
      wanted.size === names.length &&
      fields.every((name) => wanted.has(name)),
  );
}

function keyError(message: string): DomainError {
  return new DomainError('QUERY_ON', 'invalid', message, { field: PARAMETER });
}
