/** What a registration must be. The caller may be JavaScript, which no compiler has seen. */
import { isPlainObject } from './hook-data';
import { isHookEvent } from './hook-events';

const TEXT_LIMIT = 200;

interface Options {
  readonly filter?: unknown;
  readonly priority?: unknown;
  readonly stopOnError?: unknown;
  readonly id?: unknown;
  readonly source?: unknown;
}

/** Throws TypeError that says what is wrong. */
export function checkHook(event: unknown, handler: unknown, options: Options): void {
  if (typeof event !== 'string' || !isHookEvent(event)) throw new TypeError(`There is no event '${String(event)}'`);
  if (typeof handler !== 'function') throw new TypeError(`The handler of '${event}' is not a function`);
  if (!isPlainObject(options)) throw new TypeError(`The options of a hook of '${event}' are not an object`);
  const { filter = {}, priority = 0, stopOnError = false, id = 'id', source = 'source' }: Options = options;
  if (!isPlainObject(filter) || Object.values(filter).some((value) => typeof value !== 'string')) {
    throw new TypeError(`The filter of a hook of '${event}' is not an object of texts`);
  }
  if (!Number.isFinite(priority)) throw new TypeError(`The priority of a hook of '${event}' is not a number`);
  if (typeof stopOnError !== 'boolean') {
    throw new TypeError(`The stopOnError of a hook of '${event}' is neither true nor false`);
  }
  for (const [name, text] of Object.entries({ id, source })) {
    if (!isLine(text)) {
      throw new TypeError(`The ${name} of a hook of '${event}' is not a line of 1 to ${TEXT_LIMIT} characters`);
    }
  }
}

/** These texts appear in log lines. */
function isLine(text: unknown): boolean {
  return typeof text === 'string' && text !== '' && text.length <= TEXT_LIMIT && !/\p{Cc}/u.test(text);
}
