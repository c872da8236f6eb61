import type { ListPlan } from '#domain/query/record-plan';
import { caller } from '#domain/rules/testing/rule-world';
import { Budget } from './budget';
import { CarriedTotal } from './carried-total';
import { Place } from './place';

const PLAN = {} as ListPlan;

function carriedTotal(related = false, onTheWay = new Map<number, Promise<void>>()): CarriedTotal {
  return new CarriedTotal(PLAN, { names: new Set(), related }, caller, onTheWay);
}

describe('a carried total', () => {
  const at = (listed: number, others = '7/2') => ({ listed, others });

  function counted(): CarriedTotal {
    const total = carriedTotal();
    total.found({ answer: 10, versions: '5/7/2' });
    return total;
  }

  it('has no answer beyond a step that nobody knows', () => {
    const total = counted();
    total.moved(5, { by: 1, others: null });
    total.moved(7, { by: 1, others: null });
    total.moved(3, { by: 2, others: null });
    expect([3, 4, 5, 6, 7, 8].map((listed) => total.at(at(listed)))).toEqual([
      undefined,
      undefined,
      10,
      11,
      undefined,
      undefined,
    ]);
    total.moved(4, { by: -1, others: null });
    expect([3, 4].map((listed) => total.at(at(listed)))).toEqual([9, 11]);
  });

  it('has no answer where the others have moved, before or while a step was worked out', () => {
    const total = counted();
    total.moved(5, { by: 1, others: '8/2' });
    expect([total.at(at(5, '8/2')), total.at(at(6, '8/2')), total.at(at(6))]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    total.moved(5, { by: 1, others: '7/2' });
    expect(total.at(at(6))).toBe(11);
  });

  it('keeps the last steps, however many there are', () => {
    const total = counted();
    for (let version = 5; version < 1005; version += 1) total.moved(version, { by: 1, others: null });
    expect([total.at(at(1005)), total.at(at(960)), total.at(at(5))]).toEqual([1010, 965, undefined]);
  });

  it('waits for a commit that is on the way, and for no other', async () => {
    let settle = (): void => undefined;
    const settled = new Promise<void>((resolve) => {
      settle = resolve;
    });
    const total = carriedTotal(false, new Map([[6, settled]]));
    total.found({ answer: 10, versions: '5/7/2' });
    expect(await total.when(at(7))).toBeUndefined();
    const answer = total.when(at(6));
    total.moved(5, { by: 1, others: null });
    settle();
    expect(await answer).toBe(11);
  });
});

describe('a place', () => {
  function full(): Place {
    const place = new Place('owner');
    for (let index = 0; index < 8; index += 1) {
      expect(place.hasRoomFor(`${index}`)).toBe(true);
      const total = carriedTotal(index < 2);
      for (let asked = 0; asked < 8 - index; asked += 1) total.asked();
      place.totals.set(`${index}`, total);
    }
    return place;
  }

  it('makes room for those that are asked for more often than the coldest', () => {
    const place = full();
    expect(place.hasRoomFor('new')).toBe(false);
    expect(place.hasRoomFor('new')).toBe(true);
    expect([...place.totals.keys()]).toEqual(['0', '1', '2', '3', '4', '5', '6']);
    expect(place.hasRoomFor('x'.repeat(20_000))).toBe(false);
  });

  it('begins with what memory decides, the hottest first, and forgets what nobody asks for', () => {
    const place = full();
    const keys = new Map([...place.totals].map(([key, total]) => [total, key]));
    expect(place.forCommit().map((total) => keys.get(total))).toEqual(['2', '3', '4', '5', '6', '7', '0', '1']);
    for (let commit = 0; commit < 1000; commit += 1) {
      place.totals.get('5')!.asked();
      place.forCommit();
    }
    expect([...place.totals.keys()]).toEqual(['5']);
    expect(place.bytes).toBe(8194);
  });
});

describe('a budget', () => {
  it('is over after a millisecond, or so many evaluations', () => {
    let time = 0;
    const [timed, counted] = [new Budget(() => time), new Budget(() => 0)];
    expect([timed.spend(), timed.isOver]).toEqual([true, false]);
    time = 1.1;
    expect([timed.isOver, timed.spend()]).toEqual([true, false]);
    let spent = 0;
    while (counted.spend()) spent += 1;
    expect([spent, counted.isOver]).toEqual([2000, true]);
  });

  it('looks at the time while it is spent', () => {
    let time = 0;
    const budget = new Budget(() => (time += 0.5));
    let spent = 0;
    while (budget.spend()) spent += 1;
    expect(spent).toBeLessThan(64);
  });
});
