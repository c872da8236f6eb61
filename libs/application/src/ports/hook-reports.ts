/** What an operator hears of hooks: each line names the hook and the request. */
import type { Hook } from '#domain/hooks/hook';
import type { RequestContext } from '#domain/kernel/request-context';

export abstract class HookReports {
  abstract slow(hook: Hook, ctx: RequestContext, milliseconds: number): void;

  /** It threw, in place of refusing; an after-hook's failure is counted as well. */
  abstract failed(hook: Hook, ctx: RequestContext, error: unknown): void;

  abstract timedOut(hook: Hook, ctx: RequestContext): void;

  /** Before and after the synchronous part of a handler, for whoever watches what blocks the process. */
  abstract entered(hook: Hook): void;
  abstract left(hook: Hook): void;
}
