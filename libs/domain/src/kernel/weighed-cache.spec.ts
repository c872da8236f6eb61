import { WeighedCache } from './weighed-cache';

const KIB = 1024;
const LIMIT = 100 * KIB;
const ENTRY = KIB;

/** Puts in so many entries of about a kibibyte, and asks for `wanted` between them. */
function fill(cache: WeighedCache<number>, owner: string, count: number, wanted?: string): void {
  for (let index = 0; index < count; index += 1) {
    cache.set(`${owner} ${index}`, index, ENTRY, owner);
    if (wanted !== undefined) cache.get(wanted);
  }
}

test('never holds more bytes than its limit, nor of one owner more than its part', () => {
  const cache = new WeighedCache<number>(LIMIT);
  for (let owner = 0; owner < 20; owner += 1) {
    fill(cache, `o${owner}`, 200);
    expect(cache.bytesOf(`o${owner}`)).toBeLessThanOrEqual(LIMIT / 4);
    expect(cache.bytes).toBeLessThanOrEqual(LIMIT);
  }
  expect(cache.bytes).toBeGreaterThan(LIMIT * 0.9);
});

test('keeps what is asked for, and lets go of what is not', () => {
  const cache = new WeighedCache<number>(LIMIT);
  cache.set('wanted', 1, ENTRY, 'a');
  cache.set('unwanted', 1, ENTRY, 'a');
  fill(cache, 'a', 500, 'wanted');
  expect(cache.get('wanted')).toBe(1);
  expect(cache.get('unwanted')).toBeUndefined();
  expect(cache.get('a 499')).toBe(499);
});

test('what one owner asks for leaves the entries of the others alone', () => {
  const cache = new WeighedCache<number>(LIMIT);
  fill(cache, 'small', 5);
  fill(cache, 'large', 1000);
  for (let index = 0; index < 5; index += 1) expect(cache.get(`small ${index}`)).toBe(index);
});

test('where everything is full, owners with more than an equal share make room', () => {
  const cache = new WeighedCache<number>(LIMIT);
  fill(cache, 'small', 5);
  for (let round = 0; round < 5; round += 1) {
    for (let owner = 0; owner < 5; owner += 1) fill(cache, `o${owner}`, 100);
  }
  const kept = Array.from({ length: 5 }, (_, index) => cache.get(`small ${index}`));
  expect(cache.bytes).toBeLessThanOrEqual(LIMIT);
  expect(kept).not.toContain(undefined);
});

test('an entry larger than its owner may have is not kept, nor is the one that it was to replace', () => {
  const cache = new WeighedCache<number>(LIMIT);
  cache.set('key', 1, ENTRY, 'a');
  cache.set('key', 2, LIMIT / 2, 'a');
  expect(cache.get('key')).toBeUndefined();
  expect(cache.bytes).toBe(0);
});

test('what is set again counts once, and what is deleted no more', () => {
  const cache = new WeighedCache<number>(LIMIT);
  cache.set('key', 1, ENTRY, 'a');
  const { bytes } = cache;
  cache.set('key', 2, ENTRY, 'b');
  expect(cache.get('key')).toBe(2);
  expect([cache.bytes, cache.bytesOf('a'), cache.bytesOf('b')]).toEqual([bytes, 0, bytes]);
  cache.delete('key');
  expect([cache.bytes, cache.size, cache.get('key')]).toEqual([0, 0, undefined]);
  fill(cache, 'a', 10);
  cache.clear();
  expect([cache.bytes, cache.size]).toEqual([0, 0]);
});
