/** The order in which the records of all collections are deleted: those that refer to others before their targets. */
import type { Catalog } from './catalog';
import type { Collection } from './collection';

/** Collections that refer to each other in a cycle have no such order; one of them comes first all the same. */
export function erasureOrder(catalog: Catalog): readonly Collection[] {
  const order = new Set<Collection>();
  const entered = new Set<Collection>();
  const visit = (collection: Collection): void => {
    if (entered.has(collection)) return;
    entered.add(collection);
    for (const referrer of catalog.referrers(collection.name)) visit(referrer.collection);
    order.add(collection);
  };
  for (const collection of catalog.collections) visit(collection);
  return [...order];
}
