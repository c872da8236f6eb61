/** One record or a batch, all or none; with an Idempotency-Key, once however often it is asked. */
import { createHash } from 'node:crypto';
import { DomainError } from '#domain/kernel/errors';
import { newId } from '#domain/kernel/ids';
import { inAccount, principalOf, type RequestContext } from '#domain/kernel/request-context';
import type { CreatePlan } from '#domain/query/record-plan';
import { parseWriteRequest } from '#domain/query/parse-record-request';
import type { JsonValue } from '#domain/schema/collection';
import type { IdempotencyLog } from '../ports/idempotency-log';
import type { NewRecord, RecordStore, RenderedRecord } from '../ports/record-store';
import type { Units } from '../kernel/units';
import type { Transaction } from '../ports/transactions';
import type { FindAccount } from './find-account';
import { readBatch } from './read-batch';
import type { RecordLimits } from './record-limits';
import type { RecordPlans } from './record-plans';
import type { PlannedRequest, RecordRequests } from './record-requests';
import { requestValues } from './request-values';
import { validateElement } from './validate-element';

const MAX_KEY_LENGTH = 200;
const KEY = /^[\x21-\x7e]+$/;

/** Writes the answer's body from the created records; called inside the unit when the answer is kept. */
type Present = (records: readonly RenderedRecord[]) => string;

export interface CreateCommand {
  readonly collection: string;
  readonly bodies: readonly unknown[];
  /** `fields`. */
  readonly query: Readonly<Record<string, unknown>>;
  /** The Idempotency-Key header. */
  readonly key: string | undefined;
  readonly present: Present;
  /** Errors name the element they are about. */
  readonly batch: boolean;
}

export type CreateRequest = Omit<CreateCommand, 'bodies' | 'batch'> & { readonly body: unknown };

export class CreateRecords {
  constructor(
    private readonly requests: RecordRequests,
    private readonly plans: RecordPlans,
    private readonly store: RecordStore,
    private readonly accounts: FindAccount,
    private readonly log: IdempotencyLog,
    private readonly units: Units,
    private readonly limits: RecordLimits,
  ) {}

  single(ctx: RequestContext, command: CreateRequest): Promise<string> {
    const { body, ...rest } = command;
    return this.execute(ctx, { ...rest, bodies: [body], batch: false });
  }

  /** `body`: `{records: [{…}, …]}`. */
  batch(ctx: RequestContext, command: CreateRequest): Promise<string> {
    const { body, ...rest } = command;
    return this.execute(ctx, { ...rest, bodies: readBatch(body, 'records', this.limits.batchSize), batch: true });
  }

  private execute(ctx: RequestContext, command: CreateCommand): Promise<string> {
    if (command.key !== undefined) checkKey(ctx, command.key);
    const shown = parseWriteRequest(command.query);
    return this.requests.run(ctx, command.collection, async (request) => {
      const plan = this.plans.create(request, shown, requestValues(request.ctx));
      const records = await this.readRecords(request, command);
      if (command.key !== undefined) return this.once(request, plan, records, command, command.key);
      return command.present(await this.create(request, plan, records));
    });
  }

  private create(
    { ctx, catalog }: PlannedRequest,
    plan: CreatePlan,
    records: readonly NewRecord[],
  ): Promise<RenderedRecord[]> {
    const others = othersThan(ctx, records);
    if (others.length === 0) return this.store.create(ctx, catalog, plan, records);
    const work = async (tx: Transaction): Promise<RenderedRecord[]> => {
      await this.accounts.confirm(tx, others);
      return this.store.create(ctx, catalog, plan, records, tx);
    };
    return this.units.run(inAccount(ctx, others[0]!), { name: 'records.create' }, work, catalog.revision);
  }

  private async readRecords(request: PlannedRequest, command: CreateCommand): Promise<NewRecord[]> {
    const records: NewRecord[] = [];
    for (const [position, body] of command.bodies.entries()) {
      const index = command.batch ? position : undefined;
      const { accountId, fields } = await this.accounts.execute(request.ctx, body, index);
      const values = validateElement(request.collection, fields, 'create', accountId, index);
      const sent: Record<string, JsonValue> = {};
      for (const name of Object.keys(fields as object)) sent[name] = values[name]!;
      records.push({ id: newId(), accountId, values, request: requestValues(request.ctx, sent) });
    }
    return records;
  }

  private once(
    request: PlannedRequest,
    plan: CreatePlan,
    records: readonly NewRecord[],
    command: CreateCommand,
    key: string,
  ): Promise<string> {
    const { ctx, catalog, collection } = request;
    const asked = JSON.stringify([collection.id, command.batch, command.bodies]);
    const requestHash = createHash('sha256').update(asked).digest('hex');
    const { accountId, userId: actor } = principalOf(ctx)!;
    const entry = { accountId, actor, key };
    return this.units.run(
      ctx,
      { name: 'records.create' },
      async (tx) => {
        const kept = await this.log.claim(tx, entry, requestHash);
        if (kept !== null) {
          if (kept.requestHash === requestHash) return kept.body;
          throw new DomainError(
            'IDEMPOTENCY_KEY_REUSED',
            'unprocessable',
            'This Idempotency-Key was already used for another request',
          );
        }
        await this.accounts.confirm(tx, othersThan(ctx, records));
        const body = command.present(await this.store.create(ctx, catalog, plan, records, tx));
        await this.log.complete(tx, entry, body);
        return body;
      },
      catalog.revision,
    );
  }
}

/** The accounts that are not the caller's own. That one needs no look: it is as good as what the store checks of the caller. */
function othersThan(ctx: RequestContext, records: readonly NewRecord[]): readonly string[] {
  const own = principalOf(ctx)?.accountId ?? ctx.accountId;
  return records.map((record) => record.accountId).filter((id) => id !== own);
}

function checkKey(ctx: RequestContext, key: string): void {
  if (key.length > MAX_KEY_LENGTH || !KEY.test(key)) {
    const message = `Idempotency-Key must be 1 to ${MAX_KEY_LENGTH} printable ASCII characters`;
    throw new DomainError('IDEMPOTENCY_KEY_INVALID', 'invalid', message);
  }
  if (principalOf(ctx) === null) {
    throw new DomainError('IDEMPOTENCY_KEY_ANONYMOUS', 'invalid', 'Idempotency-Key needs a signed-in caller');
  }
}
