import { HookTime } from './hook-time';

test('what was asked for before the end is still done, unless the time has run out', () => {
  const time = new HookTime();
  time.assertRuns();
  time.end();
  expect(() => time.assertRuns()).toThrow('over');
  expect(time.passed).toBeNull();
  time.runOut();
  expect(time.passed).toMatchObject({ message: 'The time of this hook is over' });
});

test('the time of what led to an event is the event’s, too, and not the other way round', () => {
  const outer = new HookTime();
  const [one, other] = [new HookTime(outer), new HookTime(outer)];
  one.runOut();
  expect([outer.passed, other.passed]).toEqual([null, null]);
  outer.runOut();
  expect(other.passed).not.toBeNull();
  expect(() => other.assertRuns()).toThrow('over');
});
