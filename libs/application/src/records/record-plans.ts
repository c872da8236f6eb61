/** Plans, kept by what they depend on: the catalog's revision, the caller's standing and the request's shape. */
import type { RequestContext } from '#domain/kernel/request-context';
import type { ListRequest } from '#domain/query/parse-list-request';
import type { RecordRequest } from '#domain/query/parse-record-request';
import { planCreate, planDelete, planGet, planKey, planList, planUpdate } from '#domain/query/plan-records';
import type { CreatePlan, DeletePlan, GetPlan, ListPlan, RecordPlan, UpdatePlan } from '#domain/query/record-plan';
import type { Field } from '#domain/schema/collection';
import { GenerationCache } from '../auth/generation-cache';
import type { RecordLimits } from './record-limits';
import type { PlannedRequest } from './record-requests';

const MAX_PLANS = 2000;

export class RecordPlans {
  private readonly plans = new GenerationCache<RecordPlan>(MAX_PLANS);

  constructor(private readonly limits: RecordLimits) {}

  get({ ctx, catalog, collection }: PlannedRequest, request: RecordRequest): GetPlan {
    const key = planKey(ctx, catalog, collection, 'view', request.shape);
    return this.remember(key, () => planGet(ctx, catalog, collection, request, this.limits.expandDepth));
  }

  list({ ctx, catalog, collection }: PlannedRequest, request: ListRequest): ListPlan {
    const key = planKey(ctx, catalog, collection, 'list', request.shape);
    return this.remember(key, () => planList(ctx, catalog, collection, request, this.limits.expandDepth));
  }

  create({ ctx, catalog, collection }: PlannedRequest, request: RecordRequest): CreatePlan {
    const key = planKey(ctx, catalog, collection, 'create', request.shape);
    return this.remember(key, () => planCreate(ctx, catalog, collection, request, this.limits.expandDepth));
  }

  /** `sets`: the fields that the request gives a value. */
  update({ ctx, catalog, collection }: PlannedRequest, request: RecordRequest, sets: readonly Field[]): UpdatePlan {
    const shape = `${request.shape}|${sets.map(({ id }) => id).join(',')}`;
    const key = planKey(ctx, catalog, collection, 'update', shape);
    return this.remember(key, () =>
      planUpdate(ctx, catalog, collection, { ...request, sets }, this.limits.expandDepth),
    );
  }

  delete({ ctx, catalog, collection }: PlannedRequest): DeletePlan {
    const key = planKey(ctx, catalog, collection, 'delete', '');
    return this.remember(key, () => planDelete(ctx, catalog, collection));
  }

  private remember<P extends RecordPlan>(key: string, plan: () => P): P {
    const known = this.plans.get(key);
    // The operation is part of the key, so the plan is of the kind that was asked for.
    if (known !== undefined) return known as P;
    const made = plan();
    this.plans.set(key, made);
    return made;
  }
}

/** The same request within the account of one record; for a superadmin's, which otherwise spans them all. */
export function within(request: PlannedRequest, accountId: string): PlannedRequest {
  if (request.ctx.accountId === accountId) return request;
  const ctx: RequestContext = { ...request.ctx, accountId };
  return { ...request, ctx };
}
