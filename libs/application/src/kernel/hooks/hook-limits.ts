/** Limits of hooks that an operator can set. */
export class HookLimits {
  constructor(
    /** What all before-hooks of one event may take together, in milliseconds; then the request is refused. */
    readonly beforeMs: number,
    /** After-hooks that run at a time. */
    readonly concurrency: number,
    /** Bytes of events that wait for their after-hooks; beyond them new writes wait. */
    readonly queueBytes: number,
  ) {}
}

/** How many hooks may lead to a call that a hook makes. */
export const MAX_HOOK_DEPTH = 5;
/** A handler that takes longer is named in the log. */
export const SLOW_HOOK_MS = 100;
