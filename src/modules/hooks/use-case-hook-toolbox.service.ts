import { Injectable, Logger } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { assertNotTooDeep } from '#application/kernel/hooks/hook-refusal';
import { SendHookMail } from '#application/mail/send-hook-mail';
import { type HookScope, HookToolbox } from '#application/ports/hook-toolbox';
import type { HookLog, HookMail, HookTools } from '#domain/hooks/hook-tools';
import { type RequestContext, SYSTEM_ACCOUNT_ID, systemContext } from '#domain/kernel/request-context';
import { fetchWithin } from './fetch-within';
import { UseCaseHookRecords } from './use-case-hook-records';

/**
 * Gives hooks the same use cases that requests have. They are looked up when needed, because they call hooks
 * themselves.
 */
@Injectable()
export class UseCaseHookToolbox extends HookToolbox {
  private readonly logger = new Logger('Hooks');

  constructor(private readonly modules: ModuleRef) {
    super();
  }

  override open(scope: HookScope): HookTools {
    const { time } = scope;
    const ctx = { ...scope.ctx, deadline: time };
    const asSystem = (): RequestContext => {
      if (scope.accountId === null)
        throw new Error('This event is not about one account, so nothing can be done in it');
      return systemOf(scope, scope.accountId);
    };
    return {
      records: new UseCaseHookRecords(this.modules, ctx, time, asSystem),
      mail: this.mail(scope),
      log: this.log(scope),
      http: { fetch: (url, init) => fetchWithin(time, url, init) },
    };
  }

  private mail(scope: HookScope): HookMail {
    return {
      send: async (mail) => {
        scope.time.assertRuns();
        assertNotTooDeep(scope.ctx);
        const ctx = systemOf(scope, scope.accountId ?? SYSTEM_ACCOUNT_ID);
        await this.modules.get(SendHookMail, { strict: false }).execute(ctx, mail);
      },
    };
  }

  private log({ hook, ctx }: HookScope): HookLog {
    const line =
      (level: 'log' | 'warn' | 'error') =>
      (message: string, values?: object): void =>
        this.logger[level]({ hook: hook.id, correlation_id: ctx.requestId, values, message });
    return { info: line('log'), warn: line('warn'), error: line('error') };
  }
}

/** The server itself, in the name of the hook. */
function systemOf({ hook, ctx, time }: HookScope, accountId: string): RequestContext {
  return { ...systemContext(`hook:${hook.id}`, accountId, ctx.requestId), hooks: ctx.hooks ?? [], deadline: time };
}
