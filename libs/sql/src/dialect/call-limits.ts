/** The figures of the date and number functions, as libs/domain/src/rules has them; both dialects write them into text. */
export const FIXED_UNITS: Readonly<Record<string, number>> = {
  days: 86_400_000,
  hours: 3_600_000,
  minutes: 60_000,
  seconds: 1_000,
};

/** Unix milliseconds of 0001-01-01T00:00:00.000Z and 9999-12-31T23:59:59.999Z. */
export const EARLIEST = -62_135_596_800_000;
export const LATEST = 253_402_300_799_999;

/** Longer than the calendar: a sum that is out of range stays out of range. */
export const MAX_MILLISECONDS = 400_000_000_000_000;
export const MAX_MONTHS = 120_000;

/** Numbers from here on have no decimals to round. */
export const ROUND_LIMIT = 1_000_000_000_000_000;
