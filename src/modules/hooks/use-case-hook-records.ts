import type { ModuleRef } from '@nestjs/core';
import { assertNotTooDeep } from '#application/kernel/hooks/hook-refusal';
import type { HookTime } from '#application/kernel/hooks/hook-time';
import type { RenderedRecord } from '#application/ports/record-store';
import { CreateRecords } from '#application/records/create-records';
import { DeleteRecords } from '#application/records/delete-records';
import { GetRecord } from '#application/records/get-record';
import { ListRecords } from '#application/records/list-records';
import { UpdateRecords } from '#application/records/update-records';
import type { HookData } from '#domain/hooks/hook-events';
import type { HookRecords } from '#domain/hooks/hook-tools';
import type { RequestContext } from '#domain/kernel/request-context';

type UseCase<T> = abstract new (...args: never[]) => T;
type Input = Parameters<HookRecords['create']>[1];
type Changes = Parameters<HookRecords['updateMany']>[1];
type Query = NonNullable<Parameters<HookRecords['get']>[2]>;

/**
 * The use cases of records for one hook; every call is a request of its own, and refused as one. Its members are
 * private at run time too: handlers get records, not the application.
 */
export class UseCaseHookRecords implements HookRecords {
  readonly #modules: ModuleRef;
  readonly #ctx: RequestContext;
  readonly #time: HookTime;
  readonly #systemContext: () => RequestContext;

  constructor(modules: ModuleRef, ctx: RequestContext, time: HookTime, systemContext: () => RequestContext) {
    this.#modules = modules;
    this.#ctx = ctx;
    this.#time = time;
    this.#systemContext = systemContext;
  }

  async get(collection: string, id: string, query: Query = {}): Promise<HookData> {
    return parsed((await this.#find(GetRecord).execute(this.#ctx, collection, id, query)).body);
  }

  async list(
    collection: string,
    query: Query = {},
  ): Promise<{ readonly items: HookData[]; readonly total: number | null }> {
    const { items, total } = await this.#find(ListRecords).execute(this.#ctx, collection, query);
    return { items: JSON.parse(items) as HookData[], total };
  }

  async create(collection: string, data: Input): Promise<HookData> {
    const asked = creation(collection, sent(data), presentOne);
    return parsed((await this.#find(CreateRecords).single(this.#ctx, asked)).result);
  }

  async createMany(collection: string, records: readonly Input[]): Promise<HookData[]> {
    const asked = creation(collection, { records: sent(records) }, presentAll);
    return JSON.parse((await this.#find(CreateRecords).batch(this.#ctx, asked)).result) as HookData[];
  }

  async update(collection: string, id: string, data: Input): Promise<HookData> {
    const item = { id, data: sent(data), ifMatch: null };
    return parsed((await this.#find(UpdateRecords).single(this.#ctx, collection, item, {})).result.body);
  }

  async updateMany(collection: string, changes: Changes): Promise<HookData[]> {
    const body = { records: sent(changes) };
    return (await this.#find(UpdateRecords).batch(this.#ctx, collection, body, {})).result.map((record) =>
      parsed(record.body),
    );
  }

  async delete(collection: string, id: string): Promise<void> {
    await this.#find(DeleteRecords).single(this.#ctx, collection, id, null);
  }

  async deleteMany(collection: string, ids: readonly string[]): Promise<void> {
    await this.#find(DeleteRecords).batch(this.#ctx, collection, { ids: sent(ids) });
  }

  asSystem(): HookRecords {
    return new UseCaseHookRecords(this.#modules, this.#systemContext(), this.#time, this.#systemContext);
  }

  #find<T>(useCase: UseCase<T>): T {
    this.#time.assertRuns();
    assertNotTooDeep(this.#ctx);
    return this.#modules.get(useCase, { strict: false });
  }
}

/** The value as it would arrive by HTTP: only JSON, and nothing that the hook can change afterwards. */
function sent(value: unknown): unknown {
  return value === undefined ? null : (JSON.parse(JSON.stringify(value)) as unknown);
}

function parsed(body: string): HookData {
  return JSON.parse(body) as HookData;
}

type Present = (records: readonly RenderedRecord[]) => string;

function creation(collection: string, body: unknown, present: Present): Parameters<CreateRecords['single']>[1] {
  return { collection, body, query: {}, key: undefined, present };
}

function presentOne(records: readonly RenderedRecord[]): string {
  return records[0]!.body;
}

function presentAll(records: readonly RenderedRecord[]): string {
  return `[${records.map(({ body }) => body).join(',')}]`;
}
