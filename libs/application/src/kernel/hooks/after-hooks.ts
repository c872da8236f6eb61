/**
 * Calls after-hooks, several at a time, in the order of the commits that they are about; for one record, those of an
 * event run when those of the event before it are done. They belong to no request any more: what one throws is logged
 * and counted. The waiting events are bounded in bytes; beyond that, new writes wait, and nothing is dropped.
 */
import type { Heard, HookBus } from '#domain/hooks/hook-bus';
import { NOTHING, type Rest, runChain } from '#domain/hooks/hook-chain';
import { bytesOf } from '#domain/hooks/hook-data';
import type { Hook } from '#domain/hooks/hook';
import type { HookEventName, HookPayloads } from '#domain/hooks/hook-events';
import type { Clock } from '#domain/kernel/clock';
import { DomainError } from '#domain/kernel/errors';
import type { RequestContext } from '#domain/kernel/request-context';
import type { HookReports } from '../../ports/hook-reports';
import type { HookToolbox } from '../../ports/hook-toolbox';
import { AfterQueue } from './after-queue';
import { callHandler, type Failure } from './call-handler';
import { eventFor, type Surroundings } from './called-event';
import { type HookCall, sealed } from './hook-call';
import { type HookLimits, SLOW_HOOK_MS } from './hook-limits';
import { HookTime } from './hook-time';
import { LateTimers } from './late-timers';
import { OwnTime } from './own-time';
import { Settlement } from './settlement';

/** What an event costs in the queue beside its payload. */
const EVENT_BYTES = 1000;

const COMMITTED = new Settlement('committed');

type AfterCall = Pick<HookCall, 'event' | 'ctx' | 'payload' | 'settlement'>;

/** Ends a chain: the handlers after the one that threw do not run. */
class Stopped extends Error {}

export class AfterHooks {
  /** Payloads for add() need not be made for an event without hooks. */
  readonly heard: Heard;
  private readonly queue: AfterQueue;
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
    this.queue = new AfterQueue(limits.concurrency, limits.queueBytes);
  }

  /** Adds an event about something that is on disk. Handlers cannot change the payload: all are told the same. */
  add<E extends HookEventName>(ctx: RequestContext, event: E, payload: HookPayloads[E]): void {
    const hooks = this.bus.matching(event, payload);
    if (hooks.length === 0) return;
    const call = { event, ctx: sealed(ctx), payload, settlement: COMMITTED };
    const bytes = EVENT_BYTES + bytesOf(payload);
    this.queue.push({ subject: subjectOf(payload), bytes, run: () => this.run(hooks, call) });
  }

  /**
   * Called before a write is planned; undefined: there is room. Otherwise resolves when there is, or rejects with
   * HOOKS_BUSY (503) when that takes too long. Writes by hooks never wait: the room that they would wait for may be
   * their own.
   */
  room(ctx: RequestContext): Promise<void> | undefined {
    return this.queue.hasRoom || ctx.hooks !== undefined ? undefined : this.waitForRoom();
  }

  /** Resolves once no hook runs or waits. */
  idle(): Promise<void> {
    return this.queue.idle();
  }

  private async waitForRoom(): Promise<void> {
    if (await this.queue.waitForRoom(this.limits.roomMs)) return;
    throw new DomainError('HOOKS_BUSY', 'unavailable', 'Too many hooks wait to be run; try again later');
  }

  private run(hooks: readonly Hook[], call: AfterCall): Promise<unknown> | undefined {
    if (hooks.length > 1) return this.runAll(hooks, call);
    const running = this.call(hooks[0]!, call, NOTHING);
    return running instanceof Promise ? running : undefined;
  }

  private async runAll(hooks: readonly Hook[], call: AfterCall): Promise<void> {
    try {
      await runChain(hooks, async (hook, next) => {
        const isDone = await this.call(hook, call, next);
        if (!isDone && hook.stopOnError) throw new Stopped();
      });
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
    }
  }

  /**
   * Whether the handler succeeded. One whose time is over goes on by itself, and what it throws then is logged, too.
   */
  private call(hook: Hook, { event, ctx, payload, settlement }: AfterCall, next: Rest): Promise<boolean> | boolean {
    const own = new OwnTime(this.clock);
    const time = new HookTime();
    const called = eventFor(hook, { event, ctx, payload, data: null, isFrozen: true, settlement, time }, this.around);
    // That a handler further in stopped the chain is no failure of this one.
    const passOn = next === NOTHING ? NOTHING : () => own.without(next).catch(() => undefined);
    const conclude = (failure: Failure | null): boolean => {
      if (failure !== null) this.reports.failed(hook, ctx, failure.error);
      const took = own.end();
      if (took > SLOW_HOOK_MS && time.passed === null) this.reports.slow(hook, ctx, took);
      time.end();
      return failure === null;
    };
    return callHandler(
      this.reports,
      hook,
      () => hook.handler(called, passOn),
      conclude,
      (settle) => {
        own.limitTo(this.limits.afterMs, this.timers, () => {
          own.end();
          time.runOut();
          this.reports.timedOut(hook, ctx);
          settle(false);
        });
      },
    );
  }
}

/** A record, a row or a user by its id, a collection by its name. */
function subjectOf(payload: object): string | null {
  const { id, userId, collection } = payload as Readonly<Record<'id' | 'userId' | 'collection', unknown>>;
  const subject = id ?? userId ?? collection;
  return typeof subject === 'string' ? subject : null;
}
