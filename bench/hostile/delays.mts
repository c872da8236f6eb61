/** How long each of many requests took, made one after the other at an interval. */
export interface Delayed {
  readonly max: number;
  readonly p99: number;
  readonly count: number;
  /** Answers other than success, by status. */
  readonly failed: Readonly<Record<string, number>>;
}

export class Delays {
  private readonly intervalMs: number;
  private readonly milliseconds: number[] = [];
  private readonly failed: Record<string, number> = {};

  constructor(intervalMs: number) {
    this.intervalMs = intervalMs;
  }

  /** One that takes longer than the interval also stands for those that were due meanwhile and would have waited for less. */
  add(took: number, status: string): void {
    for (let left = took; left > 0; left -= this.intervalMs) this.milliseconds.push(left);
    if (!status.startsWith('2')) this.failed[status] = (this.failed[status] ?? 0) + 1;
  }

  summary(): Delayed {
    const sorted = this.milliseconds.toSorted((one, other) => one - other);
    const rank = Math.max(0, Math.ceil(sorted.length * 0.99) - 1);
    return { max: sorted.at(-1) ?? 0, p99: sorted[rank] ?? 0, count: sorted.length, failed: this.failed };
  }
}
