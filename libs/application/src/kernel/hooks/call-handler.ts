/** Calls a handler. One that returns no promise costs none, and one that does is waited for once. */
import type { Hook } from '#domain/hooks/hook';
import { toWaitFor } from '#domain/hooks/hook-chain';
import type { HookReports } from '../../ports/hook-reports';

/** What a handler threw. */
export interface Failure {
  readonly error: unknown;
}

type Conclude<T> = (failure: Failure | null) => T;
/** Called with what settles the outcome before the handler is done. */
type Limit<T> = (settle: (outcome: T) => void) => void;

/**
 * `conclude` is called once the handler is done, with null where it threw nothing; what it returns or throws is the outcome:
 * at once where there is nothing to wait for. Otherwise `limit` is called first, and may settle the outcome earlier.
 */
export function callHandler<T>(
  reports: HookReports,
  hook: Hook,
  handler: () => unknown,
  conclude: Conclude<T>,
  limit?: Limit<T>,
): Promise<T> | T {
  let waiting: Promise<unknown> | undefined;
  try {
    waiting = toWaitFor(reports.watch(hook, handler));
  } catch (error) {
    return conclude({ error });
  }
  return waiting === undefined ? conclude(null) : concluded(reports, hook, waiting, conclude, limit);
}

function concluded<T>(
  reports: HookReports,
  hook: Hook,
  waiting: Promise<unknown>,
  conclude: Conclude<T>,
  limit: Limit<T> | undefined,
): Promise<T> {
  reports.waits(hook);
  return new Promise<T>((resolve, reject) => {
    limit?.(resolve);
    const end = (failure: Failure | null): void => {
      reports.ended(hook);
      try {
        resolve(conclude(failure));
      } catch (error) {
        reject(error);
      }
    };
    waiting.then(
      () => end(null),
      (error: unknown) => end({ error }),
    );
  });
}
