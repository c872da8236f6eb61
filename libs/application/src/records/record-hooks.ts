/**
 * Before-hooks of records run once for each record that a request names, in its order. What they make of the data is
 * checked like a request; only objects ever reach them.
 */
import { isTooDeep } from '#domain/hooks/hook-data';
import type { HookData } from '#domain/hooks/hook-events';
import type { BeforeHooks } from '../kernel/hooks/before-hooks';
import type { Settlement } from '../kernel/hooks/settlement';
import type { RecordKey } from '../ports/record-store';
import type { RecordRequest } from './fresh-requests';

interface Data {
  readonly accountId: string;
  readonly bodies: readonly unknown[];
}

interface Keys {
  readonly accountId: string;
  readonly keys: readonly RecordKey[];
}

export class RecordHooks {
  constructor(private readonly hooks: BeforeHooks) {}

  beforeCreate<L extends Data>(request: RecordRequest, located: L, settlement: Settlement): Promise<L> | L {
    if (!this.hooks.heard.has('on_record_before_create')) return located;
    const { accountId } = located;
    const run = async (data: HookData): Promise<HookData> => {
      const payload = { collection: request.collection.name, accountId, data };
      await this.hooks.run(request.ctx, 'on_record_before_create', payload, settlement);
      return payload.data;
    };
    return changed(located, run);
  }

  beforeUpdate<L extends Data & Keys>(request: RecordRequest, located: L, settlement: Settlement): Promise<L> | L {
    if (!this.hooks.heard.has('on_record_before_update')) return located;
    const { accountId, keys } = located;
    const run = async (data: HookData, index: number): Promise<HookData> => {
      const payload = { collection: request.collection.name, accountId, id: keys[index]!.id, data };
      await this.hooks.run(request.ctx, 'on_record_before_update', payload, settlement);
      return payload.data;
    };
    return changed(located, run);
  }

  beforeDelete<L extends Keys>(request: RecordRequest, located: L, settlement: Settlement): Promise<L> | L {
    return this.hooks.heard.has('on_record_before_delete') ? this.deleting(request, located, settlement) : located;
  }

  private async deleting<L extends Keys>(request: RecordRequest, located: L, settlement: Settlement): Promise<L> {
    const { accountId, keys } = located;
    for (const { id } of keys) {
      const payload = { collection: request.collection.name, accountId, id };
      await this.hooks.run(request.ctx, 'on_record_before_delete', payload, settlement);
    }
    return located;
  }
}

async function changed<L extends Data>(
  located: L,
  run: (data: HookData, index: number) => Promise<HookData>,
): Promise<L> {
  const bodies: unknown[] = [];
  for (const [index, body] of located.bodies.entries()) {
    // No field takes data nested so deeply: the validation refuses it, and that is no hook's fault.
    const isForHooks = isObject(body) && !isTooDeep(body);
    bodies.push(isForHooks ? await run(structuredClone(body), index) : body);
  }
  return { ...located, bodies };
}

function isObject(body: unknown): body is HookData {
  return typeof body === 'object' && body !== null && !Array.isArray(body);
}
