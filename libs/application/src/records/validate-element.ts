/** Validates a record; for an element of a batch, the error says which element it is about. */
import { DomainError } from '#domain/kernel/errors';
import { validateRecord, type ValidRecord } from '#domain/schema/validate-record';
import type { RecordRequest } from './fresh-requests';
import { answerTo, type WriteOperationName } from './sent-fields';

interface Sent {
  readonly input: unknown;
  /** The fields that the caller sent; undefined: no hook could add any. */
  readonly sentBy: ReadonlySet<string> | undefined;
}

/** `index`: undefined for a single record. */
export function validateElement(
  request: RecordRequest,
  operation: WriteOperationName,
  { input, sentBy }: Sent,
  accountId: string,
  index: number | undefined,
): ValidRecord {
  try {
    const context = { accountId, answer: answerTo(request, operation), ...(sentBy === undefined ? {} : { sentBy }) };
    return validateRecord(request.collection, input, operation === 'create' ? 'create' : 'patch', context);
  } catch (error) {
    if (index === undefined || !(error instanceof DomainError)) throw error;
    throw new DomainError(error.code, error.kind, error.message, { ...error.extras, index });
  }
}
