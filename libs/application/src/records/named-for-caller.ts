/**
 * What a refused write tells: constraints are about every field, and the caller is told only of those that they are shown. Of a
 * masked one they are told that it must not be empty, as they see that it is, but not that somebody else has the value.
 */
import { DomainError } from '#domain/kernel/errors';
import { findField } from '#domain/schema/find-field';
import type { Collection, Field } from '#domain/schema/collection';
import type { RecordRequest } from './fresh-requests';
import { recordInUse } from './record-errors';

const READINGS = ['view', 'list'] as const;
const IN_USE = 'Cannot delete the record: other records refer to it';
const UNNAMED: Readonly<Record<string, string>> = {
  RECORD_NOT_UNIQUE: 'A value is already in use',
  RECORD_REFERENCE_BROKEN: 'A reference leads to a record that does not exist',
  RECORD_VALUE_MISSING: 'A value must not be empty',
};

/** The same error where it names no hidden field. */
export function namedForCaller(request: RecordRequest, error: unknown): unknown {
  const { ctx, access, catalog, collection } = request;
  if (!(error instanceof DomainError) || access.keyOf(ctx, catalog) === '') return error;
  const { code, kind, extras } = error;
  if (code === 'RECORD_IN_USE') {
    // The field is of another collection, which only the message names.
    const isHidden = catalog.collections.some((other) => {
      const field = hiddenField(request, other, extras.field);
      return field !== undefined && recordInUse(other, field).message === error.message;
    });
    return isHidden ? new DomainError(code, kind, IN_USE) : error;
  }
  const message = UNNAMED[code];
  const names = [extras.field, ...(extras.details ?? []).map(({ field }) => field)];
  const isUnnamed = (name: string | undefined): boolean =>
    hiddenField(request, collection, name) !== undefined ||
    (code === 'RECORD_NOT_UNIQUE' && isMasked(request, collection, name));
  if (message === undefined || !names.some(isUnnamed)) return error;
  return new DomainError(code, kind, message, extras.index === undefined ? {} : { index: extras.index });
}

/** The field of that name, if it is there and hidden. */
function hiddenField(
  { ctx, access, catalog }: RecordRequest,
  collection: Collection,
  name: string | undefined,
): Field | undefined {
  const field = name === undefined ? undefined : findField(collection, name);
  const isShown = field && READINGS.some((reading) => access.admits(ctx, catalog, collection, field, 'show', reading));
  return isShown === false ? field : undefined;
}

function isMasked({ ctx, access }: RecordRequest, collection: Collection, name: string | undefined): boolean {
  const field = name === undefined ? undefined : findField(collection, name);
  return field !== undefined && access.maskFor(ctx, field) !== null;
}
