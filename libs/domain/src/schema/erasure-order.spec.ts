import fc from 'fast-check';
import { Catalog } from './catalog';
import type { Collection, Field } from './collection';
import { erasureOrder } from './erasure-order';

function refersTo(target: string): Field {
  return { type: 'reference', collection: target } as Field;
}

function collection(name: string, targets: readonly string[]): Collection {
  return { id: name, name, fields: targets.map(refersTo) } as unknown as Collection;
}

function orderOf(references: Readonly<Record<string, readonly string[]>>): string[] {
  const collections = Object.entries(references).map(([name, targets]) => collection(name, targets));
  return erasureOrder(new Catalog(1, collections)).map(({ name }) => name);
}

test.each([
  [{}, []],
  [{ alone: [] }, ['alone']],
  [{ orgs: [], people: ['ORGS'], notes: ['people', 'orgs'] }, ['notes', 'people', 'orgs']],
  [{ notes: ['people', 'orgs'], people: ['orgs'], orgs: [] }, ['notes', 'people', 'orgs']],
  [{ tree: ['tree'] }, ['tree']],
])('the order of %j is %j', (references, order) => {
  expect(orderOf(references)).toEqual(order);
});

test('every collection comes once; without circles each after all that refer to it', () => {
  // Only to earlier ones, so that there is no circle.
  const references = fc
    .array(fc.array(fc.nat(), { maxLength: 4 }), { maxLength: 8 })
    .map((all) =>
      Object.fromEntries(all.map((targets, at) => [`c${at}`, at === 0 ? [] : targets.map((n) => `c${n % at}`)])),
    );
  fc.assert(
    fc.property(references, (all) => {
      const order = orderOf(all);
      expect(order.toSorted()).toEqual(Object.keys(all).toSorted());
      for (const [name, targets] of Object.entries(all)) {
        for (const target of targets) expect(order.indexOf(name)).toBeLessThan(order.indexOf(target));
      }
    }),
  );
});

test('circles are no hindrance', () => {
  expect(orderOf({ a: ['b'], b: ['c'], c: ['a'], d: ['a'], e: [] }).toSorted()).toEqual(['a', 'b', 'c', 'd', 'e']);
});
