import { GenerationCache } from './generation-cache';

test('never holds more than its limit, and keeps what is asked for', () => {
  const cache = new GenerationCache<number>(10);
  cache.set('wanted', 0);
  for (let index = 1; index < 1000; index += 1) {
    cache.set(`k${index}`, index);
    expect(cache.get('wanted')).toBe(0);
  }
  const held = Array.from({ length: 1000 }, (_, index) => cache.get(`k${index}`)).filter(
    (value) => value !== undefined,
  );
  expect(held.length).toBeLessThan(10);
  expect(cache.get('k999')).toBe(999);
});

test('what is deleted is gone from both generations', () => {
  const cache = new GenerationCache<number>(4);
  cache.set('a', 1);
  cache.set('b', 2);
  cache.set('c', 3);
  expect(cache.get('a')).toBe(1);
  cache.delete('a');
  expect(cache.get('a')).toBeUndefined();
});
