/** Makes what a handler works with, in the name of its hook. */
import type { Hook } from '#domain/hooks/hook';
import type { HookTools } from '#domain/hooks/hook-tools';
import type { RequestContext } from '#domain/kernel/request-context';

export abstract class HookToolbox {
  /** Once `isOver` says so, records, mail and http refuse. `ctx` tells the hooks on the way here. */
  abstract open(hook: Hook, ctx: RequestContext, isOver: () => boolean): HookTools;
}
