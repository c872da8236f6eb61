/**
 * Plans of record requests: pure, from shapes and rules to plain data or a DomainError. Every plan starts from the
 * tenant's reach; no caller can leave it out. Plans may be kept for as long as the catalog's revision holds.
 */
import { isSuperadmin, type RequestContext } from '#domain/kernel/request-context';
import { relatedFor } from '#domain/rules/related-value';
import type { Catalog } from '#domain/schema/catalog';
import type { Collection, Field } from '#domain/schema/collection';
import { countedFrom } from './counted-from';
import { fitsOrder, invalidCursor, orderSignature } from './cursor';
import type { FieldAccess, Reading } from './field-access';
import { narrowingOf } from './narrowing';
import type { ListRequest } from './parse-list-request';
import type { ShowRequest, WriteRequest } from './parse-show-request';
import { planOrder } from './plan-order';
import { type OutputBounds, planOutput } from './plan-output';
import { planSelection } from './plan-selection';
import type { CreatePlan, DeletePlan, GetPlan, ListPlan, OrderTerm, Page, UpdatePlan } from './record-plan';
import { allOf, userDetailsFor, visibilityFor, ruleFor, reachOf } from './rule-for';

/** Relations that one expand path may cross, where nothing else is said. */
const DEFAULT_EXPAND_DEPTH = 3;

export function planGet(
  ctx: RequestContext,
  access: FieldAccess,
  catalog: Catalog,
  collection: Collection,
  request: ShowRequest,
  expandDepth: number = DEFAULT_EXPAND_DEPTH,
): GetPlan {
  const rule = ruleFor(ctx, catalog, collection, 'view');
  const where = allOf([rule, ...narrowingOf(request, { collection, catalog, operation: 'view' })]);
  const output = planOutput(outputBounds(ctx, access, catalog, 'view', expandDepth), collection, request);
  return { kind: 'get', collection, reach: reachOf(ctx), where, output };
}

export function planList(
  ctx: RequestContext,
  access: FieldAccess,
  catalog: Catalog,
  collection: Collection,
  request: ListRequest,
  expandDepth: number = DEFAULT_EXPAND_DEPTH,
): ListPlan {
  const reach = reachOf(ctx);
  const rule = ruleFor(ctx, catalog, collection, 'list');
  const narrowing = narrowingOf(request, { collection, catalog, operation: 'list' });
  const shown = outputBounds(ctx, access, catalog, 'list', expandDepth);
  const { visibilityOf, showsUserDetails, computedOf } = shown;
  const place = { collection, catalog, visibilityOf, showsUserDetails, computedOf };
  const filterable = access.columns(ctx, catalog, 'list', 'filter');
  const selected = planSelection(request, { ...place, columns: filterable });
  const where = allOf([rule, ...narrowing, ...selected]);
  // A cursor holds the values that it stands between, so what it sorts by must be the caller's to see.
  const sortable = access.columns(
    ctx,
    catalog,
    'list',
    'sort',
    ...(request.page.kind === 'keyset' ? (['show'] as const) : []),
  );
  const order = planOrder(request.sort, { ...place, columns: sortable });
  const page = planPage(request, order);
  return {
    kind: 'list',
    collection,
    reach,
    where,
    output: planOutput(shown, collection, request),
    order,
    page,
    total: request.total,
    countedFrom: countedFrom(collection, where),
  };
}

export function planCreate(
  ctx: RequestContext,
  access: FieldAccess,
  catalog: Catalog,
  collection: Collection,
  request: WriteRequest,
): CreatePlan {
  const rule = ruleFor(ctx, catalog, collection, 'create');
  const output = planOutput(outputBounds(ctx, access, catalog, 'view', 0), collection, { ...request, expand: [] });
  return { kind: 'create', collection, rule, output };
}

/** `sets`: the fields that the request gives a value. */
export function planUpdate(
  ctx: RequestContext,
  access: FieldAccess,
  catalog: Catalog,
  collection: Collection,
  request: WriteRequest & { readonly sets: readonly Field[] },
): UpdatePlan {
  const rule = ruleFor(ctx, catalog, collection, 'update');
  const bounds = outputBounds(ctx, access, catalog, 'view', 0);
  const output = planOutput(bounds, collection, { ...request, expand: [] });
  const shownIf = bounds.visibilityOf(collection);
  return { kind: 'update', collection, reach: reachOf(ctx), rule, sets: request.sets, output, shownIf };
}

export function planDelete(ctx: RequestContext, catalog: Catalog, collection: Collection): DeletePlan {
  return { kind: 'delete', collection, reach: reachOf(ctx), rule: ruleFor(ctx, catalog, collection, 'delete') };
}

function outputBounds(
  ctx: RequestContext,
  access: FieldAccess,
  catalog: Catalog,
  reading: Reading,
  expandDepth: number,
): OutputBounds {
  const visibilityOf = visibilityFor(ctx, catalog);
  return {
    catalog,
    visibilityOf,
    computedOf: relatedFor(catalog, visibilityOf),
    showsUserDetails: userDetailsFor(ctx),
    // Everybody else knows the account that they are in.
    showsAccountName: isSuperadmin(ctx),
    expandDepth,
    shown: access.columns(ctx, catalog, reading, 'show'),
    // An expanded field is shown as well: with more than its id.
    expandable: access.columns(ctx, catalog, reading, 'expand', 'show'),
    maskFor: (field) => access.maskFor(ctx, field),
  };
}

function planPage({ page }: ListRequest, order: readonly OrderTerm[]): Page {
  if (page.kind === 'offset') return page;
  const { direction, cursor } = page;
  if (cursor === null) return { kind: 'keyset', direction, nulls: null };
  const fits = cursor.order === orderSignature(order) && fitsOrder(cursor.kinds, order);
  if (!fits) throw invalidCursor(direction === 'after' ? 'cursor' : 'cursor_before');
  return { kind: 'keyset', direction, nulls: cursor.kinds.map((kind) => kind === 'null') };
}
