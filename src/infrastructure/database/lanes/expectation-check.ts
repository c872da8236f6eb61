import { StaleExpectation } from '#application/ports/stale-expectation';
import type { Expectation } from '#application/ports/transactions';
import { compileGuards } from '#sql/compile-guards';
import type { Dialect } from '#sql/dialect/dialect';
import type { SqlConnection } from '../sql-connection';
import type { QueuedUnit } from './lane-unit';

/** What is true now, as the transaction sees it. */
interface Present {
  readonly schemaRevision: number;
  readonly stamps: ReadonlyMap<string, number>;
}

/** Compares what the units of a transaction expect with what is true in it, with one statement for all of them. */
export class ExpectationCheck {
  private readonly text: string;

  constructor(dialect: Dialect) {
    this.text = compileGuards(dialect).text;
  }

  /** One answer per unit: null, or the error that it rejects with. Empty when no unit expects anything. */
  async run(sql: SqlConnection, units: readonly QueuedUnit[]): Promise<readonly (Error | null)[]> {
    const expectations = units.map(({ unit }) => unit.expectation);
    if (expectations.every(({ credential, schemaRevision }) => credential === null && schemaRevision === null))
      return [];
    const ids = [...new Set(expectations.flatMap(({ credential }) => credential?.id ?? []))];
    const list = JSON.stringify(ids.map((id, n) => ({ n, id })));
    const rows = await sql.all(this.text, [list]);
    const stamps = new Map<string, number>();
    for (const { n, stamp } of rows) if (n !== null) stamps.set(ids[Number(n)]!, Number(stamp));
    const present = { schemaRevision: Number(rows[0]!['schema']), stamps };
    return expectations.map((expectation) => staleness(expectation, present));
  }
}

function staleness({ credential, schemaRevision }: Expectation, present: Present): Error | null {
  if (credential !== null && present.stamps.get(credential.id) !== credential.stamp) {
    return new StaleExpectation('credential');
  }
  if (schemaRevision !== null && schemaRevision !== present.schemaRevision) return new StaleExpectation('schema');
  return null;
}
