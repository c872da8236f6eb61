import { isStopMessage, type StopMessage } from './stop-message';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;
/** A terminal interrupts npm and the server, and npm hands its interrupt on: both mean the same press of a key. */
const SAME_PRESS_MS = 500;

/**
 * Aborted with its name by the first signal that tells the process to stop. To be asked for before anything else is begun: a
 * signal that nobody listens for ends the process wherever it is. Calls `endAtOnce` for an interrupt that comes later: who
 * presses Ctrl-C again does not want to wait. A supervisor that asks again is patient: the limit of its first signal holds.
 */
export function stopSignal(endAtOnce: () => void): AbortSignal {
  const controller = new AbortController();
  let since = 0;
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (!controller.signal.aborted) {
        since = performance.now();
        controller.abort(signal);
      } else if (signal === 'SIGINT' && performance.now() - since >= SAME_PRESS_MS) {
        endAtOnce();
      }
    });
  }
  return controller.signal;
}

/**
 * The same for a worker, which obeys its primary process alone: signals that are sent to all processes of a service would
 * otherwise end it before the primary expects that. Where the primary is gone, Node ends the worker.
 */
export function stopSignalOfPrimary(): AbortSignal {
  const controller = new AbortController();
  for (const signal of SIGNALS) process.on(signal, () => undefined);
  process.on('message', (message) => {
    if (isStopMessage(message) && message.stop !== null) controller.abort(message.stop);
  });
  const hears: StopMessage = { stop: null };
  process.send?.(hears);
  return controller.signal;
}

/** At once where it is aborted already. */
export function whenAborted(signal: AbortSignal, action: () => void): void {
  if (signal.aborted) action();
  else signal.addEventListener('abort', action, { once: true });
}

/**
 * Waits for work that cannot be stopped. A process that is told to stop meanwhile waits no longer than that, and ends with 1:
 * nobody else would end it, because the signal is listened for.
 */
export async function untilStopped<T>(stopping: AbortSignal, milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = (): void => {
    timer = setTimeout(() => process.exit(1), milliseconds);
  };
  whenAborted(stopping, limit);
  try {
    return await work;
  } finally {
    stopping.removeEventListener('abort', limit);
    clearTimeout(timer);
  }
}
