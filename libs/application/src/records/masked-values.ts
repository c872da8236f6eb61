/**
 * What callers send back of fields that they read masked. It stands for the value that is stored, so it is left out before
 * anything looks at it: the value stays, even one that was written since. Compared is with what the caller reads of the record,
 * by their own plan, so that nobody learns anything of a record that they cannot read.
 */
import type { Clock } from '#domain/kernel/clock';
import { looksMasked } from '#domain/masks/masked-text';
import { parseShowRequest } from '#domain/query/parse-show-request';
import { isAdmitted } from '#domain/query/rule-for';
import { findField } from '#domain/schema/find-field';
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
    const names = bodies.map((body) => this.suspects(request, body));
    if (names.every(({ length }) => length === 0)) return bodies;
    return this.compared(within(request, accountId), keys, bodies as readonly Body[], names);
  }

  /** The fields that may have been sent back. */
  private suspects(request: RecordRequest, body: unknown): readonly string[] {
    const { ctx, access, catalog, collection } = request;
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return [];
    return Object.entries(body).flatMap(([name, value]) => {
      const field = typeof value === 'string' ? findField(collection, name) : undefined;
      const mask = field === undefined ? null : access.maskFor(ctx, field);
      if (mask === null || !looksMasked(mask, value as string)) return [];
      return access.admits(ctx, catalog, collection, field!, 'show', 'view') ? [name] : [];
    });
  }

  private async compared(
    request: RecordRequest,
    keys: readonly RecordKey[],
    bodies: readonly Body[],
    names: readonly (readonly string[])[],
  ): Promise<readonly unknown[]> {
    if (!isAdmitted(request.ctx, request.collection, 'view')) return bodies;
    const left: Body[] = [];
    for (let index = 0; index < bodies.length; index += 1) {
      const body = bodies[index]!;
      const suspects = names[index]!;
      const shown = suspects.length === 0 ? {} : await this.read(request, keys[index]!, suspects);
      const isKept = ([name, value]: readonly [string, unknown]): boolean =>
        !suspects.includes(name) || shown[name] !== value;
      left.push(Object.fromEntries(Object.entries(body).filter(isKept)));
    }
    return left;
  }

  /** As the caller reads it; nothing of what they do not. */
  private async read(request: RecordRequest, key: RecordKey, names: readonly string[]): Promise<Body> {
    const values = requestValues(request.ctx, new Date(this.clock.now()));
    const plan = this.plans.get(request, parseShowRequest({ fields: names.join(',') }), values);
    const record = await this.store.read(request, this.compiler.compile(plan), { plan, key, request: values });
    return record === null ? {} : (JSON.parse(record.body) as Body);
  }
}
