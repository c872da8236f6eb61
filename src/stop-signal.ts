const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * Aborted with its name by the first signal that tells the process to stop. To be asked for before anything else is begun: a
 * signal that nobody listens for ends the process wherever it is.
 */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  // A second signal changes nothing: the limit of the first one holds.
  for (const signal of SIGNALS) process.on(signal, () => controller.abort(signal));
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
