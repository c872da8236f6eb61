/** Calls before-hooks, within their time. An error that one throws refuses what it was called for. */
import { HookAbort } from '#domain/hooks/hook-abort';
import type { Heard, HookBus } from '#domain/hooks/hook-bus';
import { mayFail, NOTHING, type Rest, runChain } from '#domain/hooks/hook-chain';
import type { Hook } from '#domain/hooks/hook';
import type { HookEventName, HookPayloads } from '#domain/hooks/hook-events';
import type { Clock } from '#domain/kernel/clock';
import { DomainError } from '#domain/kernel/errors';
import type { RequestContext } from '#domain/kernel/request-context';
import type { HookReports } from '../../ports/hook-reports';
import type { HookToolbox } from '../../ports/hook-toolbox';
import { callHandler, type Failure } from './call-handler';
import { eventFor, type Surroundings } from './called-event';
import { type HookCall, sealed } from './hook-call';
import { type HookLimits, SLOW_HOOK_MS } from './hook-limits';
import { HookRefusal } from './hook-refusal';
import { HookTime } from './hook-time';
import { LateTimers } from './late-timers';
import { OwnTime } from './own-time';
import { Settlement } from './settlement';
import { watchedDataOf } from './watched-data';

interface BeforeCall extends HookCall {
  readonly began: number;
  /** What the handlers may take, in milliseconds. */
  readonly left: number;
  /** The handler that is running, not one that waits for it. */
  running: Hook;
  /** The time is over: the remaining handlers are not called any more. */
  isLate: boolean;
}

export class BeforeHooks {
  /** Payloads for run() need not be made for an event without hooks. */
  readonly heard: Heard;
  private readonly around: Surroundings;
  private readonly timers: LateTimers;

  constructor(
    private readonly bus: HookBus,
    toolbox: HookToolbox,
    private readonly reports: HookReports,
    private readonly limits: HookLimits,
    private readonly clock: Clock,
  ) {
    this.heard = bus.heard;
    this.around = { toolbox, reports };
    this.timers = new LateTimers(clock);
  }

  /**
   * Resolves when all handlers are done, or returns undefined when they are already; `payload` then is as they left it.
   * Rejects or throws DomainError: what a handler aborts with, HOOK_TIMEOUT (504) when those of the request have taken their
   * time, HOOK_DEPTH (422) where hooks call each other without end, and HOOK_FAILED (500) for everything else, of which the
   * caller is told nothing. `settlement` is the request's; `afterEach` as HookCall has it.
   */
  run<E extends HookEventName>(
    ctx: RequestContext,
    event: E,
    payload: HookPayloads[E],
    settlement: Settlement = new Settlement(),
    afterEach?: () => void,
  ): Promise<void> | undefined {
    const hooks = this.bus.matching(event, payload);
    if (hooks.length === 0) return undefined;
    const call: BeforeCall = {
      event,
      ctx: sealed(ctx),
      payload,
      data: watchedDataOf(event, payload, this.limits.dataBytes),
      isFrozen: false,
      settlement,
      time: new HookTime(ctx.deadline),
      afterEach,
      began: this.clock.now(),
      left: this.limits.beforeMs - settlement.spent,
      running: hooks[0]!,
      isLate: false,
    };
    let waiting: Promise<void> | undefined;
    try {
      waiting = runChain(hooks, (hook, next) => this.call(hook, call, next));
    } catch (error) {
      throw this.conclude(call) ?? error;
    }
    if (waiting !== undefined) return this.inTime(call, waiting);
    const refusal = this.finish(call);
    if (refusal !== null) throw refusal;
    return undefined;
  }

  /** The refusal for an error of the hook, which is logged. */
  failure(hook: Hook, ctx: RequestContext, error: unknown): DomainError {
    this.reports.failed(hook, ctx, error);
    return new HookRefusal('HOOK_FAILED', 'defect', 'An unexpected error occurred');
  }

  private call(hook: Hook, call: BeforeCall, next: Rest): Promise<void> | undefined {
    if (call.isLate) throw timeout();
    call.running = hook;
    const own = new OwnTime(this.clock);
    const passOn = (): Promise<void> => {
      try {
        call.data?.check(hook);
      } catch (error) {
        return mayFail(Promise.reject(error as Error));
      }
      if (next === NOTHING) return NOTHING();
      return mayFail(own.without(next).finally(() => (call.running = hook)));
    };
    const event = eventFor(hook, call, this.around);
    return callHandler(
      this.around.reports,
      hook,
      () => hook.handler(event, passOn),
      (failure) => this.concludeOne(hook, call, own, failure),
    );
  }

  private concludeOne(hook: Hook, call: BeforeCall, own: OwnTime, failure: Failure | null): undefined {
    try {
      if (failure !== null) throw failure.error;
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

  private inTime(call: BeforeCall, waiting: Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = this.timers.at(call.began + call.left, () => reject(this.expire(call)));
      const settle = (refusal: unknown): void => {
        timer.clear();
        if (refusal === null) resolve();
        else reject(refusal);
      };
      waiting.then(
        () => settle(this.finish(call)),
        (error: unknown) => settle(this.conclude(call) ?? error),
      );
    });
  }

  /** All handlers have succeeded. */
  private finish(call: BeforeCall): HookRefusal | null {
    const { data, settlement, ctx } = call;
    const refusal = this.conclude(call);
    if (refusal !== null) return refusal;
    data?.seal();
    if (data?.isChanged) {
      settlement.add((_, error) => data.blamed(error).forEach((hook) => this.reports.refused(hook, ctx, error)));
    }
    return null;
  }

  /**
   * All handlers are done. A refusal where they took too long: one that kept the process from doing anything else is only
   * found out now.
   */
  private conclude(call: BeforeCall): HookRefusal | null {
    const took = this.clock.now() - call.began;
    call.settlement.spent += took;
    if (took > call.left && !call.isLate) this.expire(call);
    call.time.end();
    return call.isLate ? timeout() : null;
  }

  private expire(call: BeforeCall): HookRefusal {
    call.isLate = true;
    call.time.runOut();
    this.reports.timedOut(call.running, call.ctx);
    return timeout();
  }
}

function timeout(): HookRefusal {
  return new HookRefusal('HOOK_TIMEOUT', 'timeout', 'A hook took too long; nothing was written');
}
