/** Calls before-hooks, within their time. What one of them throws refuses what it was called for. */
import { HookAbort } from '#domain/hooks/hook-abort';
import type { HookBus } from '#domain/hooks/hook-bus';
import { runChain } from '#domain/hooks/hook-chain';
import type { Hook } from '#domain/hooks/hook';
import type { HookEventName, HookPayloads } from '#domain/hooks/hook-events';
import type { Clock } from '#domain/kernel/clock';
import { DomainError } from '#domain/kernel/errors';
import type { RequestContext } from '#domain/kernel/request-context';
import type { HookReports } from '../../ports/hook-reports';
import type { HookToolbox } from '../../ports/hook-toolbox';
import { eventFor, type HookCall } from './hook-call';
import { type HookLimits, SLOW_HOOK_MS } from './hook-limits';
import { HookRefusal } from './hook-refusal';
import { HookTime } from './hook-time';
import { Settlement } from './settlement';

export class BeforeHooks {
  constructor(
    private readonly bus: HookBus,
    private readonly toolbox: HookToolbox,
    private readonly reports: HookReports,
    private readonly limits: HookLimits,
    private readonly clock: Clock,
  ) {}

  /** Whether anybody might want to be called. What is given to run() need not be made where nobody does. */
  hears(event: HookEventName): boolean {
    return this.bus.hears(event);
  }

  /**
   * Resolves when all handlers are done; `payload` then is as they left it. Rejects with DomainError: what a handler aborts
   * with, HOOK_TIMEOUT (504) after the time of all of them, HOOK_DEPTH (422) where hooks call each other without end, and
   * HOOK_FAILED (500) for everything else, of which the caller is told nothing. `afterEach`: as HookCall has it.
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
    const call: HookCall = { event, ctx, payload, settlement, time: new HookTime(), afterEach };
    let running = hooks[0]!;
    const chain = runChain(hooks, (hook, next) => {
      running = hook;
      return this.call(hook, call, next);
    });
    await this.inTime(chain, call, () => running);
  }

  /** What to refuse with for something that the hook did wrong, which is logged. */
  failure(hook: Hook, ctx: RequestContext, error: unknown): DomainError {
    this.reports.failed(hook, ctx, error);
    return new HookRefusal('HOOK_FAILED', 'defect', 'An unexpected error occurred');
  }

  private async call(hook: Hook, call: HookCall, next: () => Promise<void>): Promise<void> {
    const began = this.clock.now();
    let passed = 0;
    const timedNext = async (): Promise<void> => {
      const left = this.clock.now();
      try {
        await next();
      } finally {
        passed += this.clock.now() - left;
      }
    };
    try {
      await enter(this.reports, hook, () => hook.handler(eventFor(hook, call, this.toolbox), timedNext));
      call.afterEach?.();
    } catch (error) {
      throw this.refusal(hook, call.ctx, error);
    } finally {
      const took = this.clock.now() - began - passed;
      if (took > SLOW_HOOK_MS) this.reports.slow(hook, call.ctx, took);
    }
  }

  private refusal(hook: Hook, ctx: RequestContext, error: unknown): DomainError {
    // Of a handler further in, which this one waited for.
    if (error instanceof HookRefusal) return error;
    if (!(error instanceof HookAbort)) return this.failure(hook, ctx, error);
    return new HookRefusal(error.code, 'aborted', error.message, { status: error.status });
  }

  private inTime(chain: Promise<void>, call: HookCall, running: () => Hook): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        call.time.end();
        this.reports.timedOut(running(), call.ctx);
        reject(new DomainError('HOOK_TIMEOUT', 'timeout', 'A hook took too long; nothing was written'));
      }, this.limits.beforeMs);
      chain.then(resolve, reject).finally(() => {
        clearTimeout(timer);
        call.time.end();
      });
    });
  }
}

/** Tells whoever watches when the synchronous part of a handler begins and ends. */
export function enter(reports: HookReports, hook: Hook, handler: () => unknown): unknown {
  reports.entered(hook);
  try {
    return handler();
  } finally {
    reports.left(hook);
  }
}
