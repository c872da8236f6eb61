/** What operators are told about hooks: each line names the hook and the request. None of these throws. */
import type { Hook } from '#domain/hooks/hook';
import type { RequestContext } from '#domain/kernel/request-context';

export abstract class HookReports {
  abstract slow(hook: Hook, ctx: RequestContext, milliseconds: number): void;

  /** The hook threw instead of refusing; an after-hook's failure is counted as well. */
  abstract failed(hook: Hook, ctx: RequestContext, error: unknown): void;

  abstract timedOut(hook: Hook, ctx: RequestContext): void;

  /** The request was refused with `error` for values that the hook had set. */
  abstract refused(hook: Hook, ctx: RequestContext, error: unknown): void;

  /**
   * Calls a handler and notes its hook, in case it blocks or ends the process. Returns what the handler does, and throws
   * what it throws.
   */
  abstract watch(hook: Hook, handler: () => unknown): unknown;

  /** What the handler returned is waited for: it may block the process after an await, too. */
  abstract waits(hook: Hook): void;

  /** Called once for each waits(). */
  abstract ended(hook: Hook): void;
}
