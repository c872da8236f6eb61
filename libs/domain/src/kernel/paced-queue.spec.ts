import fc from 'fast-check';
import { randomRuns } from '../../../../test/support/random-runs';
import { PacedQueue } from './paced-queue';

describe('PacedQueue', () => {
  const any = (): boolean => true;

  function filled(...items: readonly string[]): PacedQueue<string> {
    const queue = new PacedQueue<string>();
    for (const item of items) queue.add(item[0]!, item);
    return queue;
  }

  function taken(queue: PacedQueue<string>): string[] {
    const items: string[] = [];
    for (let item = queue.take(any); item !== undefined; item = queue.take(any)) items.push(item);
    return items;
  }

  it('gives one of each owner in turn, each in its order, until it knows how long they take', () => {
    expect(taken(filled('a1', 'a2', 'a3', 'b1', 'c1', 'c2'))).toEqual(['a1', 'b1', 'c1', 'a2', 'c2', 'a3']);
  });

  it('gives an owner the next turn when it was served for less time than the others', () => {
    const queue = filled('a1', 'b1', 'a2', 'b2', 'b3');
    expect([queue.take(any), queue.take(any)]).toEqual(['a1', 'b1']);
    queue.charge('a', 3.5);
    queue.charge('b', 1);
    expect(taken(queue)).toEqual(['b2', 'b3', 'a2']);
  });

  it('lets an owner that comes later begin where the others are', () => {
    const queue = filled('a1', 'a2', 'a3', 'a4');
    for (let count = 0; count < 2; count += 1) {
      queue.take(any);
      queue.charge('a', 10);
    }
    for (const item of ['b1', 'b2', 'b3']) queue.add('b', item);
    queue.take(any);
    queue.charge('b', 1);
    expect(queue.take(any)).toBe('b2');
  });

  it('passes over what may not be taken', () => {
    const queue = filled('a1', 'b1', 'b2');
    expect(queue.take((owner, item) => owner === 'b' && item === 'b1')).toBe('b1');
    expect(queue.take((owner, item) => owner === 'b' && item === 'b1')).toBeUndefined();
    expect(taken(queue)).toEqual(['a1', 'b2']);
  });

  it('gives what was put back before what its owner has waiting, and counts it once', () => {
    const queue = filled('a1', 'a2', 'b1', 'b2');
    const item = queue.take(any)!;
    queue.putBack('a', item);
    expect(queue.size).toBe(4);
    expect(taken(queue)).toEqual(['a1', 'b1', 'a2', 'b2']);
  });

  it('knows how long items of an owner took lately, and forgets it', () => {
    const queue = filled('a1', 'a2');
    queue.take(any);
    queue.charge('a', 100);
    queue.charge('a', 10);
    expect(queue.paceOf('a')).toBe(70);
    expect(queue.paceOf('b')).toBe(0);
    queue.forget();
    expect(queue.paceOf('a')).toBe(0);
  });

  it('serves owners that always wait for the same time, whatever their items take', () => {
    const times = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(times, (each) => {
        const queue = new PacedQueue<number>();
        const served = each.map(() => 0);
        each.forEach((_, owner) => queue.add(String(owner), owner));
        for (let turn = 0; turn < 500; turn += 1) {
          const owner = queue.take(any)!;
          queue.add(String(owner), owner);
          queue.charge(String(owner), each[owner]!);
          served[owner]! += each[owner]!;
        }
        expect(Math.max(...served) - Math.min(...served)).toBeLessThanOrEqual(2 * Math.max(...each));
      }),
      randomRuns(50),
    );
  });
});
