import { Tally } from './tally';

test('counts each name apart, and forgets one that has none left', () => {
  const tally = new Tally();
  for (const name of ['a', 'b', 'a', '__proto__']) tally.add(name);
  expect(['a', 'b', '__proto__', 'constructor'].map((name) => tally.of(name))).toEqual([2, 1, 1, 0]);
  tally.remove('a');
  tally.remove('b');
  expect(['a', 'b'].map((name) => tally.of(name))).toEqual([1, 0]);
  expect(Reflect.get(tally, 'counts')).toEqual(
    new Map([
      ['a', 1],
      ['__proto__', 1],
    ]),
  );
});
