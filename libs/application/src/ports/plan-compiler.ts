/** Turns plans into what a record store runs. */
import type { RecordPlan } from '#domain/query/record-plan';

/** A plan with its statements. Opaque: only the store looks inside. */
export interface Compiled<P extends RecordPlan> {
  readonly plan: P;
  /** What the statements hold in memory, about. */
  readonly bytes: number;
}

export abstract class PlanCompiler {
  /** The same plan is compiled once. */
  abstract compile<P extends RecordPlan>(plan: P): Compiled<P>;
}
