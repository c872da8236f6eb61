/** Validates a record; for an element of a batch, the error says which element it is about. */
import { DomainError } from '#domain/kernel/errors';
import type { Collection, JsonValue } from '#domain/schema/collection';
import { validateRecord } from '#domain/schema/validate-record';

/** `index`: undefined for a single record. */
export function validateElement(
  collection: Collection,
  input: unknown,
  mode: 'create' | 'patch',
  accountId: string,
  index: number | undefined,
): Record<string, JsonValue> {
  try {
    return validateRecord(collection, input, mode, { accountId });
  } catch (error) {
    if (index === undefined || !(error instanceof DomainError)) throw error;
    throw new DomainError(error.code, error.kind, error.message, { ...error.extras, index });
  }
}
