import { setImmediate as turn } from 'node:timers/promises';
import { systemClock } from '#domain/kernel/clock';
import { LateTimers } from './late-timers';

beforeEach(() => jest.useFakeTimers({ doNotFake: ['setImmediate'] }));
afterEach(() => jest.useRealTimers());

test('one that is cleared in the turn in which it was set is never made, and the others are on time', async () => {
  const timers = new LateTimers(systemClock);
  const began = systemClock.now();
  const called: string[] = [];
  const set = (name: string, milliseconds: number) => timers.at(began + milliseconds, () => called.push(name));
  set('cleared', 10).clear();
  const later = set('cleared later', 10);
  set('kept', 10);
  expect(jest.getTimerCount()).toBe(0);
  jest.advanceTimersByTime(4);
  await turn();
  expect(jest.getTimerCount()).toBe(2);
  later.clear();
  jest.advanceTimersByTime(5);
  expect(called).toEqual([]);
  jest.advanceTimersByTime(1);
  expect(called).toEqual(['kept']);
  set('of another turn', 20);
  await turn();
  jest.advanceTimersByTime(10);
  expect(called).toEqual(['kept', 'of another turn']);
});
