/**
 * Plans, kept by what they depend on: the catalog's revision, the caller's standing, the request's shape, and the answers to
 * the questions about the caller. Each is weighed with its statements and charged to the account that asked first.
 */
import { inAccount, isSuperadmin, principalOf, type RequestContext } from '#domain/kernel/request-context';
import { countedFrom, groupedFrom } from '#domain/query/counted-from';
import type { AggregateRequest } from '#domain/query/parse-aggregate-request';
import type { ChangeRequest } from '#domain/query/parse-change-request';
import type { ListRequest } from '#domain/query/parse-list-request';
import type { SecretsRequest, ShowRequest, WriteRequest } from '#domain/query/parse-show-request';
import { planAggregate } from '#domain/query/plan-aggregate';
import { replaceVisibilities, visibilitiesOf } from '#domain/query/plan-visibility';
import { planSecrets } from '#domain/query/plan-secrets';
import { planSelect, planUpdateAtOnce } from '#domain/query/plan-select';
import { planCreate, planDelete, planGet, planList, planUpdate } from '#domain/query/plan-records';
import type { AggregatePlan } from '#domain/query/aggregate-plan';
import type {
  CreatePlan,
  DeletePlan,
  GetManyPlan,
  GetPlan,
  ListPlan,
  LocatePlan,
  MatchPlan,
  RecordPlan,
  SelectPlan,
  UpdatePlan,
} from '#domain/query/record-plan';
import { callerConditions, settleCaller } from '#domain/rules/caller-conditions';
import type { Condition, RequestValues } from '#domain/rules/condition';
import { decide } from '#domain/rules/decide';
import type { Field, RuleOperation } from '#domain/schema/collection';
import { WeighedCache } from '#domain/kernel/weighed-cache';
import { cacheOwner } from '../kernel/cache-owner';
import type { PlanCompiler } from '../ports/plan-compiler';
import { planBytes } from './plan-bytes';
import type { RecordLimits } from './record-limits';
import type { RecordRequest } from './fresh-requests';

/** The bytes of all plans and their statements; one account may use a quarter of them. */
const MAX_BYTES = 32 * 1024 * 1024;
const NO_QUESTIONS: readonly Condition[] = [];

type CachedPlan = Exclude<RecordPlan, LocatePlan | MatchPlan>;

/** A plan; one that asks about the caller is never run as it is, but as it comes out for them, which is an entry of its own. */
interface Entry {
  readonly plan: CachedPlan;
  readonly questions: readonly Condition[];
  /** Names it in the keys of what its questions came to. */
  readonly number: number;
}

export class RecordPlans {
  private readonly entries: WeighedCache<Entry>;
  private made = 0;
  private revision = 0;

  constructor(
    private readonly limits: RecordLimits,
    private readonly compiler: PlanCompiler,
    maxBytes = MAX_BYTES,
  ) {
    this.entries = new WeighedCache(maxBytes);
  }

  /** Of all plans that are kept. */
  get bytes(): number {
    return this.entries.bytes;
  }

  get(planned: RecordRequest, request: ShowRequest, values: RequestValues): GetPlan {
    const { ctx, access, catalog, collection } = planned;
    const key = keyOf(planned, 'view', request.shape);
    return this.find(planned, key, values, () =>
      planGet(ctx, access, catalog, collection, request, this.limits.expandDepth),
    );
  }

  getMany(planned: RecordRequest, request: ShowRequest, values: RequestValues): GetManyPlan {
    const { ctx, access, catalog, collection } = planned;
    return this.find(planned, keyOf(planned, 'view', `many|${request.shape}`), values, () => ({
      ...planGet(ctx, access, catalog, collection, request, this.limits.expandDepth),
      kind: 'getMany',
    }));
  }

  secrets(planned: RecordRequest, request: SecretsRequest, values: RequestValues): GetPlan {
    const { ctx, access, catalog, collection } = planned;
    const key = keyOf(planned, 'view', request.shape);
    return this.find(planned, key, values, () => planSecrets(ctx, access, catalog, collection, request));
  }

  list(planned: RecordRequest, request: ListRequest, values: RequestValues): ListPlan {
    const { ctx, access, catalog, collection } = planned;
    const key = keyOf(planned, 'list', request.shape);
    return this.find(planned, key, values, () =>
      planList(ctx, access, catalog, collection, request, this.limits.expandDepth),
    );
  }

  aggregate(planned: RecordRequest, request: AggregateRequest, values: RequestValues): AggregatePlan {
    const { ctx, access, catalog, collection } = planned;
    const key = keyOf(planned, 'list', request.shape);
    return this.find(planned, key, values, () => planAggregate(ctx, access, catalog, collection, request));
  }

  create(planned: RecordRequest, request: WriteRequest, values: RequestValues): CreatePlan {
    const { ctx, access, catalog, collection } = planned;
    const key = keyOf(planned, 'create', request.shape);
    return this.find(planned, key, values, () => planCreate(ctx, access, catalog, collection, request));
  }

  /**
   * Gives the plan of each record of a request. `sets`: the fields that it gives a value to; most records of a batch set the
   * same ones as the one before.
   */
  updates(
    planned: RecordRequest,
    request: WriteRequest,
  ): (sets: readonly Field[], values: RequestValues) => UpdatePlan {
    let last: readonly Field[] | undefined;
    let entry: Entry;
    return (sets, values) => {
      if (last === undefined || !areSame(last, sets)) {
        entry = this.updateEntry(planned, request, sets);
        last = sets;
      }
      return this.planFor(planned, entry, values) as UpdatePlan;
    };
  }

