/** Limits of hooks that an operator can set. */
export class HookLimits {
  /** What a single after-hook may take before its place is given to another, in milliseconds. */
  readonly afterMs: number = 30_000;
  /** How long a write waits for room in the queue before it is refused, in milliseconds. */
  readonly roomMs: number = 5000;

  constructor(
    /** What the before-hooks of one request may take together, in milliseconds; then it is refused. */
    readonly beforeMs: number,
    /** After-hooks that run at a time. */
    readonly concurrency: number,
    /** Bytes of events that wait for their after-hooks or are with them; beyond them new writes wait. */
    readonly queueBytes: number,
    /** Bytes of the data that before-hooks may leave: as many as a request may send. */
    readonly dataBytes: number,
  ) {}
}

/** How many hooks may lead to a call that a hook makes. */
export const MAX_HOOK_DEPTH = 5;
/** A handler that takes longer is named in the log. */
export const SLOW_HOOK_MS = 100;
