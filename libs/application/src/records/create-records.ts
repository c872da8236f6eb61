/** Creates one record or a batch, all or none; with an Idempotency-Key only once, however often it is requested. */
import type { Act } from '#domain/kernel/act';
import type { Clock } from '#domain/kernel/clock';
import { newId } from '#domain/kernel/ids';
import { isSuperadmin, isSystem, principalOf, type RequestContext } from '#domain/kernel/request-context';
import { parseWriteRequest } from '#domain/query/parse-show-request';
import type { CreateCall, RenderedRecord } from '../ports/record-store';
import { runWork, type Work } from '../ports/transactions';
import type { AnswerOnce, Once } from './answer-once';
import type { RecordRequest } from './fresh-requests';
import type { Addressed, LocateRecords } from './locate-records';
import { readBatch } from './read-batch';
import type { Heard, RecordHooks } from './record-hooks';
import type { RecordLimits } from './record-limits';
import type { RecordPipeline } from './record-pipeline';
import { type RecordPlans, within } from './record-plans';
import { requestValues } from './fresh-requests';
import { membersShown, withMembers } from './kept-answer';
import { ignoredNames, type Written } from './sent-fields';
import { validateElement } from './validate-element';

/** Writes the answer's body from the created records; called inside the unit when the answer is kept. */
type Present = (records: readonly RenderedRecord[]) => string;

export interface CreateRequest {
  readonly collection: string;
  readonly body: unknown;
  /** `fields`. */
  readonly query: Readonly<Record<string, unknown>>;
  /** The Idempotency-Key header. */
  readonly key: string | undefined;
  readonly present: Present;
}

interface CreateCommand {
  readonly asked: CreateRequest;
  readonly bodies: readonly unknown[];
  /** Errors name the element they are about. */
  readonly batch: boolean;
}

/** What the last plan found that the answer depends on. */
interface Outcome {
  ignored: readonly string[];
  /** As membersShown(). */
  shown: ReadonlySet<string> | null;
}

/** `ids`: given before the first plan, so that planning again makes the same records. */
interface Prepared extends Addressed, Heard {
  readonly ids: readonly string[];
  readonly once: Once | null;
}

const CREATE: Act = { name: 'records.create' };

export class CreateRecords {
  constructor(
    private readonly pipeline: RecordPipeline,
    private readonly locator: LocateRecords,
    private readonly plans: RecordPlans,
    private readonly hooks: RecordHooks,
    private readonly answers: AnswerOnce,
    private readonly limits: RecordLimits,
    private readonly clock: Clock,
  ) {}

  single(ctx: RequestContext, asked: CreateRequest): Promise<Written<string>> {
    return this.execute(ctx, { asked, bodies: [asked.body], batch: false });
  }

  /** `body`: `{records: [{…}, …]}`. */
  batch(ctx: RequestContext, asked: CreateRequest): Promise<Written<string>> {
    return this.execute(ctx, { asked, bodies: readBatch(asked.body, 'records', this.limits.batchSize), batch: true });
  }

  private execute(ctx: RequestContext, command: CreateCommand): Promise<Written<string>> {
    const { asked, batch } = command;
    const shown = parseWriteRequest(asked.query);
    const outcome: Outcome = { ignored: [], shown: null };
    return this.pipeline.write(ctx, {
      collection: asked.collection,
      act: CREATE,
      locate: (request) => this.prepare(request, command),
      hooks: this.hooks.beforeCreate<Prepared>(asked.collection),
      plan: (planned, { accountId, bodies, ids, ...heard }): readonly CreateCall[] => {
        const request = within(planned, accountId);
        const now = new Date(this.clock.now());
        const values = requestValues(request.ctx, now);
        const plan = this.plans.create(request, shown, values);
        const inVain = [heard.ignored ?? []];
        const records = bodies.map((input, index) => {
          const element = batch ? index : undefined;
          const valid = validateElement(
            request,
            'create',
            { input, sentBy: heard.sentBy?.[index] },
            accountId,
            element,
          );
          inVain.push(valid.ignored);
          const given = { auth: values.auth, data: valid.sent, now };
          return { id: ids[index]!, accountId, values: valid.stored, request: given };
        });
        outcome.ignored = ignoredNames(inVain);
        if (asked.key !== undefined) outcome.shown = membersShown(request);
        return [{ plan, records, batch }];
      },
      unit: (write, prepared): Work<readonly RenderedRecord[] | string> =>
        this.unit(ctx, command, write, prepared, outcome),
      present: (made) => ({ result: typeof made === 'string' ? made : asked.present(made), ignored: outcome.ignored }),
    });
  }

  private prepare(request: RecordRequest, { asked, bodies, batch }: CreateCommand): Promise<Prepared> | Prepared {
    const { key } = asked;
    const { ctx, collection } = request;
    // The account that a superadmin names beside the body is part of what is asked for.
    const same = [
      collection.id,
      batch,
      bodies,
      ...(isSuperadmin(ctx) && ctx.accountId !== null ? [ctx.accountId] : []),
    ];
    const once = key === undefined ? null : this.answers.read(ctx, key, same);
    const prepared = (addressed: Addressed): Prepared => ({
      accountId: addressed.accountId,
      bodies: addressed.bodies,
      ids: bodies.map(() => newId()),
      once,
    });
    const addressed = this.locator.added(request, bodies, batch);
    return addressed instanceof Promise ? addressed.then(prepared) : prepared(addressed);
  }

  /** Where the unit's expectation includes the caller's credential, the caller's own account needs no further check. */
  private unit(
    ctx: RequestContext,
    { asked: { present }, batch }: CreateCommand,
    write: Work<readonly RenderedRecord[]>,
    { accountId, once }: Prepared,
    { shown }: Outcome,
  ): Work<readonly RenderedRecord[] | string> {
    const isProven = !isSystem(ctx) && accountId === (principalOf(ctx)?.accountId ?? ctx.accountId);
    if (once === null && isProven) return write;
    return async (tx) => {
      const create = async (): Promise<readonly RenderedRecord[]> => {
        if (!isProven) await this.locator.confirm(tx, accountId);
        return runWork(write, tx);
      };
      const repeated = (first: string): string => (shown === null ? first : withMembers(first, batch, shown));
      return once === null ? create() : this.answers.run(tx, once, async () => present(await create()), repeated);
    };
  }
}
