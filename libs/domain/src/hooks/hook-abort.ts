const LEAST = 400;
const MOST = 499;

/**
 * How a before-hook refuses what it was called for: `status` (400 to 499), a message for the caller, and a code like those
 * of our own errors. Anything else that a hook throws is a defect of the hook, and the caller is told nothing of it.
 */
export class HookAbort extends Error {
  override readonly name = 'HookAbort';

  constructor(
    readonly status: number,
    message: string,
    readonly code: string = 'HOOK_ABORTED',
  ) {
    super(message);
    if (!Number.isInteger(status) || status < LEAST || status > MOST) {
      throw new RangeError(`A hook can abort with a status from ${LEAST} to ${MOST}, not ${status}`);
    }
  }
}
