import { Injectable, Logger } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { assertNotTooDeep } from '#application/kernel/hooks/hook-refusal';
import { type HookScope, HookToolbox } from '#application/ports/hook-toolbox';
import { CreateRecords } from '#application/records/create-records';
import { DeleteRecords } from '#application/records/delete-records';
import { GetRecord } from '#application/records/get-record';
import { ListRecords } from '#application/records/list-records';
import { UpdateRecords } from '#application/records/update-records';
import type { Hook } from '#domain/hooks/hook';
import type { HookData } from '#domain/hooks/hook-events';
import type { HookRecords, HookTools } from '#domain/hooks/hook-tools';
import { type RequestContext, systemContext } from '#domain/kernel/request-context';

/** Gives hooks the same use cases that requests have. They are looked up when asked for: they call hooks themselves. */
@Injectable()
export class UseCaseHookToolbox extends HookToolbox {
  private readonly logger = new Logger('Hooks');

  constructor(private readonly modules: ModuleRef) {
    super();
  }

  override open({ hook, ctx, time }: HookScope): HookTools {
    const assertOpen = (): void => {
      time.assertRuns();
      assertNotTooDeep(ctx);
    };
    const line =
      (level: 'log' | 'warn' | 'error') =>
      (message: string, values: object = {}) =>
        this.logger[level]({ hook: hook.id, correlation_id: ctx.requestId, ...values, message });
    return {
      records: this.records(ctx, hook, assertOpen),
      log: { info: line('log'), warn: line('warn'), error: line('error') },
      http: {
        fetch: (url, init) => {
          assertOpen();
          return fetch(url, init);
        },
      },
      mail: { send: () => Promise.reject(new Error('Not yet')) },
    };
  }

  private records(ctx: RequestContext, hook: Hook, assertOpen: () => void): HookRecords {
    const useCase = <T>(type: abstract new (...args: never[]) => T): T => {
      assertOpen();
      return this.modules.get(type, { strict: false });
    };
    const parsed = (body: string): HookData => JSON.parse(body) as HookData;
    return {
      get: async (collection, id, query = {}) =>
        parsed((await useCase(GetRecord).execute(ctx, collection, id, query)).body),
      list: async (collection, query = {}) => {
        const { items, total } = await useCase(ListRecords).execute(ctx, collection, query);
        return { items: JSON.parse(items) as HookData[], total };
      },
      create: async (collection, body) => {
        const present = ([record]: readonly { readonly body: string }[]): string => record!.body;
        const command = { collection, body, query: {}, key: undefined, present };
        return parsed(await useCase(CreateRecords).single(ctx, command));
      },
      update: async (collection, id, data) =>
        parsed((await useCase(UpdateRecords).single(ctx, collection, { id, data, ifMatch: null }, {})).body),
      delete: (collection, id) => useCase(DeleteRecords).single(ctx, collection, id, null),
      asSystem: () => {
        if (ctx.accountId === null) throw new Error('This event is of no single account');
        const system = { ...systemContext(`hook:${hook.id}`, ctx.accountId, ctx.requestId), hooks: ctx.hooks ?? [] };
        return this.records(system, hook, assertOpen);
      },
    };
  }
}
