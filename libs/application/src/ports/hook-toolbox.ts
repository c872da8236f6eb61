/** Makes the tools of a handler, which work in the name of its hook. */
import type { Hook } from '#domain/hooks/hook';
import type { HookTools } from '#domain/hooks/hook-tools';
import type { RequestContext } from '#domain/kernel/request-context';
import type { HookTime } from '../kernel/hooks/hook-time';

export interface HookScope {
  readonly hook: Hook;
  /** Names the hooks on the way here, this one last. */
  readonly ctx: RequestContext;
  /** The account that the event is about; null: it spans accounts, or belongs to none. */
  readonly accountId: string | null;
  /** When the time is over, records, mail and http refuse. */
  readonly time: HookTime;
}

export abstract class HookToolbox {
  abstract open(scope: HookScope): HookTools;
}
