/**
 * Before-hooks of records run once for each record that a request names, in its order. What they make of the data is
 * checked like a request; only objects ever reach them.
 */
import { isTooDeep } from '#domain/hooks/hook-data';
import type { HookData, HookEventName } from '#domain/hooks/hook-events';
import type { BeforeHooks } from '../kernel/hooks/before-hooks';
import type { Settlement } from '../kernel/hooks/settlement';
import type { RecordRequest } from './fresh-requests';
import type { Addressed, Located } from './locate-records';
import type { WriteHooks } from './record-operation';

export interface Changed extends Located {
  /** As hooks left what was sent; absent: none has seen it. */
  readonly bodies?: readonly unknown[];
}

type Items = readonly { readonly data: unknown }[];
type Hooks<Known> = <L extends Known>(request: RecordRequest, located: L, settlement: Settlement) => Promise<L>;

/** What each of these gives is null where nobody hears of the event in that collection. */
export class RecordHooks {
  constructor(private readonly hooks: BeforeHooks) {}

  beforeCreate<L extends Addressed>(collection: string): WriteHooks<L> | null {
    return this.isHeard('on_record_before_create', collection) ? this.creating : null;
  }

  /** `items`: what is sent for each of the records. */
  beforeUpdate(collection: string, items: Items): Hooks<Changed> | null {
    if (!this.isHeard('on_record_before_update', collection)) return null;
    return (request, located, settlement) => this.updating(request, located, items, settlement);
  }

  beforeDelete(collection: string): Hooks<Located> | null {
    return this.isHeard('on_record_before_delete', collection) ? this.deleting : null;
  }

  private isHeard(event: HookEventName, collection: string): boolean {
    return this.hooks.heard.get(event)?.has(collection) === true;
  }

  private readonly creating: Hooks<Addressed> = async (request, located, settlement) => {
    const { accountId } = located;
    const bodies = [...located.bodies];
    for (let index = 0; index < bodies.length; index += 1) {
      const data = bodies[index];
      if (!isForHooks(data)) continue;
      const payload = { collection: request.collection.name, accountId, data };
      await this.hooks.run(request.ctx, 'on_record_before_create', payload, settlement);
      bodies[index] = payload.data;
    }
    return { ...located, bodies };
  };

  private async updating<L extends Located>(
    request: RecordRequest,
    located: L,
    items: Items,
    settlement: Settlement,
  ): Promise<L> {
    const { accountId, keys } = located;
    const bodies = items.map(({ data }) => data);
    for (let index = 0; index < bodies.length; index += 1) {
      const data = bodies[index];
      if (!isForHooks(data)) continue;
      const payload = { collection: request.collection.name, accountId, id: keys[index]!.id, data };
      await this.hooks.run(request.ctx, 'on_record_before_update', payload, settlement);
      bodies[index] = payload.data;
    }
    return { ...located, bodies };
  }

  private readonly deleting: Hooks<Located> = async (request, located, settlement) => {
    const { accountId, keys } = located;
    for (const { id } of keys) {
      const payload = { collection: request.collection.name, accountId, id };
      await this.hooks.run(request.ctx, 'on_record_before_delete', payload, settlement);
    }
    return located;
  };
}

/** No field takes what is nested that deep: the validation refuses it, and it is no hook's fault. */
function isForHooks(body: unknown): body is HookData {
  return typeof body === 'object' && body !== null && !Array.isArray(body) && !isTooDeep(body);
}
