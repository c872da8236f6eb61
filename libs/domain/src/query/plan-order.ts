/** A sort request to an order that is total: the id ends it, so that pages neither repeat nor skip a record. */
import type { QueryPlace } from '#domain/rules/checker';
import type { ColumnOperand, NamedOperand } from '#domain/rules/condition';
import { resolveSortColumn } from '#domain/rules/resolve-sort-column';
import type { SortTerm } from './parse-list-request';
import type { OrderTerm } from './record-plan';

const ID: ColumnOperand = { kind: 'column', type: 'text', path: [], column: 'id', many: false };
/** A record's creation time is the time in its id, so the primary key serves this order; nothing after it matters. */
const NEWEST_FIRST: OrderTerm = { operand: ID, descending: true };

/** An empty sort is newest first and needs no access to a column. Throws DomainError QUERY_SORT_…. */
export function planOrder(sort: readonly SortTerm[], place: QueryPlace): OrderTerm[] {
  if (sort.length === 0) return [NEWEST_FIRST];
  const order: OrderTerm[] = [];
  const seen = new Set<string>();
  for (const { name, descending } of sort) {
    if (seen.has(name)) continue;
    seen.add(name);
    const operand = resolveSortColumn(name, place);
    const byId = isById(operand);
    order.push({ operand: byId ? ID : operand, descending });
    if (byId) return order;
  }
  return [...order, { operand: ID, descending: order.at(-1)!.descending }];
}

function isById(operand: NamedOperand): boolean {
  if (operand.kind !== 'column' || operand.leadsNowhere || operand.path.length > 0) return false;
  return operand.column === 'created_at' || operand.column === 'id';
}
