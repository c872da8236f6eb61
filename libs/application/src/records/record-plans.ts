/**
 * Plans, kept by what they depend on: the catalog's revision, the caller's standing, the request's shape, and the
 * answers to the rule's questions about the caller.
 */
import { inAccount, isSuperadmin, principalOf, type RequestContext } from '#domain/kernel/request-context';
import { countedFrom } from '#domain/query/counted-from';
import type { ListRequest } from '#domain/query/parse-list-request';
import type { ShowRequest, WriteRequest } from '#domain/query/parse-show-request';
import { planCreate, planDelete, planGet, planList, planUpdate } from '#domain/query/plan-records';
import type {
  CreatePlan,
  DeletePlan,
  GetPlan,
  ListPlan,
  LocatePlan,
  RecordPlan,
  UpdatePlan,
} from '#domain/query/record-plan';
import { callerConditions, settleCaller } from '#domain/rules/caller-conditions';
import type { Condition, RequestValues } from '#domain/rules/condition';
import { decide } from '#domain/rules/decide';
import type { Field, RuleOperation } from '#domain/schema/collection';
import { GenerationCache } from '#domain/kernel/generation-cache';
import type { RecordLimits } from './record-limits';
import type { RecordRequest } from './fresh-requests';

const MAX_PLANS = 2000;
/** The settled versions kept of one plan: what is decided about callers multiplies with the number of questions. */
const MAX_SETTLED = 64;

type CachedPlan = Exclude<RecordPlan, LocatePlan>;

/** A plan as it is for everybody, and as it is for callers about whom its conditions were decided alike. */
interface Entry {
  readonly plan: CachedPlan;
  readonly questions: readonly Condition[];
  readonly settled: GenerationCache<CachedPlan>;
}

export class RecordPlans {
  private readonly entries = new GenerationCache<Entry>(MAX_PLANS);

  constructor(private readonly limits: RecordLimits) {}

  get(planned: RecordRequest, request: ShowRequest, values: RequestValues): GetPlan {
    const { ctx, access, catalog, collection } = planned;
    const key = keyOf(planned, 'view', request.shape);
    return this.find(key, values, () => planGet(ctx, access, catalog, collection, request, this.limits.expandDepth));
  }

  list(planned: RecordRequest, request: ListRequest, values: RequestValues): ListPlan {
    const { ctx, access, catalog, collection } = planned;
    const key = keyOf(planned, 'list', request.shape);
    return this.find(key, values, () => planList(ctx, access, catalog, collection, request, this.limits.expandDepth));
  }

  create(planned: RecordRequest, request: WriteRequest, values: RequestValues): CreatePlan {
    const { ctx, access, catalog, collection } = planned;
    const key = keyOf(planned, 'create', request.shape);
    return this.find(key, values, () => planCreate(ctx, access, catalog, collection, request));
  }

  /** `sets`: the fields that the request gives a value. */
  update(planned: RecordRequest, request: WriteRequest, sets: readonly Field[], values: RequestValues): UpdatePlan {
    const { ctx, access, catalog, collection } = planned;
    const shape = `${request.shape}|${sets.map(({ id }) => id).join(',')}`;
    const key = keyOf(planned, 'update', shape);
    const plan = (): UpdatePlan => planUpdate(ctx, access, catalog, collection, { ...request, sets });
    return this.find(key, values, plan);
  }

  delete(planned: RecordRequest, values: RequestValues): DeletePlan {
    const { ctx, catalog, collection } = planned;
    const key = keyOf(planned, 'delete', '');
    return this.find(key, values, () => planDelete(ctx, catalog, collection));
  }

  private find<P extends CachedPlan>(key: string, values: RequestValues, plan: () => P): P {
    let entry = this.entries.get(key);
    if (entry === undefined) {
      const made = plan();
      entry = {
        plan: made,
        questions: conditionsOf(made).flatMap(callerConditions),
        settled: new GenerationCache(MAX_SETTLED),
      };
      this.entries.set(key, entry);
    }
    // The operation is part of the key, so the plan is of the kind that was asked for.
    return (entry.questions.length === 0 ? entry.plan : settledFor(entry, values)) as P;
  }
}

/**
 * Requests with equal keys have equal plans. Rules see the caller only through values bound later, so that all callers of
 * one standing share plans; API keys share them with keys of equal scopes, and all of them only with callers who may do the
 * same with every field. `shape` is the request's; for updates it names the fields that are set, too.
 */
function keyOf({ ctx, access, catalog, collection }: RecordRequest, operation: RuleOperation, shape: string): string {
  const scopes = principalOf(ctx)?.scopes;
  const limits = scopes === undefined ? '' : `[${scopes.join(' ')}]`;
  return `${catalog.revision} ${operation} ${collection.id} ${standingOf(ctx)}${limits} ${access.keyOf(ctx)} ${shape}`;
}

/** Callers of one standing are under the same rules; callers who have not signed in, under those that allow it. */
function standingOf(ctx: RequestContext): string {
  if (!isSuperadmin(ctx)) return ctx.actor.kind;
  return ctx.accountId === null ? 'all' : 'superadmin';
}

function settledFor({ plan, questions, settled }: Entry, values: RequestValues): CachedPlan {
  let answers = '';
  for (const question of questions) answers += decide(question, values) ?? '?';
  let found = settled.get(answers);
  if (found === undefined) {
    found = settle(plan, values);
    settled.set(answers, found);
  }
  return found;
}

function conditionsOf(plan: CachedPlan): readonly Condition[] {
  if (plan.kind === 'get' || plan.kind === 'list') return [plan.where];
  return plan.kind === 'update' ? [plan.rule, plan.shownIf] : [plan.rule];
}

function settle(plan: CachedPlan, values: RequestValues): CachedPlan {
  switch (plan.kind) {
    case 'list': {
      const where = settleCaller(plan.where, values);
      return { ...plan, where, countedFrom: countedFrom(plan.collection, where) };
    }
    case 'get':
      return { ...plan, where: settleCaller(plan.where, values) };
    case 'update':
      return { ...plan, rule: settleCaller(plan.rule, values), shownIf: settleCaller(plan.shownIf, values) };
    default:
      return { ...plan, rule: settleCaller(plan.rule, values) };
  }
}

/** The same request within the account of one record; for a superadmin's, which otherwise spans them all. */
export function within(request: RecordRequest, accountId: string): RecordRequest {
  return request.ctx.accountId === accountId ? request : { ...request, ctx: inAccount(request.ctx, accountId) };
}
