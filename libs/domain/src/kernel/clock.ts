/** The one place that reads the time, so that whatever depends on it can be given another. */
export abstract class Clock {
  /** Unix milliseconds. */
  abstract now(): number;

  /** The same as ISO 8601 text in UTC with milliseconds. */
  iso(): string {
    return isoTime(this.now());
  }
}

class SystemClock extends Clock {
  override now(): number {
    return Date.now();
  }
}

export const systemClock: Clock = new SystemClock();

/** Unix milliseconds as ISO 8601 text in UTC with milliseconds. */
export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
