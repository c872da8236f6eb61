/**
 * Dates of the rule language: UTC, years 0001 to 9999, datetimes as ISO 8601 texts with milliseconds and Z, dates as
 * YYYY-MM-DD. Both forms sort as text.
 */

export const DATE_UNITS = ['days', 'hours', 'minutes', 'seconds', 'months', 'years'] as const;
export type DateUnit = (typeof DATE_UNITS)[number];

const FIXED_UNITS: Partial<Record<DateUnit, number>> = {
  days: 86_400_000,
  hours: 3_600_000,
  minutes: 60_000,
  seconds: 1_000,
};
const MONTHS_PER_YEAR = 12;
/** More than lies between the years 1 and 9999, so a sum that is out of range stays out of range. */
const MAX_MILLISECONDS = 4e14;
const MAX_MONTHS = 120_000;
const EARLIEST = Date.parse('0001-01-01T00:00:00.000Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const DATETIME = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|z|[+-]\d\d(?::?\d\d)?)?$/;

/** A date in its stored form, or null when the text is not a day of the calendar. */
export function parseDate(text: string): string | null {
  const parts = DATE.exec(text);
  if (parts === null) return null;
  const date = new Date(0);
  date.setUTCFullYear(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]));
  return date.getTime() >= EARLIEST && date.toISOString().startsWith(text) ? text : null;
}

/** A date or date-time in stored form; without an offset it is UTC, digits beyond milliseconds are dropped. */
export function parseDatetime(text: string): string | null {
  const day = parseDate(text);
  if (day !== null) return `${day}T00:00:00.000Z`;
  const parts = DATETIME.exec(text);
  const date = parts === null ? null : parseDate(parts[1]!);
  if (parts === null || date === null) return null;
  const [hours, minutes, seconds] = [Number(parts[2]), Number(parts[3]), Number(parts[4] ?? 0)];
  const offset = offsetMinutes(parts[6]);
  if (hours > 23 || minutes > 59 || seconds > 59 || offset === null) return null;
  const milliseconds = Number((parts[5] ?? '').slice(0, 3).padEnd(3, '0'));
  return toText(Date.parse(date) + ((hours * 60 + minutes - offset) * 60 + seconds) * 1000 + milliseconds);
}

/** `value` (stored date or datetime) plus an amount, as a datetime; null outside the years 0001 to 9999. */
export function addToDate(value: string, amount: number, unit: DateUnit): string | null {
  const length = FIXED_UNITS[unit];
  if (length === undefined) {
    return addMonths(value, Math.trunc(amount) * (unit === 'years' ? MONTHS_PER_YEAR : 1));
  }
  const milliseconds = Math.trunc(amount * length);
  return Math.abs(milliseconds) > MAX_MILLISECONDS ? null : toText(Date.parse(value) + milliseconds);
}

/** `left` minus `right`: a fraction in fixed units, whole calendar months or years otherwise. */
export function diffDates(left: string, right: string, unit: DateUnit): number {
  const length = FIXED_UNITS[unit];
  if (length !== undefined) return (Date.parse(left) - Date.parse(right)) / length;
  const months = diffMonths(left, right);
  return unit === 'years' ? Math.trunc(months / MONTHS_PER_YEAR) : months;
}

/** A day that the month does not have becomes its last. */
function addMonths(value: string, months: number): string | null {
  if (Math.abs(months) > MAX_MONTHS) return null;
  const date = new Date(value);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const lastDay = new Date(date);
  lastDay.setUTCMonth(date.getUTCMonth() + 1, 0);
  date.setUTCDate(Math.min(day, lastDay.getUTCDate()));
  return toText(date.getTime());
}

function diffMonths(left: string, right: string): number {
  const end = new Date(left);
  const start = new Date(right);
  const years = end.getUTCFullYear() - start.getUTCFullYear();
  const months = years * MONTHS_PER_YEAR + end.getUTCMonth() - start.getUTCMonth();
  const reached = addMonths(right, months);
  if (reached === null || months === 0) return months;
  const beyond = Math.sign(Date.parse(reached) - end.getTime());
  return beyond === Math.sign(months) ? months - beyond : months;
}

function toText(milliseconds: number): string | null {
  return milliseconds < EARLIEST || milliseconds > LATEST ? null : new Date(milliseconds).toISOString();
}

function offsetMinutes(text: string | undefined): number | null {
  if (text === undefined || text === 'Z' || text === 'z') return 0;
  const hours = Number(text.slice(1, 3));
  const minutes = Number(text.slice(3).replace(':', ''));
  if (hours > 23 || minutes > 59) return null;
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
