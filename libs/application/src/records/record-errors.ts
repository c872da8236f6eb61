/** The errors of record requests that more than one place raises, made in one place so that they read the same. */
import { DomainError } from '#domain/kernel/errors';

/** Not there and not visible are the same answer. `index`: which element of a batch. */
export function recordNotFound(index?: number): DomainError {
  const extras = index === undefined ? {} : { index };
  return new DomainError('RECORD_NOT_FOUND', 'not_found', 'Record not found', extras);
}

export function collectionNotFound(name: string): DomainError {
  return new DomainError('COLLECTION_NOT_FOUND', 'not_found', `Collection '${name}' not found`);
}

export function ruleFailed(index?: number): DomainError {
  const extras = index === undefined ? {} : { index };
  return new DomainError('RECORD_RULE_FAILED', 'invalid', 'Record does not satisfy collection rules', extras);
}

export function recordChanged(): DomainError {
  return new DomainError('RECORD_CHANGED', 'precondition_failed', 'The record was changed since it was read', {
    hint: 'Read it again and repeat the change with its new ETag.',
  });
}
