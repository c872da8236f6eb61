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

const MS_PER_SECOND = 1000;
let lastSecond = Number.NaN;
/** Up to and with the decimal point. */
let textOfSecond = '';

/**
 * Unix milliseconds as ISO 8601 text in UTC with milliseconds. Every request needs the time at least once, and the calendar
 * of a second is worked out once for all of them.
 */
export function isoTime(milliseconds: number): string {
  const second = Math.floor(milliseconds / MS_PER_SECOND);
  if (second !== lastSecond) {
    textOfSecond = new Date(second * MS_PER_SECOND).toISOString().slice(0, -'000Z'.length);
    lastSecond = second;
  }
  const fraction = Math.trunc(milliseconds - second * MS_PER_SECOND);
  return `${textOfSecond}${String(fraction).padStart(3, '0')}Z`;
}
