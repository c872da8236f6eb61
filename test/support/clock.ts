/** Moves the clocks of this process, servers of the test included; timers and databases keep their own time. */
const NOT_MOVED = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
] as const;

const monotonic = performance.now.bind(performance);
let passed = 0;

/** As if this time had passed. The clocks go on from there, until `tellRealTime`. */
export function passTime(milliseconds: number): void {
  passed += milliseconds;
  jest.spyOn(performance, 'now').mockImplementation(() => monotonic() + passed);
  const now = Date.now() + milliseconds;
  jest.useFakeTimers({ doNotFake: [...NOT_MOVED], now, advanceTimers: true });
}

export function tellRealTime(): void {
  passed = 0;
  jest.spyOn(performance, 'now').mockRestore();
  jest.useRealTimers();
}
