import { StaleCredential, StaleSchema } from '#application/ports/stale';
import type { RequestContext } from '#domain/kernel/request-context';
import type { Catalog } from '#domain/schema/catalog';
import type { UnitGuards } from '../lane-unit';
import type { Row } from '../sql-connection';

/** Anonymous callers have no stamp; statements answer 0 for them. */
const NO_STAMP = 0;

/** Compares what a read statement's own snapshot says with what its plan was made from. */
export function assertFresh(ctx: RequestContext, catalog: Catalog, row: Row): void {
  if (row['stamp'] !== (ctx.principal?.credential.stamp ?? NO_STAMP)) throw new StaleCredential();
  if (row['schema'] !== catalog.revision) throw new StaleSchema();
}

/** The same for writes: the lane asks once for all units of a transaction. */
export function guardsOf(ctx: RequestContext, catalog: Catalog): UnitGuards {
  return { credential: ctx.principal?.credential ?? null, schemaRevision: catalog.revision };
}
