import { Injectable, Logger } from '@nestjs/common';
import { HookReports } from '#application/ports/hook-reports';
import type { Hook } from '#domain/hooks/hook';
import type { RequestContext } from '#domain/kernel/request-context';

@Injectable()
export class LoggedHookReports extends HookReports {
  private readonly logger = new Logger('Hooks');
  /** After-hooks and before-hooks that threw, since the start. */
  failures = 0;

  override slow(hook: Hook, ctx: RequestContext, milliseconds: number): void {
    this.logger.warn(`${nameOf(hook)} took ${Math.round(milliseconds)} ms ${requestOf(ctx)}`);
  }

  override failed(hook: Hook, ctx: RequestContext, error: unknown): void {
    this.failures += 1;
    const stack = error instanceof Error ? error.stack : undefined;
    this.logger.error(`${nameOf(hook)} failed ${requestOf(ctx)}: ${String(error)}`, stack);
  }

  override timedOut(hook: Hook, ctx: RequestContext): void {
    this.logger.error(`${nameOf(hook)} did not end in time ${requestOf(ctx)}`);
  }

  override entered(): void {
    // Watched by the watchdog, where there is one.
  }

  override left(): void {
    // As above.
  }
}

function nameOf({ id, event, source }: Hook): string {
  return `Hook ${id} (${event}, ${source})`;
}

function requestOf({ requestId }: RequestContext): string {
  return `in request ${requestId}`;
}
