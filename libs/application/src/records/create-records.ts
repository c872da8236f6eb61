/** Creates one record or a batch, all or none; with an Idempotency-Key only once, however often it is requested. */
import type { Act } from '#domain/kernel/act';
import { newId } from '#domain/kernel/ids';
import { isSuperadmin, type RequestContext } from '#domain/kernel/request-context';
import { parseWriteRequest } from '#domain/query/parse-show-request';
import type { RenderedRecord } from '../ports/record-store';
import { runWork, type Work } from '../ports/transactions';
import type { AnswerOnce, Once } from './answer-once';
import type { RecordRequest } from './fresh-requests';
import type { Addressed, LocateRecords } from './locate-records';
import { readBatch } from './read-batch';
import type { RecordHooks } from './record-hooks';
import type { RecordLimits } from './record-limits';
import type { RecordPipeline } from './record-pipeline';
import { within } from './record-plans';
import { type MembersShown, membersShown, withMembers } from './kept-answer';
import type { Written } from './sent-fields';
import type { NewRecords, WriteCalls } from './write-calls';

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
  shown: MembersShown | null;
}

interface Prepared extends NewRecords {
  readonly once: Once | null;
}

const CREATE: Act = { name: 'records.create' };

export class CreateRecords {
  constructor(
    private readonly pipeline: RecordPipeline,
    private readonly locator: LocateRecords,
    private readonly calls: WriteCalls,
    private readonly hooks: RecordHooks,
    private readonly answers: AnswerOnce,
    private readonly limits: RecordLimits,
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
      plan: (request, prepared) => {
        const { calls, ignored } = this.calls.create(request, shown, prepared, batch);
        outcome.ignored = ignored;
        if (asked.key !== undefined) outcome.shown = membersShown(within(request, prepared.accountId));
        return [{ request, calls }];
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

  private unit(
    ctx: RequestContext,
    { asked: { present }, batch }: CreateCommand,
    write: Work<readonly RenderedRecord[]>,
    { accountId, once }: Prepared,
    { shown }: Outcome,
  ): Work<readonly RenderedRecord[] | string> {
    const create = this.locator.confirmed(ctx, accountId, write);
    if (once === null) return create;
    const repeated = (first: string): string => (shown === null ? first : withMembers(first, batch, shown));
    return (tx) => this.answers.run(tx, once, async () => present(await runWork(create, tx)), repeated);
  }
}
