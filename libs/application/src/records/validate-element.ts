/** Validates a record; for an element of a batch, the error says which element it is about. */
import { DomainError } from '#domain/kernel/errors';
import { validateRecord, type ValidRecord, type WriteContext } from '#domain/schema/validate-record';
import type { RecordRequest } from './fresh-requests';

/** `index`: undefined for a single record. */
export function validateElement(
  { ctx, access, collection }: RecordRequest,
  input: unknown,
  mode: 'create' | 'patch',
  accountId: string,
  index: number | undefined,
): ValidRecord {
  try {
    const answer: WriteContext['answer'] = (field) => access.answerWrite(ctx, collection, field);
    return validateRecord(collection, input, mode, { accountId, answer });
  } catch (error) {
    if (index === undefined || !(error instanceof DomainError)) throw error;
    throw new DomainError(error.code, error.kind, error.message, { ...error.extras, index });
  }
}
