/** Which records a change by filter is about: those that the caller could list by it, as far as they may change or delete them. */
import type { RequestContext } from '#domain/kernel/request-context';
import { relatedFor } from '#domain/rules/related-value';
import type { Catalog } from '#domain/schema/catalog';
import type { Collection, Field } from '#domain/schema/collection';
import type { FieldAccess } from './field-access';
import { narrowingOf } from './narrowing';
import type { ReadRequest } from './parse-show-request';
import type { Selection } from './parse-selection';
import { planSelection } from './plan-selection';
import type { SelectPlan, UpdatePlan } from './record-plan';
import { ALWAYS, allOf, reachOf, ruleFor, userDetailsFor, visibilityFor } from './rule-for';

/** `sets`: the fields that the change gives a value, none for a delete. */
export function planSelect(
  ctx: RequestContext,
  access: FieldAccess,
  catalog: Catalog,
  collection: Collection,
  request: ReadRequest & Selection,
  operation: 'update' | 'delete',
  sets: readonly Field[],
): SelectPlan {
  const listed = ruleFor(ctx, catalog, collection, 'list');
  const changed = ruleFor(ctx, catalog, collection, operation);
  const narrowing = narrowingOf(request, { collection, catalog, operation: 'list' });
  const visibilityOf = visibilityFor(ctx, catalog);
  const selected = planSelection(request, {
    collection,
    catalog,
    visibilityOf,
    computedOf: relatedFor(catalog, visibilityOf),
    showsUserDetails: userDetailsFor(ctx),
    columns: access.columns(ctx, catalog, 'list', 'filter'),
  });
  const where = allOf([listed, ...narrowing, ...selected, changed]);
  return { kind: 'select', collection, reach: reachOf(ctx), where, sets };
}

/** The update of records that are told to nobody one by one: all at once, and answered by their ids. */
export function planUpdateAtOnce(
  ctx: RequestContext,
  catalog: Catalog,
  collection: Collection,
  sets: readonly Field[],
): UpdatePlan {
  return {
    kind: 'update',
    collection,
    reach: reachOf(ctx),
    rule: ruleFor(ctx, catalog, collection, 'update'),
    sets,
    shownIf: ALWAYS,
    output: { collection, members: [{ kind: 'system', name: 'id' }] },
    atOnce: true,
  };
}
