import type { Outcome } from '#application/ports/transactions';
import type { RecordChange } from '#domain/records/record-change';
import type { DoneUnit } from '../lanes/lane-unit';
import type { MovedVersion } from '../lanes/version-watch';
import type { CarriedTotal, Difference } from './carried-total';
import type { Place } from './place';

/** A place in a transaction that moves its version. */
export class MovedPlace {
  readonly account: string;
  readonly version: number;
  /** null: not every record that has changed is known, as the totals know it. */
  readonly changes: readonly RecordChange[] | null;
  /** What is known to be added to which total. */
  readonly differences = new Map<CarriedTotal, Difference>();

  /** `revision`: of the schema that the totals were planned in. */
  constructor(
    readonly place: Place,
    moved: MovedVersion,
    done: readonly DoneUnit[],
    revision: number,
  ) {
    this.account = moved.accountId;
    this.version = moved.version;
    this.changes = changesOf(moved, done, revision);
  }

  /** `settled`: this very commit, as it is known to those who wait for it. */
  settle(outcome: Outcome, settled: Promise<void>): void {
    const { onTheWay } = this.place;
    if (onTheWay.get(this.version) === settled) onTheWay.delete(this.version);
    if (outcome !== 'committed') return;
    for (const [total, difference] of this.differences) total.moved(this.version - 1, difference);
  }
}

function changesOf(
  { accountId, collectionId }: MovedVersion,
  done: readonly DoneUnit[],
  revision: number,
): readonly RecordChange[] | null {
  const isHere = (told: Pick<RecordChange, 'accountId' | 'collectionId'>): boolean =>
    told.collectionId === collectionId && told.accountId === accountId;
  const changes: RecordChange[] = [];
  for (const { queued, tx } of done) {
    if (tx.summaries.some(isHere)) return null;
    const own = tx.changes.filter(isHere);
    if (own.length > 0 && queued.unit.expectation.schemaRevision !== revision) return null;
    for (const change of own) changes.push(change);
  }
  return changes;
}
