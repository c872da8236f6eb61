import type { HookTime } from '#application/kernel/hooks/hook-time';

const MAX_MS = 10_000;

/** The runtime's fetch, aborted when the hook's time is over, when it takes too long, or when the hook aborts it. */
export async function fetchWithin(time: HookTime, url: string, init: RequestInit = {}): Promise<Response> {
  time.assertRuns();
  const signals = [time.signal, AbortSignal.timeout(MAX_MS), ...(init.signal ? [init.signal] : [])];
  return fetch(url, { ...init, signal: AbortSignal.any(signals) });
}
