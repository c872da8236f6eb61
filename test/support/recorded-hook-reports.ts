/** Hook reports that tests can read, and a toolbox whose one tool says whether it still works. */
import type { HookTools } from '#domain/hooks/hook-tools';
import type { Hook } from '#domain/hooks/hook';
import type { RequestContext } from '#domain/kernel/request-context';
import { HookReports } from '#application/ports/hook-reports';
import { type HookScope, HookToolbox } from '#application/ports/hook-toolbox';

export class RecordedHookReports extends HookReports {
  readonly lines: string[] = [];

  override slow({ id }: Hook, _ctx: RequestContext, milliseconds: number): void {
    this.lines.push(`${id} slow ${milliseconds}`);
  }

  override failed({ id }: Hook, _ctx: RequestContext, error: unknown): void {
    this.lines.push(`${id} failed: ${String(error)}`);
  }

  override timedOut({ id }: Hook): void {
    this.lines.push(`${id} timed out`);
  }

  override refused({ id }: Hook, _ctx: RequestContext, error: unknown): void {
    this.lines.push(`${id} refused: ${String(error)}`);
  }

  override watch(_hook: Hook, handler: () => unknown): unknown {
    return handler();
  }

  override waits(): void {}

  override ended(): void {}
}

export class BareToolbox extends HookToolbox {
  override open({ time }: HookScope): HookTools {
    const records = { delete: async (): Promise<void> => time.assertRuns() };
    return { records } as unknown as HookTools;
  }
}
