/**
 * Plans of record requests: pure, from shapes and rules to plain data or a DomainError. Every plan starts from the tenant's
 * scope; no caller can leave it out. Plans may be kept under planKey() for as long as the catalog's revision holds.
 */
import type { RequestContext } from '#domain/kernel/request-context';
import { isSuperadmin, principalOf } from '#domain/kernel/request-context';
import { compileFilter } from '#domain/rules/compile-filter';
import type { Catalog } from '#domain/schema/catalog';
import type { Collection, Field, RuleOperation } from '#domain/schema/collection';
import { countedFrom } from './counted-from';
import { fitsOrder, invalidCursor, orderSignature } from './cursor';
import { equalityCondition } from './equality-condition';
import type { ListRequest } from './parse-list-request';
import type { RecordRequest, WriteRequest } from './parse-record-request';
import { planOrder } from './plan-order';
import { planOutput } from './plan-output';
import type { CreatePlan, DeletePlan, GetPlan, ListPlan, OrderTerm, Page, UpdatePlan } from './record-plan';
import { allOf, guardsFor, ruleFor, scopeOf } from './rule-for';

/** Relations that one expand path may cross, where nothing else is said. */
const DEFAULT_EXPAND_DEPTH = 3;

/**
 * Requests with equal keys have equal plans. Rules see the caller only through values bound later, so that all callers of
 * one standing share plans; API keys share them with keys of equal scopes. `shape` is the request's; for updates add the
 * names of the set fields.
 */
export function planKey(
  ctx: RequestContext,
  catalog: Catalog,
  collection: Collection,
  operation: RuleOperation,
  shape: string,
): string {
  const standing = standingOf(ctx);
  const scopes = principalOf(ctx)?.scopes;
  const limits = scopes === undefined ? '' : `[${scopes.join(' ')}]`;
  return `${catalog.revision} ${operation} ${collection.id} ${standing}${limits} ${shape}`;
}

/** Callers of one standing are under the same rules; whoever has not signed in, under those that allow it. */
function standingOf(ctx: RequestContext): string {
  if (ctx.actor.kind === 'anonymous') return 'anonymous';
  if (!isSuperadmin(ctx)) return 'member';
  return ctx.accountId === null ? 'all' : 'superadmin';
}

export function planGet(
  ctx: RequestContext,
  catalog: Catalog,
  collection: Collection,
  request: RecordRequest,
  expandDepth: number = DEFAULT_EXPAND_DEPTH,
): GetPlan {
  const where = ruleFor(ctx, catalog, collection, 'view');
  const output = planOutput({ catalog, guardOf: guardsFor(ctx, catalog), expandDepth }, collection, request);
  return { kind: 'get', collection, scope: scopeOf(ctx), where, output };
}

export function planList(
  ctx: RequestContext,
  catalog: Catalog,
  collection: Collection,
  request: ListRequest,
  expandDepth: number = DEFAULT_EXPAND_DEPTH,
): ListPlan {
  const scope = scopeOf(ctx);
  const rule = ruleFor(ctx, catalog, collection, 'list');
  const names = { collection, catalog, guardOf: guardsFor(ctx, catalog), expandDepth };
  const filter = request.filter === null ? [] : [compileFilter(request.filter, names)];
  const equalities = request.equalities.map((equality) => equalityCondition(collection, equality));
  const where = allOf([rule, ...filter, ...equalities]);
  const order = planOrder(request.sort, names);
  const page = planPage(request, order);
  return {
    kind: 'list',
    collection,
    scope,
    where,
    output: planOutput(names, collection, request),
    order,
    page,
    total: request.total,
    countedFrom: countedFrom(collection, where),
  };
}

export function planCreate(
  ctx: RequestContext,
  catalog: Catalog,
  collection: Collection,
  request: WriteRequest,
): CreatePlan {
  const rule = ruleFor(ctx, catalog, collection, 'create');
  const guardOf = guardsFor(ctx, catalog);
  const output = planOutput({ catalog, guardOf, expandDepth: 0 }, collection, { ...request, expand: [] });
  return { kind: 'create', collection, rule, output };
}

/** `sets`: the fields that the request gives a value. */
export function planUpdate(
  ctx: RequestContext,
  catalog: Catalog,
  collection: Collection,
  request: WriteRequest & { readonly sets: readonly Field[] },
): UpdatePlan {
  const rule = ruleFor(ctx, catalog, collection, 'update');
  const guardOf = guardsFor(ctx, catalog);
  const output = planOutput({ catalog, guardOf, expandDepth: 0 }, collection, { ...request, expand: [] });
  const shownIf = guardOf(collection);
  return { kind: 'update', collection, scope: scopeOf(ctx), rule, sets: request.sets, output, shownIf };
}

export function planDelete(ctx: RequestContext, catalog: Catalog, collection: Collection): DeletePlan {
  return { kind: 'delete', collection, scope: scopeOf(ctx), rule: ruleFor(ctx, catalog, collection, 'delete') };
}

function planPage({ page }: ListRequest, order: readonly OrderTerm[]): Page {
  if (page.kind === 'offset') return page;
  const { direction, cursor } = page;
  if (cursor === null) return { kind: 'keyset', direction, nulls: null };
  const fits = cursor.order === orderSignature(order) && fitsOrder(cursor.kinds, order);
  if (!fits) throw invalidCursor(direction === 'after' ? 'cursor' : 'cursor_before');
  return { kind: 'keyset', direction, nulls: cursor.kinds.map((kind) => kind === 'null') };
}
