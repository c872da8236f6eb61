/**
 * What callers send back of fields that they read masked. It stands for the value that is stored, so it is left out before
 * anything looks at it: the value stays, even one that was written since. Compared is with what the caller reads of the record,
 * by their own plan, so that nobody learns anything of a record that they cannot read.
 */
import type { Clock } from '#domain/kernel/clock';
import type { Mask } from '#domain/masks/mask';
import { looksMasked } from '#domain/masks/masked-text';
import { parseShowRequest } from '#domain/query/parse-show-request';
import { isAdmitted } from '#domain/query/rule-for';
import type { PlanCompiler } from '../ports/plan-compiler';
import type { RecordKey, RecordStore } from '../ports/record-store';
import { type RecordRequest, requestValues } from './fresh-requests';
import type { Located } from './locate-records';
import { type RecordPlans, within } from './record-plans';

type Body = Readonly<Record<string, unknown>>;

export class MaskedValues {
  constructor(
    private readonly plans: RecordPlans,
    private readonly compiler: PlanCompiler,
    private readonly store: RecordStore,
    private readonly clock: Clock,
  ) {}

  /** The bodies without what stays as it is; the same list where there is nothing of the kind, which needs no statement. */
  withoutUnchanged(
    request: RecordRequest,
    { accountId, keys }: Located,
    bodies: readonly unknown[],
  ): Promise<readonly unknown[]> | readonly unknown[] {
    const masks = this.masksOf(request);
    if (masks.size === 0) return bodies;
    const names = bodies.map((body) => suspects(masks, body));
    if (names.every(({ length }) => length === 0)) return bodies;
    return this.compared(within(request, accountId), keys, bodies as readonly Body[], names);
  }

  /** By the names of the fields that the caller reads masked. */
  private masksOf({ ctx, access, catalog, collection }: RecordRequest): ReadonlyMap<string, Mask> {
    const masks = new Map<string, Mask>();
    for (const field of collection.fields) {
      const mask = access.maskFor(ctx, field);
      if (mask !== null && access.admits(ctx, catalog, collection, field, 'show', 'view')) masks.set(field.name, mask);
    }
    return masks;
  }

  private async compared(
    request: RecordRequest,
    keys: readonly RecordKey[],
    bodies: readonly Body[],
    names: readonly (readonly string[])[],
  ): Promise<readonly unknown[]> {
    if (!isAdmitted(request.ctx, request.collection, 'view')) return bodies;
    const suspected = keys.filter((_key, index) => names[index]!.length > 0);
    const shown = await this.read(request, suspected, new Set(names.flat()));
    return bodies.map((body, index) => {
      const record = shown.get(keys[index]!.id);
      const isKept = ([name, value]: readonly [string, unknown]): boolean =>
        !names[index]!.includes(name) || record?.[name] !== value;
      return Object.fromEntries(Object.entries(body).filter(isKept));
    });
  }

  /** By their ids, as the caller reads them; nothing of what they do not. */
  private async read(
    request: RecordRequest,
    keys: readonly RecordKey[],
    names: ReadonlySet<string>,
  ): Promise<ReadonlyMap<unknown, Body>> {
    const values = requestValues(request.ctx, new Date(this.clock.now()));
    const plan = this.plans.getMany(request, parseShowRequest({ fields: ['id', ...names].join(',') }), values);
    const { accountId } = keys[0]!;
    const ids = [...new Set(keys.map(({ id }) => id))];
    const call = { plan, accountId, ids, request: values };
    const records = JSON.parse(await this.store.read(request, this.compiler.compile(plan), call)) as readonly Body[];
    return new Map(records.map((record) => [record['id'], record]));
  }
}

/** The fields that may have been sent back. */
function suspects(masks: ReadonlyMap<string, Mask>, body: unknown): readonly string[] {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return [];
  return Object.entries(body).flatMap(([name, value]) => {
    const mask = typeof value === 'string' ? masks.get(name) : undefined;
    return mask !== undefined && looksMasked(mask, value as string) ? [name] : [];
  });
}
