import { stopSignal } from './stop-signal';

let now = 1000;
let ends: number;
let stopping: AbortSignal;

beforeEach(() => {
  jest.spyOn(performance, 'now').mockImplementation(() => now);
  ends = 0;
  stopping = stopSignal(() => (ends += 1));
});
afterEach(() => {
  for (const signal of ['SIGTERM', 'SIGINT']) process.removeAllListeners(signal);
  jest.restoreAllMocks();
});

function signalled(...signals: readonly (readonly [signal: NodeJS.Signals, after: number])[]): void {
  for (const [signal, after] of signals) {
    now += after;
    process.emit(signal);
  }
}

test.each(['SIGTERM', 'SIGINT'] as const)('%s asks for a stop', (signal) => {
  expect(stopping.aborted).toBe(false);
  signalled([signal, 0]);
  expect(stopping.reason).toBe(signal);
});

test('the interrupts that a terminal and npm send for one press of a key are one', () => {
  signalled(['SIGINT', 0], ['SIGINT', 0], ['SIGINT', 499]);
  expect(ends).toBe(0);
});

test.each(['SIGTERM', 'SIGINT'] as const)('an interrupt after %s ends at once', (first) => {
  signalled([first, 0], ['SIGINT', 500]);
  expect(ends).toBe(1);
  expect(stopping.reason).toBe(first);
});

test('a supervisor that asks again is patient', () => {
  signalled(['SIGTERM', 0], ['SIGTERM', 10_000], ['SIGTERM', 10_000]);
  expect(ends).toBe(0);
});
