import { FairLines } from './fair-lines';

describe('FairLines', () => {
  const anybody = (): boolean => true;
  const BOUNDS = { perLine: 3, total: 8 };

  /** `owner line`, once for each item. */
  function filled(...places: readonly string[]): FairLines<string> {
    const queue = new FairLines<string>(BOUNDS);
    for (const [index, place] of places.entries()) {
      const [owner, line] = place.split(' ') as [string, string];
      queue.add(owner, line, `${place} ${index}`);
    }
    return queue;
  }

  function taken(queue: FairLines<string>, mayHave: (owner: string, line: string) => boolean = anybody): string[] {
    const items: string[] = [];
    for (let item = queue.take(mayHave); item !== undefined; item = queue.take(mayHave)) items.push(item);
    return items;
  }

  it('gives one of each owner, and of each owner one of each line', () => {
    const queue = filled('a x', 'a x', 'a y', 'a y', 'b x', 'b x');
    expect(taken(queue)).toEqual(['a x 0', 'b x 4', 'a y 2', 'b x 5', 'a x 1', 'a y 3']);
    expect(queue.size).toBe(0);
  });

  it('passes over a line that may not have a place, and keeps its turn', () => {
    const queue = filled('a x', 'a y', 'b x', 'a x');
    expect(queue.take((owner, line) => owner !== 'a' || line === 'y')).toBe('a y 1');
    expect(taken(queue, (owner) => owner === 'b')).toEqual(['b x 2']);
    expect(taken(queue)).toEqual(['a x 0', 'a x 3']);
  });

  it('holds so many of a line and of all', () => {
    const queue = new FairLines<number>(BOUNDS);
    const add = (owner: string, line: string): boolean => queue.add(owner, line, 1);
    expect(Array.from({ length: 4 }, () => add('a', 'x'))).toEqual([true, true, true, false]);
    expect(Array.from({ length: 4 }, () => add('a', 'y'))).toEqual([true, true, true, false]);
    expect(Array.from({ length: 3 }, () => add('b', 'x'))).toEqual([true, true, false]);
    expect(queue.take(anybody)).toBe(1);
    expect(add('b', 'x')).toBe(true);
  });
});
