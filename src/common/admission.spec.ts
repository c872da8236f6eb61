import fc from 'fast-check';
import { Admission, Turn } from './admission';

const atOnce = (task: () => void): void => task();

/** Enters under a name and notes when it is let in. */
function door(limits: { total: number; perClient: number }) {
  const admission = new Admission(limits, atOnce);
  const admitted: string[] = [];
  const enter = (client: string, name: string) => {
    const turn = new Turn(admission, client, () => void admitted.push(name));
    admission.enter(turn);
    return () => turn.leave();
  };
  return { admitted, enter };
}

test('lets in at once while there is room, and then whenever somebody leaves', () => {
  const { admitted, enter } = door({ total: 2, perClient: 2 });
  const leaveFirst = enter('a', 'a1');
  const leaveSecond = enter('a', 'a2');
  enter('a', 'a3');
  enter('a', 'a4');
  expect(admitted).toEqual(['a1', 'a2']);
  leaveSecond();
  expect(admitted).toEqual(['a1', 'a2', 'a3']);
  leaveFirst();
  expect(admitted).toEqual(['a1', 'a2', 'a3', 'a4']);
});

test('no client fills all places', () => {
  const { admitted, enter } = door({ total: 3, perClient: 2 });
  for (const name of ['a1', 'a2', 'a3', 'a4']) enter('a', name);
  enter('b', 'b1');
  expect(admitted).toEqual(['a1', 'a2', 'b1']);
});

test('clients that wait take turns, however many wait for one', () => {
  const { admitted, enter } = door({ total: 1, perClient: 1 });
  let leave = enter('x', 'x');
  const leaves = new Map(['a1', 'a2', 'a3', 'b1', 'c1', 'b2'].map((name) => [name, enter(name[0]!, name)]));
  while (admitted.length < 7) {
    leave();
    leave = leaves.get(admitted.at(-1)!)!;
  }
  expect(admitted).toEqual(['x', 'a1', 'b1', 'c1', 'a2', 'b2', 'a3']);
});

test('a client that gives up while waiting is never let in, and frees no place', () => {
  const { admitted, enter } = door({ total: 1, perClient: 1 });
  const leave = enter('a', 'a1');
  enter('a', 'a2')();
  enter('b', 'b1')();
  enter('b', 'b2');
  expect(admitted).toEqual(['a1']);
  leave();
  expect(admitted).toEqual(['a1', 'b2']);
});

test('a client at its limit is passed over, not waited for', () => {
  const { admitted, enter } = door({ total: 3, perClient: 2 });
  enter('a', 'a1');
  enter('a', 'a2');
  const leave = enter('b', 'b1');
  enter('a', 'a3');
  enter('c', 'c1');
  leave();
  expect(admitted).toEqual(['a1', 'a2', 'b1', 'c1']);
});

test('in whatever order they come and go, the limits hold and everybody gets in', () => {
  const steps = fc.array(fc.oneof(fc.constantFrom('a', 'b', 'c'), fc.nat()), { maxLength: 60 });
  const property = fc.property(steps, (list) => {
    const admission = new Admission({ total: 3, perClient: 2 }, atOnce);
    const inside: { client: string; number: number }[] = [];
    const turns: Turn[] = [];
    let started = 0;
    const leave = (index: number): void => {
      const [visitor] = inside.splice(index % inside.length, 1);
      turns[visitor!.number]!.leave();
    };
    for (const step of list) {
      if (typeof step === 'number') {
        if (inside.length > 0) leave(step);
      } else {
        const number = turns.length;
        const start = (): void => {
          started += 1;
          inside.push({ client: step, number });
        };
        const turn = new Turn(admission, step, start);
        turns.push(turn);
        admission.enter(turn);
      }
      expect(inside.length).toBeLessThanOrEqual(3);
      for (const client of ['a', 'b', 'c']) {
        expect(inside.filter((visitor) => visitor.client === client).length).toBeLessThanOrEqual(2);
      }
    }
    while (inside.length > 0) leave(0);
    expect(started).toBe(turns.length);
  });
  fc.assert(property);
});