  delete(planned: RecordRequest, values: RequestValues): DeletePlan {
    const { ctx, catalog, collection } = planned;
    const key = keyOf(planned, 'delete', '');
    return this.find(planned, key, values, () => planDelete(ctx, catalog, collection));
  }

  /** Of a change by filter. `sets` as for updates(); none for a delete. */
  select(
    planned: RecordRequest,
    operation: 'update' | 'delete',
    request: ChangeRequest,
    sets: readonly Field[],
    values: RequestValues,
  ): SelectPlan {
    const { ctx, access, catalog, collection } = planned;
    const key = keyOf(planned, operation, `select ${request.shape}|${idsOf(sets)}`);
    return this.find(planned, key, values, () =>
      planSelect(ctx, access, catalog, collection, request, operation, sets),
    );
  }

  /** Of all records of a change by filter that set the same fields. */
  updateAtOnce(planned: RecordRequest, sets: readonly Field[], values: RequestValues): UpdatePlan {
    const { ctx, catalog, collection } = planned;
    const key = keyOf(planned, 'update', `at once|${idsOf(sets)}`);
    return this.find(planned, key, values, () => planUpdateAtOnce(ctx, catalog, collection, sets));
  }

  private updateEntry(planned: RecordRequest, request: WriteRequest, sets: readonly Field[]): Entry {
    const { ctx, access, catalog, collection } = planned;
    const shape = `${request.shape}|${idsOf(sets)}`;
    return this.entryOf(planned, keyOf(planned, 'update', shape), () =>
      planUpdate(ctx, access, catalog, collection, { ...request, sets }),
    );
  }

  private find<P extends CachedPlan>(planned: RecordRequest, key: string, values: RequestValues, plan: () => P): P {
    // The operation is part of the key, so the plan is of the kind that was asked for.
    return this.planFor(planned, this.entryOf(planned, key, plan), values) as P;
  }

  private entryOf(planned: RecordRequest, key: string, plan: () => CachedPlan): Entry {
    this.letGoOfOldRevisions(planned);
    return this.entries.get(key) ?? this.keep(planned, key, plan());
  }

  private planFor(planned: RecordRequest, entry: Entry, values: RequestValues): CachedPlan {
    return entry.questions.length === 0 ? entry.plan : this.settledFor(planned, entry, values);
  }

  private settledFor(planned: RecordRequest, { plan, questions, number }: Entry, values: RequestValues): CachedPlan {
    let key = `${number} `;
    for (const question of questions) key += decide(question, values) ?? '?';
    const entry = this.entries.get(key) ?? this.keep(planned, key, settle(plan, values), NO_QUESTIONS);
    return entry.plan;
  }

  /** Compiles what is going to be run, so that it is weighed with its statements, and never kept when it is refused. */
  private keep({ ctx }: RecordRequest, key: string, plan: CachedPlan, known?: readonly Condition[]): Entry {
    const questions = known ?? conditionsOf(plan).flatMap(callerConditions);
    const statements = questions.length === 0 ? this.compiler.compile(plan).bytes : 0;
    this.made += 1;
    const entry = { plan, questions, number: this.made };
    this.entries.set(key, entry, planBytes(plan) + statements, cacheOwner(ctx));
    return entry;
  }

  /** Nobody asks for the plans of an older catalog again, and they hold its collections. */
  private letGoOfOldRevisions({ catalog }: RecordRequest): void {
    if (catalog.revision <= this.revision) return;
    this.revision = catalog.revision;
    this.entries.clear();
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
  return `${catalog.revision} ${operation} ${collection.id} ${standingOf(ctx)}${limits} ${access.keyOf(ctx, catalog)} ${shape}`;
}

/** Callers of one standing are under the same rules; callers who have not signed in, under those that allow it. */
function standingOf(ctx: RequestContext): string {
  if (!isSuperadmin(ctx)) return ctx.actor.kind;
  return ctx.accountId === null ? 'all' : 'superadmin';
}

function areSame(one: readonly Field[], other: readonly Field[]): boolean {
  return one.length === other.length && one.every((field, index) => field === other[index]);
}

function idsOf(fields: readonly Field[]): string {
  return fields.map(({ id }) => id).join(',');
}

function conditionsOf(plan: CachedPlan): readonly Condition[] {
  const visibilities = visibilitiesOf(plan);
  if ('where' in plan) return [plan.where, ...visibilities];
  return plan.kind === 'update' ? [plan.rule, plan.shownIf, ...visibilities] : [plan.rule, ...visibilities];
}

/** Targets of relations that are under one rule stay under one: the same object comes out for it wherever it stands. */
function settle(asked: CachedPlan, values: RequestValues): CachedPlan {
  const settled = new Map(visibilitiesOf(asked).map((rule) => [rule, settleCaller(rule, values)]));
  const plan = replaceVisibilities(asked, (rule) => settled.get(rule)!);
  switch (plan.kind) {
    case 'list': {
      const where = settleCaller(plan.where, values);
      return { ...plan, where, countedFrom: countedFrom(plan.collection, where) };
    }
    case 'aggregate': {
      const where = settleCaller(plan.where, values);
      return { ...plan, where, countedFrom: groupedFrom({ ...plan, where }) };
    }
    case 'get':
    case 'getMany':
    case 'select':
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
