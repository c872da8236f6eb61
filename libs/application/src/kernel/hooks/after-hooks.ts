/**
 * Calls after-hooks, some at a time, in the order in which what they are about was committed. They are nobody's request
 * any more: what one throws is logged and counted. What waits is bounded in bytes; beyond that, new writes wait.
 */
import type { HookBus } from '#domain/hooks/hook-bus';
import type { Hook } from '#domain/hooks/hook';
import type { HookEventName, HookPayloads } from '#domain/hooks/hook-events';
import type { Clock } from '#domain/kernel/clock';
import { DomainError } from '#domain/kernel/errors';
import { LinkedList } from '#domain/kernel/linked-list';
import type { RequestContext } from '#domain/kernel/request-context';
import type { HookReports } from '../../ports/hook-reports';
import type { HookToolbox } from '../../ports/hook-toolbox';
import { enter } from './before-hooks';
import { eventFor, type HookCall } from './hook-call';
import { type HookLimits, SLOW_HOOK_MS } from './hook-limits';
import { HookTime } from './hook-time';
import { Settlement } from './settlement';

/** How long a write waits for room before it is refused. */
const MAX_WAIT_MS = 5000;

interface Waiting {
  readonly hooks: readonly Hook[];
  readonly call: HookCall;
  readonly bytes: number;
}

export class AfterHooks {
  private readonly queue = new LinkedList<Waiting>();
  private bytes = 0;
  private running = 0;
  private listeners: (() => void)[] = [];

  constructor(
    private readonly bus: HookBus,
    private readonly toolbox: HookToolbox,
    private readonly reports: HookReports,
    private readonly limits: HookLimits,
    private readonly clock: Clock,
  ) {}

  hears(event: HookEventName): boolean {
    return this.bus.hears(event);
  }

  add<E extends HookEventName>(ctx: RequestContext, event: E, payload: HookPayloads[E]): void {
    const hooks = this.bus.matching(event, payload);
    if (hooks.length === 0) return;
    const bytes = Buffer.byteLength(JSON.stringify(payload));
    this.bytes += bytes;
    this.queue.push({
      hooks,
      call: { event, ctx, payload, settlement: new Settlement(), time: new HookTime() },
      bytes,
    });
    this.start();
  }

  /** Before a write is planned: waits while too much is queued. Rejects with HOOKS_BUSY (503) when that takes too long. */
  room(): Promise<void> | undefined {
    return this.bytes < this.limits.queueBytes ? undefined : this.waitForRoom();
  }

  /** Resolves once none runs and none waits. */
  async idle(): Promise<void> {
    while (this.running > 0 || this.queue.size > 0) await this.change();
  }

  private async waitForRoom(): Promise<void> {
    const until = this.clock.now() + MAX_WAIT_MS;
    while (this.bytes >= this.limits.queueBytes) {
      const left = until - this.clock.now();
      if (left <= 0)
        throw new DomainError('HOOKS_BUSY', 'unavailable', 'Too many hooks wait to be run; try again later');
      await Promise.race([this.change(), pause(left)]);
    }
  }

  /** Resolves when the next one is done. */
  private change(): Promise<void> {
    return new Promise((resolve) => this.listeners.push(resolve));
  }

  private start(): void {
    while (this.running < this.limits.concurrency) {
      const waiting = this.queue.shift();
      if (waiting === undefined) return;
      this.running += 1;
      void this.run(waiting).finally(() => {
        waiting.call.time.end();
        this.running -= 1;
        this.bytes -= waiting.bytes;
        const told = this.listeners;
        this.listeners = [];
        for (const tell of told) tell();
        this.start();
      });
    }
  }

  private async run({ hooks, call }: Waiting): Promise<void> {
    for (const hook of hooks) {
      const failed = await this.call(hook, call);
      if (failed && hook.stopOnError) return;
    }
  }

  /** Whether it threw. */
  private async call(hook: Hook, call: HookCall): Promise<boolean> {
    const began = this.clock.now();
    try {
      await enter(this.reports, hook, () => hook.handler(eventFor(hook, call, this.toolbox), () => Promise.resolve()));
      return false;
    } catch (error) {
      this.reports.failed(hook, call.ctx, error);
      return true;
    } finally {
      const took = this.clock.now() - began;
      if (took > SLOW_HOOK_MS) this.reports.slow(hook, call.ctx, took);
    }
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
