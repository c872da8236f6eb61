import type { CarriedTotal } from './carried-total';
import type { CarriedTotals, Wanted } from './carried-totals';
import { type Versioned, VersionedCache } from './versioned-cache';
import { parseVersions, type Versions } from './versions';

type Count = () => Promise<Versioned<number>>;

/** Totals by the versions of what they were counted from. One that is asked for again is carried on from then on. */
export class RememberedTotals {
  private readonly counted = new VersionedCache<number>();

  constructor(private readonly carried: CarriedTotals) {}

  /** Charged to `owner`. `versions`: of the request's snapshot; null: no version proves it. */
  async get(wanted: Wanted, owner: string, versions: string | null, count: Count): Promise<number> {
    const total = versions === null ? undefined : this.find(wanted);
    if (versions === null || total === undefined) return this.counted.get(wanted.key, owner, versions, count);
    total.asked();
    const seen = parseVersions(versions);
    const known = total.at(seen) ?? (await total.when(seen));
    if (known !== undefined) return known;
    return (await underWay(total, seen)) ?? counted(total, count);
  }

  private find(wanted: Wanted): CarriedTotal | undefined {
    const known = this.carried.find(wanted);
    if (known !== undefined) return known;
    const earlier = this.counted.peek(wanted.key);
    const total = earlier && this.carried.begin(wanted);
    if (earlier) total?.found(earlier);
    return total;
  }
}

/** What another request counts just now, if that leads to these versions. */
async function underWay(total: CarriedTotal, versions: Versions): Promise<number | undefined> {
  if (total.counting === null) return undefined;
  await total.counting;
  return total.at(versions);
}

/** Others that want it meanwhile wait for it. */
async function counted(total: CarriedTotal, count: Count): Promise<number> {
  const counting = count();
  total.counting = counting;
  try {
    const found = await counting;
    total.found(found);
    return found.answer;
  } finally {
    if (total.counting === counting) total.counting = null;
  }
}
