/**
 * Hooks of reads. Before-hooks may narrow what is read, once for each request and before it is planned. After-hooks may
 * change what is shown; answers are parsed only for them. An error in any of them refuses the request: a record that a
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
import type { HookLimits } from '../kernel/hooks/hook-limits';
import { cacheOwner } from '../kernel/cache-owner';
import { HookTime } from '../kernel/hooks/hook-time';
import type { FreshRequests, RecordRequest } from './fresh-requests';
import type { Located } from './locate-records';
import type { ReadHooks } from './record-operation';
import { ShownItems } from './shown-items';

/** The bytes of the expressions of all accounts; one account may use a quarter of them. */
const MAX_CHECKED = 1024 * 1024;
const OPERATION_OF = { get: 'view', list: 'list' } as const satisfies Readonly<Record<string, RuleOperation>>;

/** A read as its hooks see it. */
interface Query {
  readonly collection: string;
  readonly kind: keyof typeof OPERATION_OF;
  readonly accountId: string | null;
}

/** The expressions that hooks narrow a read by; absent: none. */
export interface Narrowed {
  readonly narrowedBy?: readonly string[];
}

/** Where the records of a request are that names none. */
export const NOWHERE: Narrowed = {};

export interface Viewed extends Located, Narrowed {}

interface Narrowing {
  readonly hook: Hook;
  readonly expression: string;
}

export class QueryHooks {
  /** The expressions that were found valid for a catalog. */
  private readonly checked = new WeighedCache<true>(MAX_CHECKED);
  /** Callers look here first: for a collection without hooks of an event they make nothing and call nothing. */
  readonly heard: Heard;

  constructor(
    private readonly hooks: BeforeHooks,
    private readonly requests: FreshRequests,
    private readonly limits: Pick<HookLimits, 'dataBytes'>,
  ) {
    this.heard = hooks.heard;
  }

  /** `body`: the JSON text of the record, or of the list of records; resolves with what is to be shown in its place. */
  after(ctx: RequestContext, plan: GetPlan | ListPlan, accountId: string | null, body: string): Promise<string> {
    return this.changed(ctx, { collection: plan.collection.name, kind: plan.kind, accountId }, plan, body);
  }

  readonly viewing: ReadHooks<Viewed> = async (request, located) => {
    const query = { collection: request.collection.name, kind: 'get', accountId: located.accountId } as const;
    return { ...located, narrowedBy: await this.narrowing(request, query) };
  };

  /** Of a request for the records that the list rule lets through; null: nobody hears of it. */
  listingOf(collection: string): ReadHooks<Narrowed> | null {
    return this.heard.get('on_record_before_query')?.has(collection) ? this.listing : null;
  }

  private readonly listing: ReadHooks<Narrowed> = async (request) => {
    const query = { collection: request.collection.name, kind: 'list', accountId: request.ctx.accountId } as const;
    return { narrowedBy: await this.narrowing(request, query) };
  };

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

  /**
   * Checks against the present catalog, so that an error in the expression is its hook's fault, not an outdated
   * catalog's.
   */
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

  private async changed(
    ctx: RequestContext,
    query: Query,
    { output }: GetPlan | ListPlan,
    body: string,
  ): Promise<string> {
    const isOne = query.kind === 'get';
    const shown = new ShownItems(isOne ? `[${body}]` : body, output, this.limits.dataBytes);
    const payload = {
      ...query,
      get items(): readonly HookData[] {
        return shown.items;
      },
    };
    await this.hooks.run(ctx, 'on_record_after_query', payload, undefined, () => shown.take());
    return isOne ? shown.text.slice(1, -1) : shown.text;
  }
}
