/**
 * Hooks of reads: those before may narrow what is read, once for each request and before it is planned; those after may
 * change what is shown of it, which is parsed for nobody else. What any of them throws refuses the request: a record that a
 * hook was to change must not be shown as it was.
 */
import type { Hook } from '#domain/hooks/hook';
import type { Heard } from '#domain/hooks/hook-bus';
import type { HookData } from '#domain/hooks/hook-events';
import { DomainError } from '#domain/kernel/errors';
import type { RequestContext } from '#domain/kernel/request-context';
import { WeighedCache } from '#domain/kernel/weighed-cache';
import { compileNarrowing } from '#domain/query/narrowing';
import type { GetPlan, ListPlan } from '#domain/query/record-plan';
import type { RuleOperation } from '#domain/schema/collection';
import type { BeforeHooks } from '../kernel/hooks/before-hooks';
import { cacheOwner } from '../kernel/cache-owner';
import { HookTime } from '../kernel/hooks/hook-time';
import type { FreshRequests, RecordRequest } from './fresh-requests';

/** Bytes of the expressions of all accounts; one has a quarter of them. */
const MAX_CHECKED = 1024 * 1024;
const NOTHING: readonly string[] = [];
const OPERATION_OF = { get: 'view', list: 'list' } as const satisfies Readonly<Record<string, RuleOperation>>;

/** A read as its hooks are told of it. */
interface Query {
  readonly collection: string;
  readonly kind: keyof typeof OPERATION_OF;
  readonly accountId: string | null;
}

interface Narrowing {
  readonly hook: Hook;
  readonly expression: string;
}

export class QueryHooks {
  /** What was found to be right of one catalog. */
  private readonly checked = new WeighedCache<true>(MAX_CHECKED);

  readonly heard: Heard;

  constructor(
    private readonly hooks: BeforeHooks,
    private readonly requests: FreshRequests,
  ) {
    this.heard = hooks.heard;
  }

  /** The expressions that the read is narrowed by. */
  before(
    request: RecordRequest,
    kind: Query['kind'],
    accountId: string | null,
  ): Promise<readonly string[]> | readonly string[] {
    if (!this.hooks.heard.has('on_record_before_query')) return NOTHING;
    return this.narrowing(request, { collection: request.collection.name, kind, accountId });
  }

  /** `body`: the JSON text of the record, or of the list of records; what is to be shown in its place. */
  after(
    ctx: RequestContext,
    plan: GetPlan | ListPlan,
    accountId: string | null,
    body: string,
  ): Promise<string> | string {
    if (!this.hooks.heard.has('on_record_after_query')) return body;
    return this.changed(ctx, { collection: plan.collection.name, kind: plan.kind, accountId }, body);
  }

  private async narrowing(request: RecordRequest, query: Query): Promise<readonly string[]> {
    const narrowings: Narrowing[] = [];
    const time = new HookTime();
    function narrow(this: Hook, expression: unknown): void {
      time.assertRuns();
      if (typeof expression !== 'string' || expression.trim() === '')
        throw new TypeError('narrow() takes an expression of the rule language');
      narrowings.push({ hook: this, expression });
    }
    try {
      await this.hooks.run(request.ctx, 'on_record_before_query', { ...query, narrow });
    } finally {
      time.end();
    }
    for (const narrowing of narrowings) await this.check(request.ctx, query, narrowing);
    return narrowings.map(({ expression }) => expression);
  }

  /** Against the catalog as it is now: what is wrong with an expression is its hook's fault, and no other catalog's. */
  private async check(ctx: RequestContext, query: Query, { hook, expression }: Narrowing): Promise<void> {
    const operation = OPERATION_OF[query.kind];
    try {
      await this.requests.run(ctx, query.collection, ({ catalog, collection }) => {
        const key = `${catalog.revision} ${operation} ${collection.id} ${expression}`;
        if (this.checked.get(key)) return;
        compileNarrowing(expression, { catalog, collection, operation });
        this.checked.set(key, true, 0, cacheOwner(ctx));
      });
    } catch (error) {
      throw error instanceof DomainError && error.kind === 'invalid' ? this.hooks.failure(hook, ctx, error) : error;
    }
  }

  private async changed(ctx: RequestContext, query: Query, body: string): Promise<string> {
    const isOne = query.kind === 'get';
    let items: readonly HookData[] | undefined;
    let shown = body;
    const payload = {
      ...query,
      get items(): readonly HookData[] {
        items ??= Object.freeze(JSON.parse(isOne ? `[${body}]` : body) as HookData[]);
        return items;
      },
    };
    await this.hooks.run(ctx, 'on_record_after_query', payload, undefined, () => {
      if (items !== undefined) shown = JSON.stringify(isOne ? items[0] : items);
    });
    return shown;
  }
}
