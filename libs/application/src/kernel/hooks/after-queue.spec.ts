import { setImmediate } from 'node:timers/promises';
import * as fc from 'fast-check';
import { AfterQueue } from './after-queue';

const TASK = fc.record({
  subject: fc.constantFrom(null, 'a', 'b', 'c'),
  bytes: fc.integer({ min: 1, max: 100 }),
  turns: fc.nat(4),
  /** Pushed while others run. */
  later: fc.boolean(),
});

test('everything runs once, so many at a time, and what is about one subject in its order', async () => {
  const concurrency = fc.integer({ min: 1, max: 4 });
  await fc.assert(
    fc.asyncProperty(fc.array(TASK, { maxLength: 30 }), concurrency, async (tasks, limit) => {
      const queue = new AfterQueue(limit, 1);
      const begun: number[] = [];
      const running = new Set<number>();
      for (const [index, { subject, bytes, turns, later }] of tasks.entries()) {
        const run = async (): Promise<void> => {
          const others = [...running].map((other) => tasks[other]!.subject);
          if (subject !== null) expect(others).not.toContain(subject);
          running.add(index);
          begun.push(index);
          expect(running.size).toBeLessThanOrEqual(limit);
          for (let turn = 0; turn < turns; turn += 1) await setImmediate();
          running.delete(index);
        };
        if (later) await setImmediate();
        queue.push({ subject, bytes, run });
      }
      await queue.idle();
      expect(begun.toSorted((one, other) => one - other)).toEqual([...tasks.keys()]);
      for (const subject of ['a', 'b', 'c']) {
        const ofSubject = begun.filter((index) => tasks[index]!.subject === subject);
        expect(ofSubject).toEqual(ofSubject.toSorted((one, other) => one - other));
      }
      expect(queue.bytes).toBe(0);
    }),
  );
});

test('nothing runs before the caller that adds it is done', async () => {
  const queue = new AfterQueue(1, 1);
  let ran = false;
  queue.push({ subject: null, bytes: 1, run: async () => void (ran = true) });
  await Promise.resolve();
  expect(ran).toBe(false);
  await queue.idle();
  expect(ran).toBe(true);
});

test('a caller that waits for room gets it when something is done, or learns that there is none', async () => {
  const queue = new AfterQueue(1, 10);
  const { promise, resolve } = Promise.withResolvers<void>();
  queue.push({ subject: null, bytes: 10, run: () => promise });
  expect(queue.hasRoom).toBe(false);
  expect(await queue.waitForRoom(1)).toBe(false);
  const entered = queue.waitForRoom(60_000);
  resolve();
  expect(await entered).toBe(true);
  expect(queue.hasRoom).toBe(true);
});
