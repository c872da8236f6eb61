import { types } from 'node:util';

const LIMIT = 10_000;

/**
 * What a handler threw, as a log may show it: the stack of an error, and of anything else only its kind, because it may
 * be a record. Never throws.
 */
export function describeThrown(thrown: unknown): string {
  try {
    return describe(thrown).slice(0, LIMIT);
  } catch {
    return 'something that cannot be shown';
  }
}

function describe(thrown: unknown): string {
  if (types.isNativeError(thrown) || thrown instanceof Error) return thrown.stack ?? thrown.message;
  if (typeof thrown === 'object' && thrown !== null) return `no error, but ${Object.prototype.toString.call(thrown)}`;
  if (typeof thrown === 'function') return 'no error, but a function';
  return `no error, but ${typeof thrown} ${String(thrown)}`;
}
