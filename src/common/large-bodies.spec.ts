import { setImmediate as nextRound } from 'node:timers/promises';
import { LargeBodies } from './large-bodies';

const BLOCKED_MS = 20;

function block(): void {
  const until = performance.now() + BLOCKED_MS;
  while (performance.now() < until);
}

test('lets large bodies through in order, and what others wait for between them', async () => {
  const bodies = new LargeBodies();
  const order: string[] = [];
  const work = async (name: string): Promise<void> => {
    await bodies.turn();
    order.push(name);
    block();
  };
  const others = async (): Promise<void> => {
    for (let round = 0; round < 3; round += 1) await nextRound();
    order.push('others');
  };
  await Promise.all([work('first'), work('second'), others()]);
  expect(order).toEqual(['first', 'others', 'second']);
});

test('lets one through at once where none came before it', async () => {
  const bodies = new LargeBodies();
  let isThrough = false;
  void bodies.turn().then(() => (isThrough = true));
  await Promise.resolve();
  await Promise.resolve();
  expect(isThrough).toBe(true);
});
