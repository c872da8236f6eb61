import { WeighedCache } from '#domain/kernel/weighed-cache';
import { type Carried, carriedBy } from '#domain/query/carried-by';
import type { ListPlan } from '#domain/query/record-plan';
import type { RequestValues } from '#domain/rules/condition';
import type { Dialect } from '#sql/dialect/dialect';
import type { DoneUnit } from '../lanes/lane-unit';
import type { MovedVersion, VersionWatch } from '../lanes/version-watch';
import type { SqlConnection } from '../sql-connection';
import { CarriedTotal } from './carried-total';
import { Differences } from './differences';
import { MovedPlace } from './moved-place';
import { Place } from './place';

/** Bytes of all carried totals; an account has a quarter of them. */
const MAX_BYTES = 2 * 1024 * 1024;
const NOWHERE: readonly MovedPlace[] = [];

/** A total that is wanted. */
export interface Wanted {
  /** By which it is remembered: of the statement and all that is bound to it. */
  readonly key: string;
  /** null: over all accounts. */
  readonly account: string | null;
  /** Of the schema that it was planned in. */
  readonly revision: number;
  readonly plan: ListPlan;
  readonly request: RequestValues;
}

/** The totals that commits carry on (docs/adr/0015-carried-totals.md). */
export class CarriedTotals implements VersionWatch {
  /** Of the schema that all of them were planned in. */
  private revision = 0;
  private readonly places = new WeighedCache<Place>(MAX_BYTES);
  private readonly carried = new WeakMap<ListPlan, Carried | null>();
  private readonly differences: Differences;

  /** `elapsed`: milliseconds since any time, never going back. */
  constructor(dialect: Dialect, elapsed: () => number = () => performance.now()) {
    this.differences = new Differences(dialect, elapsed);
  }

  find({ key, account, plan, revision }: Wanted): CarriedTotal | undefined {
    if (account === null || revision !== this.revision) return undefined;
    return this.places.get(nameOf(account, plan.collection.id))?.totals.get(key);
  }

  /** From now on; undefined: it is not carried. */
  begin({ key, account, plan, revision, request }: Wanted): CarriedTotal | undefined {
    const carried = this.carriedBy(plan);
    if (account === null || carried === null || revision < this.revision) return undefined;
    if (revision > this.revision) this.places.clear();
    this.revision = revision;
    const name = nameOf(account, plan.collection.id);
    const place = this.places.get(name) ?? new Place(account);
    if (!place.hasRoomFor(key)) return undefined;
    const total = new CarriedTotal(plan, carried, request, place.onTheWay);
    place.totals.set(key, total);
    this.places.set(name, place, place.bytes, account);
    return total;
  }

  async moved(sql: SqlConnection, done: readonly DoneUnit[], versions: readonly MovedVersion[]): Promise<void> {
    const places = this.placesOf(done, versions);
    if (places.length === 0) return;
    const settled = new Promise<void>((resolve) => {
      done[0]!.tx.onSettled((outcome) => {
        for (const moved of places) moved.settle(outcome, settled);
        resolve();
      });
    });
    for (const { place, version } of places) place.onTheWay.set(version, settled);
    await this.differences.find(sql, places);
  }

  /** Those of which totals are carried. */
  private placesOf(done: readonly DoneUnit[], versions: readonly MovedVersion[]): readonly MovedPlace[] {
    if (this.places.size === 0) return NOWHERE;
    return versions.flatMap((moved) => {
      const place = this.places.get(nameOf(moved.accountId, moved.collectionId));
      return place === undefined ? NOWHERE : [new MovedPlace(place, moved, done, this.revision)];
    });
  }

  private carriedBy(plan: ListPlan): Carried | null {
    let carried = this.carried.get(plan);
    if (carried === undefined) this.carried.set(plan, (carried = carriedBy(plan)));
    return carried;
  }
}

function nameOf(account: string, collectionId: string): string {
  return account + collectionId;
}
