import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { HookReports } from '#application/ports/hook-reports';
import type { Hook } from '#domain/hooks/hook';
import type { RequestContext } from '#domain/kernel/request-context';
import { AppConfig } from '../../config/app-config';
import { HookScope } from './hook-scope';
import { HookWatchdog } from './hook-watchdog';
import { nameOfHook } from './name-of-hook';
import { describeThrown } from './describe-thrown';

@Injectable()
export class LoggedHookReports extends HookReports implements OnApplicationShutdown {
  private readonly logger = new Logger('Hooks');
  private readonly scope = new HookScope((hook, code) => this.exits(hook, code));
  private readonly watchdog: HookWatchdog;
  /** Handlers that threw, since the start. */
  private failures = 0;

  constructor({ logFormat }: AppConfig) {
    super();
    this.watchdog = new HookWatchdog({ format: logFormat });
  }

  override slow(hook: Hook, ctx: RequestContext, milliseconds: number): void {
    this.logger.warn(line(hook, ctx, `took ${Math.round(milliseconds)} ms`));
  }

  override failed(hook: Hook, ctx: RequestContext, error: unknown): void {
    this.failures += 1;
    const thrown = describeThrown(error);
    this.logger.error({ ...line(hook, ctx, 'failed'), failures: this.failures, thrown });
  }

  override timedOut(hook: Hook, ctx: RequestContext): void {
    this.logger.error(line(hook, ctx, 'did not end in time'));
  }

  override refused(hook: Hook, ctx: RequestContext, error: unknown): void {
    this.logger.warn({ ...line(hook, ctx, 'set what the request was refused for'), thrown: describeThrown(error) });
  }

  override watch(hook: Hook, handler: () => unknown): unknown {
    return this.watchdog.watch(hook, () => this.scope.run(hook, handler));
  }

  override waits(hook: Hook): void {
    this.watchdog.waits(hook);
  }

  override ended(hook: Hook): void {
    this.watchdog.ended(hook);
  }

  async onApplicationShutdown(): Promise<void> {
    this.scope.close();
    await this.watchdog.close();
  }

  private exits(hook: Hook, code: number): void {
    this.logger.fatal({ hook: hook.id, message: `The process ends with ${code} inside ${nameOfHook(hook)}` });
  }
}

function line(hook: Hook, { requestId }: RequestContext, what: string): object {
  return { hook: hook.id, correlation_id: requestId, message: `${nameOfHook(hook)} ${what}` };
}
