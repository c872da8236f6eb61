/**
 * The hooks around a unit that changes system tables: before-hooks once, before the unit begins; after-hooks for what
 * it did change, once that is on disk. They see the change and may refuse it, but cannot modify it.
 */
import { frozen } from '#domain/hooks/hook-data';
import type { Model, ModelEvent } from '#domain/hooks/hook-events';
import type { RequestContext } from '#domain/kernel/request-context';
import type { JsonValue } from '#domain/schema/collection';
import type { Transaction } from '../../ports/transactions';
import type { AfterHooks } from './after-hooks';
import type { BeforeHooks } from './before-hooks';
import { Settlement } from './settlement';

type ModelOp = 'create' | 'update' | 'delete';

/** What a unit is to change. Its account is the unit's; roles belong to none. */
export interface ModelChange<T = unknown> {
  readonly op: ModelOp;
  readonly model: Model;
  /** null: the unit finds it out. */
  readonly id: string | null;
  /**
   * In the words of the HTTP API, without secrets. Members that the request leaves out are undefined here, or absent.
   */
  readonly data: Readonly<Record<string, JsonValue | undefined>> | null;
  /** The id of what was changed, from the work's result; null: nothing was changed. Absent: `id`. */
  changed?(result: T): string | null;
}

type UnitWork<T> = (tx: Transaction, current: RequestContext) => Promise<T>;

const BEFORE = {
  create: 'on_model_before_create',
  update: 'on_model_before_update',
  delete: 'on_model_before_delete',
} as const;

const AFTER = {
  create: 'on_model_after_create',
  update: 'on_model_after_update',
  delete: 'on_model_after_delete',
} as const;

export class ModelHooks {
  constructor(
    private readonly before: BeforeHooks,
    private readonly after: AfterHooks,
  ) {}

  /** `run` makes a unit from the work that it is given. */
  around<T>(
    ctx: RequestContext,
    changes: readonly ModelChange<T>[],
    work: UnitWork<T>,
    run: (work: UnitWork<T>) => Promise<T>,
  ): Promise<T> {
    const isHeard = changes.some(({ op }) => this.before.heard.has(BEFORE[op]) || this.after.heard.has(AFTER[op]));
    return isHeard ? this.hooked(ctx, changes, work, run) : run(work);
  }

  /** For work whose before-hooks ran in another unit. */
  tell(tx: Transaction, ctx: RequestContext, change: ModelChange, id: string | null = change.id): void {
    const event = AFTER[change.op];
    if (!this.after.heard.has(event)) return;
    tx.onSettled((outcome) => {
      if (outcome === 'committed') this.after.add(ctx, event, payloadOf(ctx, change, id));
    });
  }

  private async hooked<T>(
    ctx: RequestContext,
    changes: readonly ModelChange<T>[],
    work: UnitWork<T>,
    run: (work: UnitWork<T>) => Promise<T>,
  ): Promise<T> {
    const settlement = new Settlement();
    try {
      await this.after.room(ctx);
      for (const change of changes) {
        await this.before.run(ctx, BEFORE[change.op], payloadOf(ctx, change, change.id), settlement);
      }
      const result = await run(async (tx, current) => {
        const done = await work(tx, current);
        for (const change of changes) {
          const id = change.changed === undefined ? change.id : change.changed(done);
          if (id !== null) this.tell(tx, current, change, id);
        }
        return done;
      });
      settlement.tell('committed');
      return result;
    } catch (error) {
      settlement.tell('rolled_back');
      throw error;
    }
  }
}

function payloadOf({ accountId }: RequestContext, { model, data }: ModelChange, id: string | null): ModelEvent {
  return Object.freeze({ model, id, accountId: model === 'roles' ? null : accountId, data: data && copyOf(data) });
}

/** A copy for one event, so that no handler can reach the data that is written. */
function copyOf(data: NonNullable<ModelChange['data']>): NonNullable<ModelEvent['data']> {
  const given = Object.entries(data).filter(([, value]) => value !== undefined);
  return frozen(structuredClone(Object.fromEntries(given)));
}
