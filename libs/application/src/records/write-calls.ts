/** What writes are planned as: calls of the store, from bodies that hooks have seen. Errors about one of several name its number. */
import type { Clock } from '#domain/kernel/clock';
import { invalidFields } from '#domain/kernel/errors';
import type { WriteRequest } from '#domain/query/parse-show-request';
import type { Field, JsonValue } from '#domain/schema/collection';
import { encryptedFields } from '#domain/schema/field-storage';
import type { CreateCall, DeleteCall, IfMatch, UpdateAllCall, UpdateCall } from '../ports/record-store';
import { type RecordRequest, requestValues } from './fresh-requests';
import type { Addressed, Located } from './locate-records';
import type { Changed, Heard } from './record-hooks';
import { type RecordPlans, within } from './record-plans';
import { ignoredNames } from './sent-fields';
import { validateElement } from './validate-element';

const ENCRYPTED = {
  code: 'encrypted_field',
  message: 'Is encrypted, so that it can be changed record by record or in a batch, but not by a filter',
};

/** `ids`: given before the first plan, so that planning again makes the same records. */
export interface NewRecords extends Addressed, Heard {
  readonly ids: readonly string[];
}

export interface PlannedWrite<C> {
  readonly calls: readonly C[];
  /** The fields that were sent in vain. */
  readonly ignored: readonly string[];
}

export interface Change {
  readonly sets: readonly Field[];
  readonly stored: Readonly<Record<string, JsonValue>>;
  readonly ignored: readonly string[];
}

export class WriteCalls {
  constructor(
    private readonly plans: RecordPlans,
    private readonly clock: Clock,
  ) {}

  create(
    anywhere: RecordRequest,
    shown: WriteRequest,
    { accountId, bodies, ids, ...heard }: NewRecords,
    batch: boolean,
  ): PlannedWrite<CreateCall> {
    const request = within(anywhere, accountId);
    const now = new Date(this.clock.now());
    const values = requestValues(request.ctx, now);
    const plan = this.plans.create(request, shown, values);
    const inVain = [heard.ignored ?? []];
    const records = bodies.map((input, index) => {
      const sent = { input, sentBy: heard.sentBy?.[index] };
      const valid = validateElement(request, 'create', sent, accountId, batch ? index : undefined);
      inVain.push(valid.ignored);
      const given = { auth: values.auth, data: valid.sent, now };
      return { id: ids[index]!, accountId, values: valid.stored, request: given };
    });
    return { calls: [{ plan, records, batch }], ignored: ignoredNames(inVain) };
  }

  /** `ifMatch`: of each record; absent: any revision. */
  update(
    anywhere: RecordRequest,
    shown: WriteRequest,
    { accountId, keys, bodies, ...heard }: Changed,
    batch: boolean,
    ifMatch: readonly IfMatch[] = [],
  ): PlannedWrite<UpdateCall> {
    const request = within(anywhere, accountId);
    const asked = requestValues(request.ctx, new Date(this.clock.now()));
    const planFor = this.plans.updates(request, shown);
    const inVain = [heard.ignored ?? []];
    const calls = keys.map((key, index) => {
      const sent = { input: bodies[index], sentBy: heard.sentBy?.[index] };
      const { sets, stored, ignored } = this.change(request, accountId, sent, batch ? index : undefined);
      inVain.push(ignored);
      const values = { ...asked, data: stored };
      const plan = planFor(sets, values);
      return { plan, key, values: stored, request: values, ifMatch: ifMatch[index] ?? null, batch };
    });
    return { calls, ignored: ignoredNames(inVain) };
  }

  /** The same for all records, answered by nothing. `bodies`: one for all of them, or as hooks have left it for each. */
  updateAtOnce(
    anywhere: RecordRequest,
    { accountId, keys, bodies, sentBy }: Pick<Changed, 'accountId' | 'keys' | 'bodies' | 'sentBy'>,
  ): readonly UpdateCall[] | readonly [UpdateAllCall] {
    const request = within(anywhere, accountId);
    const asked = requestValues(request.ctx, new Date(this.clock.now()));
    const changes = bodies.map((input, index) => {
      const { sets, stored } = this.changeOfAll(request, accountId, { input, sentBy: sentBy?.[index] });
      const values = { ...asked, data: stored };
      return { plan: this.plans.updateAtOnce(request, sets, values), values: stored, request: values };
    });
    if (changes.length === 1) return [{ ...changes[0]!, keys }];
    return keys.map((key, index) => ({ ...changes[index]!, key, ifMatch: null, batch: false }));
  }

  /** What a body changes. `index` as for validateElement(). */
  change(
    request: RecordRequest,
    accountId: string,
    sent: Parameters<typeof validateElement>[2],
    index: number | undefined,
  ): Change {
    const { stored, ignored } = validateElement(request, 'update', sent, accountId, index);
    const sets = request.collection.fields.filter(({ name }) => Object.hasOwn(stored, name));
    return { sets, stored, ignored };
  }

  /** As change(), of records that all get the same values. Throws RECORD_INVALID for an encrypted field: no two have one ciphertext. */
  changeOfAll(request: RecordRequest, accountId: string, sent: Parameters<typeof validateElement>[2]): Change {
    const change = this.change(request, accountId, sent, undefined);
    const problems = encryptedFields(change.sets).map(({ name }) => ({ field: name, ...ENCRYPTED }));
    if (problems.length > 0) throw invalidFields('RECORD_INVALID', problems);
    return change;
  }

  delete(request: RecordRequest, { accountId, keys }: Located, batch: boolean, ifMatch: IfMatch): DeleteCall {
    const values = requestValues(request.ctx, new Date(this.clock.now()));
    const plan = this.plans.delete(within(request, accountId), values);
    return { plan, keys, request: values, ifMatch, batch };
  }
}
