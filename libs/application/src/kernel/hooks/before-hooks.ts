/** Calls before-hooks, within their time. An error that one throws refuses what it was called for. */
import { HookAbort } from '#domain/hooks/hook-abort';
import type { Heard, HookBus } from '#domain/hooks/hook-bus';
import { mayFail, NOTHING, runChain } from '#domain/hooks/hook-chain';
import type { Hook } from '#domain/hooks/hook';
import type { HookEventName, HookPayloads } from '#domain/hooks/hook-events';
import type { Clock } from '#domain/kernel/clock';
import { DomainError } from '#domain/kernel/errors';
import type { RequestContext } from '#domain/kernel/request-context';
import type { HookReports } from '../../ports/hook-reports';
import type { HookToolbox } from '../../ports/hook-toolbox';
import { eventFor, type Surroundings } from './called-event';
import { type HookCall, sealed } from './hook-call';
import { type HookLimits, SLOW_HOOK_MS } from './hook-limits';
import { HookRefusal } from './hook-refusal';
import { HookTime } from './hook-time';
import { OwnTime } from './own-time';
import { Settlement } from './settlement';
import { watchedDataOf } from './watched-data';

interface BeforeCall extends HookCall {
  /** The handler that is running, not one that waits for it. */
  running: Hook;
  /** The time is over: the remaining handlers are not called any more. */
  isLate: boolean;
}

export class BeforeHooks {
  /** Payloads for run() need not be made for an event without hooks. */
  readonly heard: Heard;
  private readonly around: Surroundings;

  constructor(
    private readonly bus: HookBus,
    toolbox: HookToolbox,
    private readonly reports: HookReports,
    private readonly limits: HookLimits,
    private readonly clock: Clock,
  ) {
    this.heard = bus.heard;
    this.around = { toolbox, reports };
  }

  /**
   * Resolves when all handlers are done; `payload` then is as they left it. Rejects with DomainError: what a handler aborts
   * with, HOOK_TIMEOUT (504) when those of the request have taken their time, HOOK_DEPTH (422) where hooks call each other
   * without end, and HOOK_FAILED (500) for everything else, of which the caller is told nothing. `settlement` is the
   * request's; `afterEach` as HookCall has it.
   */
  async run<E extends HookEventName>(
    ctx: RequestContext,
    event: E,
    payload: HookPayloads[E],
    settlement: Settlement = new Settlement(),
    afterEach?: () => void,
  ): Promise<void> {
    const hooks = this.bus.matching(event, payload);
    if (hooks.length === 0) return;
    const data = watchedDataOf(event, payload, this.limits.dataBytes);
    const call: BeforeCall = {
      event,
      ctx: sealed(ctx),
      payload,
      data,
      isFrozen: false,
      settlement,
      time: new HookTime(ctx.deadline),
      afterEach,
      running: hooks[0]!,
      isLate: false,
    };
    await this.inTime(call, () => runChain(hooks, (hook, next) => this.call(hook, call, next)));
    data?.seal();
    if (data?.isChanged) {
      settlement.add((_, error) => data.blamed(error).forEach((hook) => this.reports.refused(hook, ctx, error)));
    }
  }

  /** The refusal for an error of the hook, which is logged. */
  failure(hook: Hook, ctx: RequestContext, error: unknown): DomainError {
    this.reports.failed(hook, ctx, error);
    return new HookRefusal('HOOK_FAILED', 'defect', 'An unexpected error occurred');
  }

  private async call(hook: Hook, call: BeforeCall, next: () => Promise<void>): Promise<void> {
    if (call.isLate) throw timeout();
    call.running = hook;
    const own = new OwnTime(this.clock);
    const passOn = async (): Promise<void> => {
      call.data?.check(hook);
      if (next !== NOTHING) await own.without(next).finally(() => (call.running = hook));
    };
    try {
      const event = eventFor(hook, call, this.around);
      await this.reports.watch(hook, () => hook.handler(event, () => mayFail(passOn())));
      call.afterEach?.();
      call.data?.take(hook);
    } catch (error) {
      throw this.refusal(hook, call.ctx, error);
    } finally {
      const took = own.end();
      if (took > SLOW_HOOK_MS && !call.isLate) this.reports.slow(hook, call.ctx, took);
    }
  }

  private refusal(hook: Hook, ctx: RequestContext, error: unknown): DomainError {
    // It comes from a handler further in, which this one waited for.
    if (error instanceof HookRefusal) return error;
    if (!(error instanceof HookAbort)) return this.failure(hook, ctx, error);
    return new HookRefusal(error.code, 'aborted', error.message, { status: error.status });
  }

  /** A handler that kept the process from doing anything else is found out when it is done. */
  private inTime(call: BeforeCall, run: () => Promise<void>): Promise<void> {
    const { settlement, time, ctx } = call;
    const began = this.clock.now();
    const left = this.limits.beforeMs - settlement.spent;
    return new Promise((resolve, reject) => {
      const expire = (): void => {
        if (call.isLate) return;
        call.isLate = true;
        time.runOut();
        this.reports.timedOut(call.running, ctx);
        reject(timeout());
      };
      const timer = setTimeout(expire, left);
      const conclude = (settle: () => void): void => {
        clearTimeout(timer);
        const took = this.clock.now() - began;
        settlement.spent += took;
        if (took > left) expire();
        time.end();
        // Has no effect after expire().
        settle();
      };
      run().then(
        () => conclude(resolve),
        (error: unknown) => conclude(() => reject(error)),
      );
    });
  }
}

function timeout(): HookRefusal {
  return new HookRefusal('HOOK_TIMEOUT', 'timeout', 'A hook took too long; nothing was written');
}
