import { TokenBuckets } from './token-buckets';

const SECOND = 1000;
/** Sixty a minute, ten at once. */
const RATE = { interval: SECOND, capacity: 10 };

let buckets: TokenBuckets;
beforeEach(() => {
  buckets = new TokenBuckets();
});

const takeTimes = (times: number, now: number, key = 'a'): number =>
  Array.from({ length: times }, () => buckets.take(key, RATE, now)).filter(({ isAdmitted }) => isAdmitted).length;

test('a full bucket gives its burst, then what flows in', () => {
  expect(takeTimes(20, 0)).toBe(10);
  expect(takeTimes(5, 0.9 * SECOND)).toBe(0);
  expect(takeTimes(5, SECOND)).toBe(1);
  expect(takeTimes(50, 4 * SECOND)).toBe(3);
  expect(takeTimes(50, 1000 * SECOND)).toBe(10);
});

test('tells what is left, and when', () => {
  expect(buckets.take('a', RATE, 0)).toEqual({ isAdmitted: true, remaining: 9, reset: 1, retryAfter: 0 });
  expect(buckets.take('a', RATE, 0)).toEqual({ isAdmitted: true, remaining: 8, reset: 2, retryAfter: 0 });
  takeTimes(8, 0);
  expect(buckets.take('a', RATE, 0)).toEqual({ isAdmitted: false, remaining: 0, reset: 10, retryAfter: 1 });
  expect(buckets.take('a', { interval: 90 * SECOND, capacity: 1 }, 0).retryAfter).toBe(10);
});

test('N-3: a refused caller is never told to come again at once', () => {
  takeTimes(10, 0);
  expect(buckets.take('a', RATE, SECOND - 1).retryAfter).toBe(1);
});

test('refused requests take nothing: who keeps asking is let in at the same time', () => {
  takeTimes(1000, 0);
  expect(takeTimes(1, SECOND)).toBe(1);
});

test('buckets do not mix', () => {
  expect(takeTimes(20, 0, 'a')).toBe(10);
  expect(takeTimes(20, 0, 'b')).toBe(10);
});

test('a clock that is set back does not give more than the burst', () => {
  takeTimes(5, 100 * SECOND);
  expect(takeTimes(20, 0)).toBe(0);
  expect(takeTimes(20, 100 * SECOND)).toBe(5);
});
