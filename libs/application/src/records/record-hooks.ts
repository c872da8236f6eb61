/**
 * Before-hooks of records run once for each record that a request names, in its order. What they make of the data is
 * checked like a request; only objects ever reach them.
 */
import { isTooDeep } from '#domain/hooks/hook-data';
import type { HookData, HookEventName, HookPayloads } from '#domain/hooks/hook-events';
import type { BeforeHooks } from '../kernel/hooks/before-hooks';
import type { Settlement } from '../kernel/hooks/settlement';
import type { RecordRequest } from './fresh-requests';
import type { Addressed, Located } from './locate-records';
import type { WriteHooks } from './record-operation';
import { ignoredNames, sentFields } from './sent-fields';

/** What is known of bodies that hooks have seen; absent: none has. */
export interface Heard {
  /** By body, the fields that the caller sent; undefined: it is none that hooks are shown. */
  readonly sentBy?: readonly (ReadonlySet<string> | undefined)[];
  /** What the caller sent in vain, and hooks were not shown. */
  readonly ignored?: readonly string[];
}

export interface Changed extends Located, Heard {
  /** As hooks left what was sent; absent: none has seen it. */
  readonly bodies?: readonly unknown[];
}

type Items = readonly { readonly data: unknown }[];
/** The events whose hooks may change what was sent. */
type Changing = 'on_record_before_create' | 'on_record_before_update';
const OPERATION_OF = { on_record_before_create: 'create', on_record_before_update: 'update' } as const;

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

  private readonly creating: Hooks<Addressed> = (request, located, settlement) => {
    const of = { collection: request.collection.name, accountId: located.accountId };
    const payloadOf = (data: HookData) => ({ ...of, data });
    return this.changing(request, 'on_record_before_create', located, located.bodies, settlement, payloadOf);
  };

  private updating<L extends Located>(
    request: RecordRequest,
    located: L,
    items: Items,
    settlement: Settlement,
  ): Promise<L> {
    const of = { collection: request.collection.name, accountId: located.accountId };
    const bodies = items.map(({ data }) => data);
    const payloadOf = (data: HookData, index: number) => ({ ...of, id: located.keys[index]!.id, data });
    return this.changing(request, 'on_record_before_update', located, bodies, settlement, payloadOf);
  }

  /** With the bodies as the hooks leave them. */
  private async changing<L extends object, E extends Changing>(
    request: RecordRequest,
    event: E,
    located: L,
    sent: readonly unknown[],
    settlement: Settlement,
    payloadOf: (data: HookData, index: number) => HookPayloads[E],
  ): Promise<L> {
    const bodies = [...sent];
    const sentBy: (ReadonlySet<string> | undefined)[] = bodies.map(() => undefined);
    const ignored: (readonly string[])[] = [];
    for (let index = 0; index < bodies.length; index += 1) {
      const data = bodies[index];
      if (!isForHooks(data)) continue;
      const fields = sentFields(request, OPERATION_OF[event], data);
      sentBy[index] = fields.names;
      ignored.push(fields.ignored);
      const payload = payloadOf(fields.body as HookData, index);
      const waiting = this.hooks.run(request.ctx, event, payload, settlement);
      if (waiting !== undefined) await waiting;
      bodies[index] = payload.data;
    }
    return { ...located, bodies, sentBy, ignored: ignoredNames(ignored) };
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
