import { ReadQueue } from './read-queue';

interface Item {
  readonly owner: string | undefined;
  readonly n: number;
}

describe('ReadQueue', () => {
  const anybody = (): boolean => true;

  function taken(queue: ReadQueue<Item>, mayRun: (owner: string) => boolean = anybody): string[] {
    const names: string[] = [];
    for (let item = queue.take(mayRun); item !== undefined; item = queue.take(mayRun)) {
      names.push(`${item.owner ?? 'system'}${item.n}`);
    }
    return names;
  }

  function add(queue: ReadQueue<Item>, owner: string | undefined, count: number): boolean[] {
    return Array.from({ length: count }, (_, n) => queue.add({ owner, n }));
  }

  it('gives the system first and then one of each owner, each in its order', () => {
    const queue = new ReadQueue<Item>();
    add(queue, 'a', 3);
    add(queue, 'b', 1);
    add(queue, 'c', 2);
    add(queue, undefined, 2);
    expect(taken(queue)).toEqual(['system0', 'system1', 'a0', 'b0', 'c0', 'a1', 'c1', 'a2']);
    add(queue, 'b', 1);
    expect(taken(queue)).toEqual(['b0']);
  });

  it('passes over an owner that may not run, and keeps what it has waiting', () => {
    const queue = new ReadQueue<Item>();
    add(queue, 'a', 2);
    add(queue, 'b', 2);
    expect(taken(queue, (owner) => owner !== 'a')).toEqual(['b0', 'b1']);
    expect(taken(queue, (owner) => owner !== 'a')).toEqual([]);
    expect(taken(queue)).toEqual(['a0', 'a1']);
  });

  it('holds 1,000 of an owner and 10,000 of all, and any number of the system', () => {
    const queue = new ReadQueue<Item>();
    expect(add(queue, 'o0', 1001).lastIndexOf(true)).toBe(999);
    for (let n = 1; n < 10; n += 1) expect(add(queue, `o${n}`, 1000)).not.toContain(false);
    expect(add(queue, 'late', 1)).toEqual([false]);
    expect(add(queue, undefined, 12_000)).not.toContain(false);
    expect(taken(queue)).toHaveLength(22_000);
    expect(add(queue, 'late', 1)).toEqual([true]);
  });

  it('keeps the order also when it never runs empty', () => {
    const queue = new ReadQueue<Item>();
    for (let n = 0; n < 500; n += 1) queue.add({ owner: 'a', n });
    for (let n = 0; n < 5000; n += 1) {
      expect(queue.take(anybody)).toEqual({ owner: 'a', n });
      queue.add({ owner: 'a', n: n + 500 });
    }
  });
});
