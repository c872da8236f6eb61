/** The error that refuses a request because of a hook: it passes through the handlers around that hook unchanged. */
import { DomainError } from '#domain/kernel/errors';
import type { RequestContext } from '#domain/kernel/request-context';
import { MAX_HOOK_DEPTH } from './hook-limits';

export class HookRefusal extends DomainError {}

/** Called before a hook does what may call hooks. Throws HOOK_DEPTH, with the names of those that lead to the call. */
export function assertNotTooDeep({ hooks = [] }: RequestContext): void {
  if (hooks.length <= MAX_HOOK_DEPTH) return;
  const message = `Hooks call each other more than ${MAX_HOOK_DEPTH} deep: ${hooks.join(' > ')}`;
  throw new HookRefusal('HOOK_DEPTH', 'unprocessable', message);
}
