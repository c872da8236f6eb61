import type { Carried } from '#domain/query/carried-by';
import type { ListPlan } from '#domain/query/record-plan';
import type { RequestValues } from '#domain/rules/condition';
import type { Versioned } from './versioned-cache';
import { parseVersions, type Versions } from './versions';

/** A reader's snapshot may be so many commits older than the last one. */
const KEPT_DIFFERENCES = 64;

/** What one commit added to a total. */
export interface Difference {
  readonly by: number;
  /** Versions.others that it was found with; null: it is the same whatever the others are. */
  readonly others: string | null;
}

interface Counted extends Versions {
  readonly answer: number;
}

/**
 * A total with what commits have added to it since it was counted, or before: every version that differences lead to has its
 * answer.
 */
export class CarriedTotal {
  /** How often it was asked for lately; halved by every commit. */
  heat = 1;
  /** Commits in a row during which nobody has asked. */
  idle = 0;
  /** The count that is under way. */
  counting: Promise<unknown> | null = null;
  private counted: Counted | null = null;
  /** By the version that a commit has moved on from. */
  private readonly differences = new Map<number, Difference>();

  constructor(
    readonly plan: ListPlan,
    readonly carried: Carried,
    /** What the condition is bound to. */
    readonly request: RequestValues,
    /** The commits on the way to a version, each settled when it is certain how it ended. */
    private readonly onTheWay: ReadonlyMap<number, Promise<void>>,
  ) {}

  asked(): void {
    this.heat += 1;
    this.idle = 0;
  }

  found({ answer, versions }: Versioned<number>): void {
    if (versions !== null) this.counted = { ...parseVersions(versions), answer };
  }

  /** undefined: nothing leads to these versions. */
  at(versions: Versions): number | undefined {
    const { counted } = this;
    if (counted === null || counted.others !== versions.others) return undefined;
    const ahead = counted.listed < versions.listed;
    const [from, to] = ahead ? [counted.listed, versions.listed] : [versions.listed, counted.listed];
    let sum = 0;
    for (let version = from; version < to; version += 1) {
      const difference = this.differences.get(version);
      if (difference === undefined || !isOf(difference, versions)) return undefined;
      sum += difference.by;
    }
    return counted.answer + (ahead ? sum : -sum);
  }

  /** As at(), for a snapshot that may show a commit before it is answered. */
  async when(versions: Versions): Promise<number | undefined> {
    const settled = this.onTheWay.get(versions.listed);
    if (settled === undefined) return undefined;
    await settled;
    return this.at(versions);
  }

  /** A commit has moved the collection on from this version. */
  moved(from: number, difference: Difference): void {
    this.differences.set(from, difference);
    const [oldest] = this.differences.keys();
    if (this.differences.size > KEPT_DIFFERENCES) this.differences.delete(oldest!);
    if (this.counted === null || from - this.counted.listed < KEPT_DIFFERENCES / 2) return;
    const versions = { listed: from + 1, others: this.counted.others };
    const answer = this.at(versions);
    this.counted = answer === undefined ? null : { ...versions, answer };
  }
}

function isOf({ others }: Difference, versions: Versions): boolean {
  return others === null || others === versions.others;
}
