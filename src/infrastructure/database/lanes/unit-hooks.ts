import { StaleCredential, StaleSchema } from '#application/ports/stale';
import { compileCountChanges, compileGuards } from '#sql/compile-guards';
import type { Dialect } from '#sql/dialect/dialect';
import type { LaneHooks } from './lane-hooks';
import type { DoneUnit, QueuedUnit, UnitGuards } from './lane-unit';
import type { SqlConnection } from '../sql-connection';

interface CountChange {
  readonly account: string;
  readonly collection: string;
  delta: number;
}

/** What is true now, as the transaction sees it. */
interface Present {
  readonly schemaRevision: number;
  readonly stamps: ReadonlyMap<string, number>;
}

/** Checks the guards of all units of a transaction with one statement, and writes their record counts with another. */
export class UnitHooks implements LaneHooks {
  private readonly guardsText: string;
  private readonly countsText: string;

  constructor(dialect: Dialect) {
    this.guardsText = compileGuards(dialect).text;
    this.countsText = compileCountChanges(dialect).text;
  }

  async verify(sql: SqlConnection, units: readonly QueuedUnit[]): Promise<readonly (Error | null)[]> {
    if (units.every(({ guards }) => guards.credential === null && guards.schemaRevision === null)) return [];
    const ids = [...new Set(units.flatMap(({ guards }) => guards.credential?.id ?? []))];
    const list = JSON.stringify(ids.map((id, n) => ({ n, id })));
    const rows = await sql.all(this.guardsText, [list]);
    const stamps = new Map<string, number>();
    for (const { n, stamp } of rows) if (n !== null) stamps.set(ids[Number(n)]!, Number(stamp));
    const present = { schemaRevision: Number(rows[0]!['schema']), stamps };
    return units.map(({ guards }) => staleness(guards, present));
  }

  async beforeCommit(sql: SqlConnection, done: readonly DoneUnit[]): Promise<void> {
    const changes = new Map<string, CountChange>();
    for (const { tx } of done) {
      for (const { accountId, collectionId, delta } of tx.counts) {
        const key = accountId + collectionId;
        const change = changes.get(key);
        if (change === undefined) changes.set(key, { account: accountId, collection: collectionId, delta });
        else change.delta += delta;
      }
    }
    if (changes.size > 0) await sql.all(this.countsText, [JSON.stringify([...changes.values()])]);
  }
}

function staleness(guards: UnitGuards, present: Present): Error | null {
  const { credential, schemaRevision } = guards;
  if (credential !== null && present.stamps.get(credential.id) !== credential.stamp) return new StaleCredential();
  if (schemaRevision !== null && schemaRevision !== present.schemaRevision) return new StaleSchema();
  return null;
}
