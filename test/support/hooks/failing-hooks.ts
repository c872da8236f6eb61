/** Hooks that fail as each request says, and others around them that write down what they are told. */
import { AfterHooks } from '#application/kernel/hooks/after-hooks';
import type { HookEvent } from '#domain/hooks/hook';
import { HookBus } from '#domain/hooks/hook-bus';
import type { AfterRecordChange } from '#domain/hooks/hook-events';
import type { TestServer } from '../server';
import { type FailingWrite, fail } from './failing-write';

const OPS = ['create', 'update', 'delete'] as const;

export interface Told {
  readonly requestId: string;
  readonly op: (typeof OPS)[number];
  readonly change: AfterRecordChange;
}

interface Settled {
  readonly requestId: string;
  readonly outcome: 'committed' | 'rolled_back';
}

export class FailingHooks {
  /** By the after-hooks before the one that fails, in the order of the commits, and by those behind it. */
  readonly toldFirst: Told[] = [];
  readonly toldLast: Told[] = [];
  /** Once for each time that a before-hook was called. */
  readonly settled: Settled[] = [];
  private readonly calls = new Map<string, number>();
  private readonly after: AfterHooks;

  /** `writes`: by the ids of their requests; `records`: how many each of them names. */
  constructor(
    { app }: TestServer,
    private readonly writes: ReadonlyMap<string, FailingWrite>,
    private readonly records: ReadonlyMap<string, number>,
  ) {
    this.after = app.get(AfterHooks, { strict: false });
    const bus = app.get(HookBus, { strict: false });
    for (const op of OPS) {
      bus.register(`on_record_before_${op}`, (event) => this.before(event));
      const write = (list: Told[]) => (event: HookEvent<`on_record_after_${typeof op}`>) =>
        void list.push({ requestId: event.ctx.requestId, op, change: event });
      bus.register(`on_record_after_${op}`, write(this.toldFirst), { priority: 1 });
      bus.register(`on_record_after_${op}`, ({ ctx, abort }) => {
        const how = this.writes.get(ctx.requestId)?.after ?? null;
        return how === null ? undefined : fail(how, abort);
      });
      bus.register(`on_record_after_${op}`, write(this.toldLast), { priority: -1 });
    }
  }

  idle(): Promise<void> {
    return this.after.idle();
  }

  private before({ ctx: { requestId }, abort, onSettled }: HookEvent): Promise<void> | undefined {
    onSettled((outcome) => this.settled.push({ requestId, outcome }));
    const call = (this.calls.get(requestId) ?? 0) + 1;
    this.calls.set(requestId, call);
    const how = this.writes.get(requestId)?.before ?? null;
    return how === null || call < this.records.get(requestId)! ? undefined : fail(how, abort);
  }
}
