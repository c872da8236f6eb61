/**
 * The way every record request takes, stage by stage: locate the records, do once what must not be repeated, then plan,
 * compile and execute, and present what came of it. A statement or unit that finds the catalog or the caller out of date
 * has the plan made again from what is true now; nothing before the plan is repeated, and nothing after it waits in a lane.
 */
import { inAccount, proofOf, type RequestContext } from '#domain/kernel/request-context';
import type { Act } from '#domain/kernel/act';
import { Settlement } from '../kernel/hooks/settlement';
import type { PlanCompiler } from '../ports/plan-compiler';
import type { ReadCall, ReadResult, RecordStore, RenderedRecord, WriteCall } from '../ports/record-store';
import type { Transactions, Work } from '../ports/transactions';
import type { FreshRequests, RecordRequest } from './fresh-requests';

/** What one kind of request does at each stage. `L`: where its records are, and what was prepared for them. */
interface Operation<L, C> {
  readonly collection: string;
  /** Looks for accounts and prepares: once, before the plan. */
  locate(request: RecordRequest): Promise<L> | L;
  /** Lets before-hooks at it: once, after all that is known of the request without a plan. */
  hooks(request: RecordRequest, located: L, settlement: Settlement): Promise<L> | L;
  /** Pure: from the request and where it leads to a call of the store. Throws a DomainError to refuse. */
  plan(request: RecordRequest, located: L): C;
}

export interface ReadOperation<L, C extends ReadCall, A> extends Operation<L, C> {
  present(result: ReadResult<C>, call: C): A;
}

export interface WriteOperation<L extends { readonly accountId: string }, C extends WriteCall, R, A> extends Operation<
  L,
  readonly C[]
> {
  readonly act: Act;
  /** The whole work of the unit, around the writing of the records. */
  unit(write: Work<readonly RenderedRecord[]>, located: L): Work<R>;
  present(result: R): A;
}

export class RecordPipeline {
  constructor(
    private readonly requests: FreshRequests,
    private readonly compiler: PlanCompiler,
    private readonly store: RecordStore,
    private readonly transactions: Transactions,
  ) {}

  async read<L, C extends ReadCall, A>(ctx: RequestContext, operation: ReadOperation<L, C, A>): Promise<A> {
    const located = await this.before(ctx, operation, new Settlement());
    const { result, call } = await this.requests.run(ctx, operation.collection, async (request) => {
      const planned = operation.plan(request, located);
      const compiled = this.compiler.compile(planned.plan);
      return { result: await this.store.read(request, compiled, planned), call: planned };
    });
    return operation.present(result, call);
  }

  async write<L extends { readonly accountId: string }, C extends WriteCall, R, A>(
    ctx: RequestContext,
    operation: WriteOperation<L, C, R, A>,
  ): Promise<A> {
    const settlement = new Settlement();
    try {
      const result = await this.written(ctx, operation, await this.before(ctx, operation, settlement));
      settlement.tell('committed');
      return operation.present(result);
    } catch (error) {
      settlement.tell('rolled_back');
      throw error;
    }
  }

  private written<L extends { readonly accountId: string }, C extends WriteCall, R, A>(
    ctx: RequestContext,
    operation: WriteOperation<L, C, R, A>,
    located: L,
  ): Promise<R> {
    return this.requests.run(ctx, operation.collection, (request) => {
      const calls = operation.plan(request, located);
      const compiled = calls.map((call) => ({ ...call, compiled: this.compiler.compile<C['plan']>(call.plan) }));
      const { work, explain } = this.store.write(request, compiled);
      const expectation = { credential: proofOf(request.ctx), schemaRevision: request.catalog.revision };
      const own = inAccount(request.ctx, located.accountId);
      const unit = { ctx: own, act: operation.act, expectation, work: operation.unit(work, located), explain };
      return this.transactions.run(unit);
    }) as Promise<R>;
  }

  /** The one place before a request is planned: outside of retries, and of lanes. */
  private async before<L>(ctx: RequestContext, operation: Operation<L, unknown>, settlement: Settlement): Promise<L> {
    let known: RecordRequest;
    const located = await this.requests.run(ctx, operation.collection, (request) => {
      known = request;
      return operation.locate(request);
    });
    return operation.hooks(known!, located, settlement);
  }
}
