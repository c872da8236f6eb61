import { setImmediate as nextRound } from 'node:timers/promises';
import { LargeBodies } from './large-bodies';

const BLOCKED_MS = 20;

function block(): void {
  const until = performance.now() + BLOCKED_MS;
  while (performance.now() < until);
}

test('lets large bodies through in order, and others have as long between them as they were kept waiting', async () => {
  const pauses: number[] = [];
  let goOn = (): void => undefined;
  const bodies = new LargeBodies((milliseconds) => {
    pauses.push(milliseconds);
    return new Promise<void>((resolve) => (goOn = resolve));
  });
  const order: string[] = [];
  const work = async (name: string): Promise<void> => {
    await bodies.turn();
    order.push(name);
    block();
  };
  const all = Promise.all([work('first'), work('second')]);
  for (let round = 0; round < 3; round += 1) await nextRound();
  expect(order).toEqual(['first']);
  expect(pauses).toEqual([expect.any(Number)]);
  expect(pauses[0]).toBeGreaterThanOrEqual(BLOCKED_MS);
  goOn();
  await all;
  expect(order).toEqual(['first', 'second']);
});

test('lets one through at once where none came before it', async () => {
  const bodies = new LargeBodies();
  let isThrough = false;
  void bodies.turn().then(() => (isThrough = true));
  await Promise.resolve();
  await Promise.resolve();
  expect(isThrough).toBe(true);
});
