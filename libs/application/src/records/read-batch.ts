/** Reads the list out of a batch body, so that all batch requests refuse the same things with the same words. */
import { DomainError, invalidFields } from '#domain/kernel/errors';

export function readBatch(body: unknown, member: 'records' | 'ids' | 'operations', limit: number): readonly unknown[] {
  const list: unknown =
    typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[member] : undefined;
  if (!Array.isArray(list) || list.length === 0) {
    const problem = { field: member, code: 'invalid_type', message: 'Expected a list with at least one element' };
    throw invalidFields('BATCH_INVALID', [problem]);
  }
  if (list.length > limit) {
    throw new DomainError('BATCH_TOO_LARGE', 'invalid', `Batch size ${list.length} exceeds maximum of ${limit}`);
  }
  return list;
}
