/** What may be spent on the totals of one transaction. */
const MAX_MS = 1;
const MAX_EVALUATIONS = 2000;
/** To look at the time costs as much as a short evaluation. */
const EVALUATIONS_BETWEEN_LOOKS = 16;

export class Budget {
  private readonly ends: number;
  private evaluations = 0;
  private over = false;

  /** `elapsed`: milliseconds since any time, never going back. */
  constructor(private readonly elapsed: () => number) {
    this.ends = elapsed() + MAX_MS;
  }

  /** Whether more may be begun. */
  get isOver(): boolean {
    this.over ||= this.elapsed() > this.ends;
    return this.over;
  }

  /** false: the next evaluation would be too much. */
  spend(): boolean {
    if (this.over) return false;
    this.evaluations += 1;
    if (this.evaluations > MAX_EVALUATIONS) this.over = true;
    return this.evaluations % EVALUATIONS_BETWEEN_LOOKS === 0 ? !this.isOver : !this.over;
  }
}
