import type { QueuedUnit } from './lane-unit';
import { SharedSteps } from './shared-steps';

interface OpenBatch {
  readonly units: QueuedUnit[];
  readonly ids: Set<string>;
}

/**
 * Splits a group into batches that run together: units of the same shape in one batch, everything else alone. The units
 * of a group are concurrent, so a unit may move forward to the first of its shape. Units that write the same row are
 * kept apart: one statement would treat the two as one.
 */
export function batchesOf(units: readonly QueuedUnit[]): QueuedUnit[][] {
  const batches: QueuedUnit[][] = [];
  const open = new Map<string, OpenBatch>();
  for (const queued of units) {
    const { work } = queued.unit;
    if (!(work instanceof SharedSteps)) {
      batches.push([queued]);
      continue;
    }
    const ids = idsOf(work);
    const current = open.get(work.shape);
    if (current !== undefined && ids.every((id) => !current.ids.has(id))) {
      current.units.push(queued);
      for (const id of ids) current.ids.add(id);
      continue;
    }
    const batch = { units: [queued], ids: new Set(ids) };
    batches.push(batch.units);
    open.set(work.shape, batch);
  }
  return batches;
}

function idsOf({ steps }: SharedSteps<unknown>): readonly string[] {
  return steps.length === 1 ? steps[0]!.ids : steps.flatMap((step) => step.ids);
}
