import { unitOf } from '../../../../test/support/unit';
import { LaneQueue } from './lane-queue';
import type { QueuedUnit } from './lane-unit';

const MIB = 1_048_576;

describe('the queue of a lane', () => {
  const names = new Map<QueuedUnit, string>();

  /** The first letter of a name is its account. */
  function unit(name: string, size = 300, alone = false): QueuedUnit {
    const work = (): Promise<void> => Promise.resolve();
    const queued = { unit: unitOf(work, undefined, name[0]), size, alone, resolve: () => {}, reject: () => {} };
    names.set(queued, name);
    return queued;
  }

  const named = (units: readonly QueuedUnit[]): string[] => units.map((queued) => names.get(queued)!);

  function groups(queue: LaneQueue): string[][] {
    const taken: string[][] = [];
    while (!queue.isEmpty) taken.push(named(queue.takeGroup()));
    return taken;
  }

  function filled(...units: readonly QueuedUnit[]): LaneQueue {
    const queue = new LaneQueue();
    for (const queued of units) queue.push(queued);
    return queue;
  }

  it('takes units of the accounts in turn, and those of one account as they came', () => {
    const queue = filled(...['a1', 'a2', 'a3', 'b1', 'c1', 'b2'].map((name) => unit(name)));
    expect(groups(queue)).toEqual([['a1', 'b1', 'c1', 'a2', 'b2', 'a3']]);
  });

  it('lets 256 of one account share a commit', () => {
    const queue = filled(...Array.from({ length: 600 }, (_, index) => unit(`a${index}`)));
    expect(groups(queue).map(({ length }) => length)).toEqual([256, 256, 88]);
  });

  it('ends a group where the next unit would make it too large', () => {
    const queue = filled(...Array.from({ length: 7 }, (_, index) => unit(`a${index}`, 300_000)));
    expect(groups(queue).map(({ length }) => length)).toEqual([3, 3, 1]);
  });

  it('gives a unit that is too large a group of its own', () => {
    const queue = filled(unit('a1', 5 * MIB), unit('a2', 5 * MIB), unit('b1'), unit('c1'), unit('b2'));
    expect(named(queue.takeGroup())).toEqual(['a1']);
    expect(named(queue.takeGroup())).toEqual(['b1', 'c1', 'b2']);
    expect(named(queue.takeGroup())).toEqual(['a2']);
  });

  it('lets nothing go before an earlier unit of its account', () => {
    const queue = filled(unit('b1'), unit('a1', 5 * MIB), unit('a2'), unit('b2'));
    expect(groups(queue)).toEqual([['b1', 'b2'], ['a1'], ['a2']]);
  });

  it('takes units first of the account that had the lane for the least time', () => {
    const queue = filled(...['a1', 'a2', 'b1', 'c1'].map((name) => unit(name)));
    expect(named(queue.takeGroup())).toEqual(['a1', 'b1', 'c1', 'a2']);
    queue.charge('a', 30);
    queue.charge('b', 10);
    queue.charge('c', 1);
    for (const name of ['a3', 'b2', 'c2', 'd1', 'c3', 'a4']) queue.push(unit(name));
    expect(groups(queue)).toEqual([['d1', 'c2', 'c3', 'b2', 'a3', 'a4']]);
  });

  it('lets units of an account whose units take long share no commit, until they take less', () => {
    const queue = filled(unit('a1'), unit('b1'));
    queue.takeGroup();
    queue.charge('a', 200);
    queue.charge('b', 90);
    for (const name of ['a2', 'a3', 'b2', 'c1']) queue.push(unit(name));
    expect(named(queue.takeGroup())).toEqual(['c1', 'b2']);
    expect(named(queue.takeGroup())).toEqual(['a2']);
    queue.charge('a', 1);
    expect(named(queue.takeGroup())).toEqual(['a3']);
    queue.charge('a', 1);
    for (const name of ['a4', 'c2']) queue.push(unit(name));
    expect(named(queue.takeGroup())).toEqual(['c2', 'a4']);
  });

  it('gives a unit that runs alone a group of its own, whatever its size', () => {
    const queue = filled(unit('a1'), unit('a2', 1, true), unit('a3'), unit('b1'));
    expect(groups(queue)).toEqual([['a1', 'b1'], ['a2'], ['a3']]);
  });

  it('takes what was put back before what its account has waiting', () => {
    const queue = filled(unit('a1'), unit('a2'), unit('b1'));
    const group = queue.takeGroup();
    queue.push(unit('c1'));
    queue.push(unit('a3'));
    queue.putBack(group.slice(1));
    expect(groups(queue)).toEqual([['b1', 'c1', 'a2', 'a3']]);
  });
});
