/** A sort request to an order that is total: the id ends it, so that pages neither repeat nor skip a record. */
import type { ColumnOperand } from '#domain/rules/condition';
import { resolveSortColumn } from '#domain/rules/resolve-sort-column';
import type { Catalog } from '#domain/schema/catalog';
import type { Collection } from '#domain/schema/collection';
import type { Condition } from '#domain/rules/condition';
import type { SortTerm } from './parse-list-request';
import type { OrderTerm } from './record-plan';

const NEWEST_FIRST: readonly SortTerm[] = [{ name: 'created_at', descending: true }];
const ID: ColumnOperand = { kind: 'column', type: 'text', path: [], column: 'id', many: false };

/** Throws DomainError QUERY_SORT_…. */
export function planOrder(
  sort: readonly SortTerm[],
  scope: { collection: Collection; catalog: Catalog; guardOf: (target: Collection) => Condition },
): OrderTerm[] {
  const order: OrderTerm[] = [];
  const seen = new Set<string>();
  for (const { name, descending } of sort.length === 0 ? NEWEST_FIRST : sort) {
    if (seen.has(name)) continue;
    seen.add(name);
    const operand = resolveSortColumn(name, scope);
    // A record's creation time is the time in its id, so the primary key serves this order; nothing after it matters.
    const byId = operand.path.length === 0 && (operand.column === 'created_at' || operand.column === 'id');
    order.push({ operand: byId ? ID : operand, descending });
    if (byId) return order;
  }
  return [...order, { operand: ID, descending: order.at(-1)!.descending }];
}
