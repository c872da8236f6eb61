/** The errors of record requests that more than one place raises, made in one place so that they read the same. */
import { DomainError, invalidFields } from '#domain/kernel/errors';
import type { RequestContext } from '#domain/kernel/request-context';
import { failedHint } from '#domain/query/rule-hint';
import type { Collection, Field } from '#domain/schema/collection';

/** Not there and not visible are the same answer. `index`: which element of a batch. */
export function recordNotFound(index?: number): DomainError {
  const extras = index === undefined ? {} : { index };
  return new DomainError('RECORD_NOT_FOUND', 'not_found', 'Record not found', extras);
}

export function collectionNotFound(name: string): DomainError {
  return new DomainError('COLLECTION_NOT_FOUND', 'not_found', `Collection '${name}' not found`);
}

export function ruleFailed(
  ctx: RequestContext,
  collection: Collection,
  operation: 'create' | 'update',
  index?: number,
): DomainError {
  const extras = { ...failedHint(ctx, collection, operation), ...(index === undefined ? {} : { index }) };
  return new DomainError('RECORD_RULE_FAILED', 'invalid', 'Record does not satisfy collection rules', extras);
}

export function recordChanged(): DomainError {
  return new DomainError('RECORD_CHANGED', 'precondition_failed', 'The record was changed since it was read', {
    hint: 'Read it again and repeat the change with its new ETag.',
  });
}

export function recordTooLarge(bytes: number, limit: number, index?: number): DomainError {
  const message = `The record would have ${bytes} bytes; ${limit} are allowed`;
  return invalidFields('RECORD_INVALID', [{ field: 'body', code: 'too_large', message }], index);
}

export function readTooLarge(limit: number): DomainError {
  return new DomainError('QUERY_TOO_COMPLEX', 'unprocessable', `The answer would have more than ${limit} bytes`, {
    hint: 'Ask for fewer records or fields.',
  });
}

export function tooManyNested(limit: number): DomainError {
  const message = `The answer would show more than ${limit} records inside of others`;
  return new DomainError('QUERY_TOO_COMPLEX', 'unprocessable', message, {
    hint: 'Expand less, or ask for fewer records.',
  });
}

/** Of a write: it leaves nothing behind. */
export function answerTooLarge(limit: number): DomainError {
  const message = `The answer would have more than ${limit} bytes; nothing was written`;
  return new DomainError('QUERY_TOO_COMPLEX', 'unprocessable', message, {
    hint: 'Write fewer records at once, or ask for fewer fields.',
  });
}

/** `limit`: of the stored records that one write changes or deletes, in bytes. */
export function recordsTooLarge(limit: number): DomainError {
  const message = `The records to be changed or deleted have more than ${limit} bytes together; nothing was written`;
  return new DomainError('QUERY_TOO_COMPLEX', 'unprocessable', message, {
    hint: 'Change or delete fewer at a time. Records that are deleted or changed with another one count too.',
  });
}

export function severalAccounts(hint: string): DomainError {
  const message = 'All records of a batch must be of the same account';
  return new DomainError('BATCH_SEVERAL_ACCOUNTS', 'unprocessable', message, { hint });
}

/** For requests whose records cannot be asked for their account. Throws BATCH_SEVERAL_ACCOUNTS where all accounts are meant. */
export function oneAccountOf({ accountId }: RequestContext): string {
  if (accountId === null) throw severalAccounts('Name the account by the header X-Account-ID.');
  return accountId;
}

/** Of a change by filter: nothing was written. */
export function countDiffers(expect: number, count: number): DomainError {
  const message =
    count === expect
      ? 'Other records than a moment ago are selected by the filter; nothing was written'
      : `The filter selects ${count} records, not ${expect}; nothing was written`;
  return new DomainError('RECORD_COUNT_DIFFERS', 'conflict', message, { body: { expect, count } });
}

/** `limit`: of the records that one request changes by a filter. */
export function tooManySelected(count: number, limit: number): DomainError {
  const message = `${count} records would be changed at once; ${limit} are allowed`;
  return new DomainError('RECORD_TOO_MANY_ROWS', 'unprocessable', message, {
    hint: 'Narrow the filter, and change some at a time.',
    body: { count, limit },
  });
}

/** `other`: whose field refers to the record that was to be deleted. */
export function recordInUse(other: Collection, field: Field): DomainError {
  const message = `Cannot delete the record: records of '${other.name}' refer to it by '${field.name}'`;
  return new DomainError('RECORD_IN_USE', 'conflict', message, { field: field.name });
}
