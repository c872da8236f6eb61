import { FairQueue } from './fair-queue';

const BOUNDS = { perOwner: 1000, total: 10_000 };

interface Item {
  readonly owner: string | undefined;
  readonly n: number;
}

describe('FairQueue', () => {
  const anybody = (): boolean => true;

  function taken(queue: FairQueue<Item>, mayRun: (owner: string) => boolean = anybody): string[] {
    const names: string[] = [];
    for (let item = queue.take(mayRun); item !== undefined; item = queue.take(mayRun)) {
      names.push(`${item.owner ?? 'system'}${item.n}`);
    }
    return names;
  }

  function add(queue: FairQueue<Item>, owner: string | undefined, count: number): boolean[] {
    return Array.from({ length: count }, (_, n) => queue.add(owner, { owner, n }) !== undefined);
  }

  it('gives the system first and then one of each owner, each in its order', () => {
    const queue = new FairQueue<Item>(BOUNDS);
    add(queue, 'a', 3);
    add(queue, 'b', 1);
    add(queue, 'c', 2);
    add(queue, undefined, 2);
    expect(taken(queue)).toEqual(['system0', 'system1', 'a0', 'b0', 'c0', 'a1', 'c1', 'a2']);
    add(queue, 'b', 1);
    expect(taken(queue)).toEqual(['b0']);
  });

  it('passes over an owner that may not run, and keeps what it has waiting', () => {
    const queue = new FairQueue<Item>(BOUNDS);
    add(queue, 'a', 2);
    add(queue, 'b', 2);
    expect(taken(queue, (owner) => owner !== 'a')).toEqual(['b0', 'b1']);
    expect(taken(queue, (owner) => owner !== 'a')).toEqual([]);
    expect(taken(queue)).toEqual(['a0', 'a1']);
  });

  it('keeps the turn of an owner that is passed over', () => {
    const queue = new FairQueue<Item>(BOUNDS);
    for (const owner of ['a', 'b', 'c']) add(queue, owner, 2);
    expect(queue.take((owner) => owner !== 'a')).toEqual({ owner: 'b', n: 0 });
    expect(taken(queue)).toEqual(['a0', 'c0', 'b1', 'a1', 'c1']);
  });

  it('asks with the next item of each owner', () => {
    const queue = new FairQueue<Item>(BOUNDS);
    add(queue, 'a', 2);
    add(queue, 'b', 1);
    queue.take((owner) => owner === 'a');
    const asked: string[] = [];
    expect(queue.take((owner, { n }) => asked.push(`${owner}${n}`) === 2)).toEqual({ owner: 'a', n: 1 });
    expect(asked).toEqual(['b0', 'a1']);
  });

  it('forgets what is withdrawn, wherever it waits', () => {
    const queue = new FairQueue<Item>(BOUNDS);
    const tickets = ['a', 'a', 'a', 'b', undefined].map((owner, n) => queue.add(owner, { owner, n })!);
    for (const index of [1, 3, 4]) queue.withdraw(tickets[index]!);
    expect([queue.has('a'), queue.has('b')]).toEqual([true, false]);
    add(queue, 'b', 1);
    expect(taken(queue)).toEqual(['a0', 'b0', 'a2']);
    expect(queue.has('a')).toBe(false);
  });

  it('holds 1,000 of an owner and 10,000 of all, and any number of the system', () => {
    const queue = new FairQueue<Item>(BOUNDS);
    expect(add(queue, 'o0', 1001).lastIndexOf(true)).toBe(999);
    for (let n = 1; n < 10; n += 1) expect(add(queue, `o${n}`, 1000)).not.toContain(false);
    expect(add(queue, 'late', 1)).toEqual([false]);
    expect(add(queue, undefined, 12_000)).not.toContain(false);
    expect(taken(queue)).toHaveLength(22_000);
    expect(add(queue, 'late', 1)).toEqual([true]);
  });

  it('keeps the order even when it never runs empty', () => {
    const queue = new FairQueue<Item>(BOUNDS);
    for (let n = 0; n < 500; n += 1) queue.add('a', { owner: 'a', n });
    for (let n = 0; n < 5000; n += 1) {
      expect(queue.take(anybody)).toEqual({ owner: 'a', n });
      queue.add('a', { owner: 'a', n: n + 500 });
    }
  });
});
