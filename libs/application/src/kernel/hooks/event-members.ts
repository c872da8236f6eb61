/** Members that every event has, and which of them handlers may replace. */
import { HookAbort } from '#domain/hooks/hook-abort';
import type { Hook } from '#domain/hooks/hook';
import type { HookEventName } from '#domain/hooks/hook-events';
import type { RequestContext } from '#domain/kernel/request-context';
import type { HookCall } from './hook-call';
import { mayChangeData } from './watched-data';

/** The members of a mail that hooks may change before it is sent. */
const TEXTS: ReadonlySet<string> = new Set(['to', 'subject', 'html', 'text']);

export function abort(status: number, message: string, code?: string): never {
  throw new HookAbort(status, message, code);
}

export function contextOf({ id }: Hook, { ctx }: HookCall): RequestContext {
  return Object.freeze({ ...ctx, hooks: Object.freeze([...(ctx.hooks ?? []), id]) });
}

/** The account that the event is about: the one that it names, or else the caller's. */
export function accountOf({ ctx, payload }: HookCall): string | null {
  return 'accountId' in payload ? payload.accountId : ctx.accountId;
}

/** Whether handlers may put something else in its place. */
export function mayReplace(event: HookEventName, member: string): boolean {
  return member === 'data' ? mayChangeData(event) : event === 'on_mailer_before_send' && TEXTS.has(member);
}
