import type { Row, SqlConnection } from '../sql-connection';
import type { QueuedUnit } from './lane-unit';
import { runStep, type SharedStep, type SharedSteps, StepRefused } from './shared-steps';

/** A unit of a batch, with the rows that its steps returned so far. */
export interface SharedUnit {
  readonly queued: QueuedUnit;
  readonly work: SharedSteps<unknown>;
  readonly returned: (readonly Row[])[];
}

export type Refused = ReadonlyMap<SharedUnit, StepRefused>;

/**
 * Runs units of one shape, which has so many steps. Resolves with the units that the first statement left out entirely, which
 * wrote nothing; null: all have to be undone.
 */
export async function runShared(
  sql: SqlConnection,
  batch: readonly SharedUnit[],
  count: number,
): Promise<Refused | null> {
  const refusals = new Map<SharedUnit, StepRefused>();
  for (let index = 0; index < count; index += 1) {
    const going = refusals.size === 0 ? batch : batch.filter((unit) => !refusals.has(unit));
    if (going.length === 0) break;
    const steps = going.map(({ work }): SharedStep => work.steps[index]!);
    const results = await runStep(sql, steps, index);
    for (let position = 0; position < going.length; position += 1) {
      const unit = going[position]!;
      const result = results[position]!;
      if (!(result instanceof StepRefused)) unit.returned.push(result);
      else if (index === 0 && result.refused.length === steps[position]!.rows.length) refusals.set(unit, result);
      else return null;
    }
  }
  return refusals;
}
