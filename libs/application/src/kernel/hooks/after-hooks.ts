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
import { eventFor, type Surroundings } from './called-event';
import { type HookCall, sealed } from './hook-call';
import { type HookLimits, SLOW_HOOK_MS } from './hook-limits';
import { HookTime } from './hook-time';
import { OwnTime } from './own-time';
import { Settlement } from './settlement';

/** What an event costs in the queue beside its payload. */
const EVENT_BYTES = 1000;

type AfterCall = Omit<HookCall, 'time'>;

/** Ends a chain: the handlers after the one that threw do not run. */
class Stopped extends Error {}

export class AfterHooks {
  /** Payloads for add() need not be made for an event without hooks. */
  readonly heard: Heard;
  private readonly queue: AfterQueue;
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
    this.queue = new AfterQueue(limits.concurrency, limits.queueBytes);
  }

  /** Adds an event about something that is on disk. Handlers cannot change the payload: all are told the same. */
  add<E extends HookEventName>(ctx: RequestContext, event: E, payload: HookPayloads[E]): void {
    const hooks = this.bus.matching(event, payload);
    if (hooks.length === 0) return;
    const settlement = new Settlement('committed');
    const call = { event, ctx: sealed(ctx), payload, data: null, isFrozen: true, settlement };
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

  private run(hooks: readonly Hook[], call: AfterCall): Promise<void> {
    const ran = runChain(hooks, (hook, next) =>
      this.call(hook, { ...call, time: new HookTime() }, next).then((isDone) => {
        if (!isDone && hook.stopOnError) throw new Stopped();
      }),
    );
    return ran.catch((error: unknown) => {
      if (!(error instanceof Stopped)) throw error;
    });
  }

  /**
   * Whether the handler succeeded. One whose time is over goes on by itself, and what it throws then is logged, too.
   */
  private call(hook: Hook, call: HookCall, next: Rest): Promise<boolean> {
    return new Promise((resolve) => {
      const expire = (): void => {
        own.end();
        call.time.runOut();
        this.reports.timedOut(hook, call.ctx);
        resolve(false);
      };
      const own = new OwnTime(this.clock, { milliseconds: this.limits.afterMs, over: expire });
      const conclude = (isDone: boolean): void => {
        const took = own.end();
        if (took > SLOW_HOOK_MS && call.time.passed === null) this.reports.slow(hook, call.ctx, took);
        call.time.end();
        resolve(isDone);
      };
      void this.handle(hook, call, () => (next === NOTHING ? next() : own.without(next))).then(conclude);
    });
  }

  private async handle(hook: Hook, call: HookCall, next: Rest): Promise<boolean> {
    try {
      const event = eventFor(hook, call, this.around);
      // That a handler further in stopped the chain is no failure of this one.
      await this.reports.watch(hook, () => hook.handler(event, () => next().catch(() => undefined)));
      return true;
    } catch (error) {
      this.reports.failed(hook, call.ctx, error);
      return false;
    }
  }
}

/** A record, a row or a user by its id, a collection by its name. */
function subjectOf(payload: object): string | null {
  const { id, userId, collection } = payload as Readonly<Record<'id' | 'userId' | 'collection', unknown>>;
  const subject = id ?? userId ?? collection;
  return typeof subject === 'string' ? subject : null;
}
