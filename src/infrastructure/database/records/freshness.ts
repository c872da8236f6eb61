import { StaleExpectation } from '#application/ports/stale-expectation';
import type { Expectation } from '#application/ports/transactions';
import type { Credential, RequestContext } from '#domain/kernel/request-context';
import type { Catalog } from '#domain/schema/catalog';
import { OPEN_ACCOUNT_STAMP } from '#sql/compile-guards';
import type { Row } from '../sql-connection';

/** What a caller stands on: its credential, or without signing in the account that it named, which has to be open. */
export function proofOf({ actor, accountId }: RequestContext): Pick<Credential, 'id' | 'stamp'> {
  if (actor.kind === 'user') return actor.credential;
  if (accountId === null) throw new Error('An anonymous request without account');
  return { id: accountId, stamp: OPEN_ACCOUNT_STAMP };
}

/** Compares what a read statement's own snapshot says with what its plan was made from. */
export function assertFresh(ctx: RequestContext, catalog: Catalog, row: Row): void {
  if (row['stamp'] !== proofOf(ctx).stamp) throw new StaleExpectation('credential');
  if (row['schema'] !== catalog.revision) throw new StaleExpectation('schema');
}

/** The same for writes: the lane asks once for all units of a transaction. */
export function expectationOf(ctx: RequestContext, catalog: Catalog): Expectation {
  return { credential: proofOf(ctx), schemaRevision: catalog.revision };
}
