/**
 * The way every record request takes, stage by stage: locate the records, do once what must not be repeated, then plan,
 * compile and execute, and present what came of it. A statement or unit that finds the catalog or the caller out of date
 * has the plan made again from what is true now; nothing before the plan is repeated, and nothing after it waits in a lane.
 */
import { inAccount, proofOf, type RequestContext } from '#domain/kernel/request-context';
import type { AfterHooks } from '../kernel/hooks/after-hooks';
import { Settlement } from '../kernel/hooks/settlement';
import type { PlanCompiler } from '../ports/plan-compiler';
import type { ReadCall, RecordStore, WriteWork } from '../ports/record-store';
import type { Transactions } from '../ports/transactions';
import { jointWork, type PartWork } from './joint-work';
import type { HiddenConflicts } from './hidden-conflicts';
import type { FreshRequests, RecordRequest } from './fresh-requests';
import type { Operation, ReadHooks, ReadOperation, WriteHooks, WriteOperation, WritePart } from './record-operation';

export class RecordPipeline {
  constructor(
    private readonly requests: FreshRequests,
    private readonly compiler: PlanCompiler,
    private readonly store: RecordStore,
    private readonly transactions: Transactions,
    private readonly afterHooks: AfterHooks,
    private readonly conflicts: HiddenConflicts,
  ) {}

  async read<L, C extends ReadCall, A>(ctx: RequestContext, operation: ReadOperation<L, C, A>): Promise<A> {
    const { hooks } = operation;
    const located = await (hooks === null ? this.located(ctx, operation) : this.hooked(ctx, operation, hooks));
    const { result, call } = await this.requests.run(ctx, operation.collection, async (request) => {
      const planned = operation.plan(request, located);
      const compiled = this.compiler.compile(planned.plan);
      return { result: await this.store.read(request, compiled, planned), call: planned };
    });
    return operation.present(result, call);
  }

  write<L extends { readonly accountId: string }, R, A>(
    ctx: RequestContext,
    operation: WriteOperation<L, R, A>,
  ): Promise<A> {
    this.conflicts.assertFew(ctx);
    const { hooks } = operation;
    const write = () => (hooks === null ? this.unheard(ctx, operation) : this.settled(ctx, operation, hooks));
    const room = this.afterHooks.room(ctx);
    return room === undefined ? write() : room.then(write);
  }

  private async unheard<L extends { readonly accountId: string }, R, A>(
    ctx: RequestContext,
    operation: WriteOperation<L, R, A>,
  ): Promise<A> {
    const located = await this.located(ctx, operation);
    return operation.present(await this.written(ctx, operation, located));
  }

  /** A write whose before-hooks are told how it ends. */
  private async settled<L extends { readonly accountId: string }, R, A>(
    ctx: RequestContext,
    operation: WriteOperation<L, R, A>,
    hooks: WriteHooks<L>,
  ): Promise<A> {
    const settlement = new Settlement();
    try {
      const located = await this.hooked(ctx, operation, (request, found) => hooks(request, found, settlement));
      const result = await this.written(ctx, operation, located);
      settlement.tell('committed');
      return operation.present(result);
    } catch (error) {
      settlement.tell('rolled_back', error);
      throw error;
    }
  }

  private written<L extends { readonly accountId: string }, R, A>(
    ctx: RequestContext,
    operation: WriteOperation<L, R, A>,
    located: L,
  ): Promise<R> {
    return this.requests.run(ctx, operation.collection, (request) => {
      const { work, explain } = this.workOf(operation.plan(request, located));
      const expectation = { credential: proofOf(request.ctx), schemaRevision: request.catalog.revision };
      const own = inAccount(request.ctx, located.accountId);
      const unit = { ctx: own, act: operation.act, expectation, work: operation.unit(work, located), explain };
      return this.transactions.run(unit);
    }) as Promise<R>;
  }

  private workOf(parts: readonly WritePart[]): WriteWork {
    const works = parts.map(({ request, calls, places = [] }): PartWork => {
      const compiled = calls.map((call) => ({ ...call, compiled: this.compiler.compile(call.plan) }));
      const { work, explain } = this.store.write(request, compiled, parts.length === 1);
      return { work, explain: async (error) => this.conflicts.told(request, calls, await explain(error)), places };
    });
    return parts.length === 1 && parts[0]!.places === undefined ? works[0]! : jointWork(works);
  }

  /** The one place before a request is planned: outside of retries, and of lanes. */
  private located<L>(ctx: RequestContext, operation: Operation<L, unknown>): Promise<L> | L {
    return this.requests.run(ctx, operation.collection, (request) => operation.locate(request));
  }

  /** The same place, where hooks hear of the request: once it is known what it is about. */
  private hooked<L>(ctx: RequestContext, operation: Operation<L, unknown>, hooks: ReadHooks<L>): Promise<L> {
    let known: RecordRequest;
    const located = this.requests.run(ctx, operation.collection, (request) => {
      known = request;
      return operation.locate(request);
    });
    return located instanceof Promise ? located.then((found) => hooks(known, found)) : hooks(known!, located);
  }
}
