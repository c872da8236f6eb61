import type { RenderedRecord } from '../ports/record-store';
import type { BatchOperation } from './batch-operations';

/** What was done by an operation, in the order of the request. */
export interface BatchResult {
  readonly operation: BatchOperation;
  /** null: it is deleted. */
  readonly record: RenderedRecord | null;
}

export function resultsOf(
  operations: readonly BatchOperation[],
  records: readonly RenderedRecord[],
): readonly BatchResult[] {
  let next = 0;
  return operations.map((operation): BatchResult => {
    const record = operation.op === 'delete' ? null : records[next]!;
    if (record !== null) next += 1;
    return { operation, record };
  });
}
