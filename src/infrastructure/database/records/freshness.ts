import type { Planned } from '#application/ports/record-store';
import { StaleExpectation } from '#application/ports/stale-expectation';
import { proofOf } from '#domain/kernel/request-context';
import type { Row } from '../sql-connection';

/** Compares what a read statement's own snapshot says with what its plan was made from. */
export function assertFresh({ ctx, catalog }: Planned, row: Row): void {
  if (row['stamp'] !== proofOf(ctx)?.stamp) throw new StaleExpectation('credential');
  if (row['schema'] !== catalog.revision) throw new StaleExpectation('schema');
}
