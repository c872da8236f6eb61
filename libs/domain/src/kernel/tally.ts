/** How many there are of each name; a name without any takes no room. */
export class Tally {
  private readonly counts = new Map<string, number>();

  of(name: string): number {
    return this.counts.get(name) ?? 0;
  }

  add(name: string): void {
    this.counts.set(name, this.of(name) + 1);
  }

  /** Only for a name that was added. */
  remove(name: string): void {
    const left = this.of(name) - 1;
    if (left <= 0) this.counts.delete(name);
    else this.counts.set(name, left);
  }
}
