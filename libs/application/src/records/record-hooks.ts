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

type Hooks<Known> = <L extends Known>(request: RecordRequest, located: L, settlement: Settlement) => Promise<L>;

/** What each of these gives is null where nobody hears of the event in that collection. */
export class RecordHooks {
  constructor(private readonly hooks: BeforeHooks) {}

  beforeCreate<L extends Addressed>(collection: string): WriteHooks<L> | null {
    return this.isHeard('on_record_before_create', collection) ? this.creating : null;
  }

  /** `items`: what is sent for each of the records. */
  beforeUpdate(collection: string, items: readonly { readonly data: unknown }[]): Hooks<Changed> | null {
    if (!this.isHeard('on_record_before_update', collection)) return null;
    const bodies = items.map(({ data }) => data);
    return async (request, located, settlement) => {
      return { ...located, bodies: await this.updated(request, located, bodies, settlement) };
    };
  }

  beforeDelete(collection: string): Hooks<Located> | null {
    return this.isHeard('on_record_before_delete', collection) ? this.deleting : null;
  }

  private isHeard(event: HookEventName, collection: string): boolean {
    return this.hooks.heard.get(event)?.has(collection) === true;
  }

  private readonly creating: Hooks<Addressed> = async (request, located, settlement) => {
    const { accountId } = located;
    const bodies = await changed(located.bodies, async (data) => {
      const payload = { collection: request.collection.name, accountId, data };
      await this.hooks.run(request.ctx, 'on_record_before_create', payload, settlement);
      return payload.data;
    });
    return { ...located, bodies };
  };

  private updated(
    request: RecordRequest,
    { accountId, keys }: Located,
    bodies: readonly unknown[],
    settlement: Settlement,
  ): Promise<readonly unknown[]> {
    return changed(bodies, async (data, index) => {
      const payload = { collection: request.collection.name, accountId, id: keys[index]!.id, data };
      await this.hooks.run(request.ctx, 'on_record_before_update', payload, settlement);
      return payload.data;
    });
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

async function changed(
  sent: readonly unknown[],
  run: (data: HookData, index: number) => Promise<HookData>,
): Promise<readonly unknown[]> {
  const bodies: unknown[] = [];
  for (const [index, body] of sent.entries()) {
    // No field takes what is as deep: the validation refuses it, and it is no hook's fault.
    const isForHooks = isObject(body) && !isTooDeep(body);
    bodies.push(isForHooks ? await run(body, index) : body);
  }
  return bodies;
}

function isObject(body: unknown): body is HookData {
  return typeof body === 'object' && body !== null && !Array.isArray(body);
}
