import fc from 'fast-check';
import { addToDate, diffDates, parseDate, parseDatetime } from './calendar';

describe('parseDate', () => {
  it.each(['2024-02-29', '0001-01-01', '9999-12-31'])('takes %s', (text) => {
    expect(parseDate(text)).toBe(text);
  });

  it.each(['2023-02-29', '2026-13-01', '2026-00-10', '0000-01-01', '2026-1-1', '26-01-01', '2026-01-01 ', ''])(
    'refuses %s',
    (text) => {
      expect(parseDate(text)).toBeNull();
    },
  );
});

describe('parseDatetime', () => {
  it.each([
    ['2026-01-31', '2026-01-31T00:00:00.000Z'],
    ['2026-01-31T10:20', '2026-01-31T10:20:00.000Z'],
    ['2026-01-31 10:20:30', '2026-01-31T10:20:30.000Z'],
    ['2026-01-31T10:20:30.1Z', '2026-01-31T10:20:30.100Z'],
    ['2026-01-31T10:20:30.123999+00:00', '2026-01-31T10:20:30.123Z'],
    ['2026-01-31T23:30:00-0100', '2026-02-01T00:30:00.000Z'],
    ['2026-01-31t00:30:00+01', '2026-01-30T23:30:00.000Z'],
  ])('%s -> %s', (text, stored) => {
    expect(parseDatetime(text)).toBe(stored);
  });

  it.each([
    '2026-02-30T00:00:00Z',
    '2026-01-31T24:00:00Z',
    '2026-01-31T10:60:00Z',
    '2026-01-31T10:20:60Z',
    '2026-01-31T10:20:30+24:00',
    '0001-01-01T00:00:00+01:00',
    '9999-12-31T23:59:59-00:01',
    '2026-01-31T10:20:30.Z',
    'now',
  ])('refuses %s', (text) => {
    expect(parseDatetime(text)).toBeNull();
  });
});

describe('date arithmetic', () => {
  const days = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
  const datetimes = days.map((date) => date.toISOString());

  it('finds back the whole months that were added, but for days that the month does not have', () => {
    fc.assert(
      fc.property(datetimes, fc.integer({ min: -2000, max: 2000 }), (start, months) => {
        const end = addToDate(start, months, 'months');
        const found = end === null ? months : diffDates(end, start, 'months');
        expect(found === months).toBe(true);
      }),
    );
  });

  it('gives a whole number of months that does not pass the end', () => {
    fc.assert(
      fc.property(datetimes, datetimes, (left, right) => {
        const months = diffDates(left, right, 'months');
        const reached = addToDate(right, months, 'months')!;
        const next = addToDate(right, months + (left < right ? -1 : 1), 'months');
        expect(Number.isInteger(months)).toBe(true);
        const reaches = left < right ? reached >= left : reached <= left;
        const passes = next === null || (left < right ? next < left : next > left);
        expect(reaches && passes).toBe(true);
      }),
    );
  });

  it.each([
    ['9999-12-31', 1, 'days', null],
    ['0001-01-01', -1, 'months', null],
    ['2026-01-01', 0.0005, 'seconds', '2026-01-01T00:00:00.000Z'],
    ['2026-01-01', -0.0015, 'seconds', '2025-12-31T23:59:59.999Z'],
    ['2026-01-01', 1.5, 'years', '2027-01-01T00:00:00.000Z'],
  ] as const)('%s + %s %s', (date, amount, unit, expected) => {
    expect(addToDate(date, amount, unit)).toBe(expected);
  });
});
