const LEAST = 400;
const MOST = 499;
const MESSAGE_LIMIT = 1000;
const CODE = /^[A-Z][A-Z0-9_]{0,63}$/;

/**
 * How a before-hook refuses what it was called for: `status` (400 to 499), a message for the caller, and a code like those
 * of our own errors. Anything else that a hook throws is a defect of the hook, and the caller is told nothing of it.
 */
export class HookAbort extends Error {
  override readonly name = 'HookAbort';

  /** Throws RangeError or TypeError for values that no answer can have. */
  constructor(
    readonly status: number,
    message: string,
    readonly code: string = 'HOOK_ABORTED',
  ) {
    super(message);
    if (!Number.isInteger(status) || status < LEAST || status > MOST) {
      throw new RangeError(`A hook can abort with a status from ${LEAST} to ${MOST}, not ${String(status)}`);
    }
    if (typeof message !== 'string' || message === '' || message.length > MESSAGE_LIMIT) {
      throw new TypeError(`The message of an abort must be a text of 1 to ${MESSAGE_LIMIT} characters`);
    }
    if (typeof code !== 'string' || !CODE.test(code)) {
      throw new TypeError('The code of an abort must be up to 64 capital letters, digits and underscores');
    }
    // A handler further out may catch it and throw it again, but not as something else.
    Object.freeze(this);
  }
}
