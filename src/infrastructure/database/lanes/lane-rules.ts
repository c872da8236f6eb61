import { Commits } from '#application/kernel/commits';
import { type Clock, systemClock } from '#domain/kernel/clock';
import type { Dialect } from '#sql/dialect/dialect';
import { CarriedTotals } from '../totals/carried-totals';
import type { CommitStep } from './commit-step';
import { ExpectationCheck } from './expectation-check';
import { FullAccounts } from './full-accounts';
import type { StoredQuotas } from './quota-check';
import { RecordCountsStep } from './record-counts.step';

/** What every transaction of a lane does besides its units. */
export interface LaneRules {
  /** Run first. */
  readonly expectations: ExpectationCheck;
  /** Run last, in this order. */
  readonly steps: readonly CommitStep[];
  readonly full: FullAccounts;
  /** Told after the commit. */
  readonly commits: Commits;
  readonly totals: CarriedTotals;
  readonly clock: Clock;
}

export function laneRules(dialect: Dialect, quotas: StoredQuotas | undefined, clock: Clock = systemClock): LaneRules {
  const totals = new CarriedTotals(dialect);
  return {
    expectations: new ExpectationCheck(dialect),
    steps: [new RecordCountsStep(dialect, totals, quotas)],
    full: new FullAccounts(),
    commits: new Commits(),
    totals,
    clock,
  };
}
