import fc from 'fast-check';
import { Admission, LEAST_BYTES, Turn, type WorkingLimits } from './admission';
import { type Client, HeldBytes, type HeldLimits } from './held-bytes';

const atOnce = (task: () => void): void => task();
const UNBOUNDED = { total: Infinity, perClient: Infinity, perAccount: Infinity, strangers: Infinity };

type Working = Partial<WorkingLimits> & { total: number; perClient: number };

/** Limits in requests of the least size. */
function inBytes<T extends object>(limits: T): T {
  return Object.fromEntries(
    Object.entries(limits).map(([name, count]) => [name, (count as number) * LEAST_BYTES]),
  ) as T;
}

function heldOf(limits: Partial<HeldLimits>): HeldBytes {
  return new HeldBytes(inBytes({ ...UNBOUNDED, ...limits }));
}

function admissionOf(limits: Working, held: Partial<HeldLimits> = {}) {
  return new Admission(inBytes({ ...UNBOUNDED, ...limits }), heldOf(held), atOnce);
}

const member = (name: string, account: string | null = null) => ({ name, account, isStranger: false });
const stranger = (name: string, account: string | null = null) => ({ name, account, isStranger: true });

/** Enters under a name and notes when it is let in. */
function door(limits: { total: number; perClient: number }) {
  const admission = admissionOf(limits);
  const admitted: string[] = [];
  const enter = (client: string, name: string, bytes = 0) => {
    const turn = new Turn(admission, member(client));
    turn.grow(bytes);
    turn.wait(() => void admitted.push(name));
    return () => turn.end();
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

test('those that leave as soon as they are let in do not let the next one in on top of themselves', async () => {
  const COUNT = 20_000;
  const admission = new Admission({ ...UNBOUNDED, total: LEAST_BYTES }, heldOf({}));
  const first = new Turn(admission, member('first'));
  first.wait(() => {});
  const left = Array.from({ length: COUNT }, () => {
    const turn = new Turn(admission, member('crowd'));
    return new Promise<void>((resolve) => {
      turn.wait(() => {
        turn.end();
        resolve();
      });
    });
  });
  first.end();
  expect(await Promise.all(left)).toHaveLength(COUNT);
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
    const admission = admissionOf({ total: 3, perClient: 2 });
    const inside: { client: string; number: number }[] = [];
    const turns: Turn[] = [];
    let started = 0;
    const leave = (index: number): void => {
      const [visitor] = inside.splice(index % inside.length, 1);
      turns[visitor!.number]!.end();
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
        const turn = new Turn(admission, member(step));
        turns.push(turn);
        turn.wait(start);
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

test('a large request takes the room of several, and the largest only what its client may have', () => {
  const { admitted, enter } = door({ total: 4, perClient: 2 });
  const leave = enter('a', 'a1', 1000 * LEAST_BYTES);
  enter('a', 'a2');
  enter('b', 'b1', 2 * LEAST_BYTES);
  enter('c', 'c1');
  expect(admitted).toEqual(['a1', 'b1']);
  leave();
  expect(admitted).toEqual(['a1', 'b1', 'a2', 'c1']);
});

test('large requests leave small ones room, and need not wait until there are no small ones', () => {
  const { admitted, enter } = door({ total: 24, perClient: 9 });
  const leave = enter('a', 'a1', 1000 * LEAST_BYTES);
  enter('b', 'b1', 9 * LEAST_BYTES);
  enter('c', 'c1', 9 * LEAST_BYTES);
  for (const name of ['d1', 'd2', 'd3', 'd4', 'd5']) enter('d', name);
  enter('e', 'e1', 4 * LEAST_BYTES);
  expect(admitted).toEqual(['a1', 'b1', 'd1', 'd2', 'd3', 'd4', 'd5', 'e1']);
  leave();
  expect(admitted.at(-1)).toBe('c1');
});

describe('of what is worked on', () => {
  /** Who of these gets in, one after another; each stays. */
  function insideOf(limits: Working, ...clients: readonly Client[]): string[] {
    const admission = admissionOf(limits);
    const inside: string[] = [];
    for (const client of clients) new Turn(admission, client).wait(() => void inside.push(client.name));
    return inside;
  }

  test('an account has so much, whoever its clients are', () => {
    const clients = ['k1', 'k2', 'k3', 'k4'].map((key) => member(key, 'a'));
    const inside = insideOf({ total: 9, perClient: 1, perAccount: 3 }, ...clients, member('other', 'b'));
    expect(inside).toEqual(['k1', 'k2', 'k3', 'other']);
  });

  test('its strangers have half, and count for it', () => {
    const strangers = ['1.1.1.1', '2.2.2.2', '3.3.3.3'].map((address) => stranger(address, 'a'));
    const members = ['k1', 'k2', 'k3'].map((key) => member(key, 'a'));
    const inside = insideOf({ total: 9, perClient: 1, perAccount: 4 }, ...strangers, ...members, stranger('x', 'b'));
    expect(inside).toEqual(['1.1.1.1', '2.2.2.2', 'k1', 'k2', 'x']);
  });

  test('strangers have a limit together, whatever account they name', () => {
    const strangers = [stranger('1.1.1.1', 'a'), stranger('2.2.2.2', 'b'), stranger('3.3.3.3')];
    const inside = insideOf({ total: 9, perClient: 1, perAccount: 9, strangers: 2 }, ...strangers, member('k', 'c'));
    expect(inside).toEqual(['1.1.1.1', '2.2.2.2', 'k']);
  });

  test('what one client of an account gives back another one gets', () => {
    const admission = admissionOf({ total: 9, perClient: 9, perAccount: 1 });
    const inside: string[] = [];
    const enter = (name: string): Turn => {
      const turn = new Turn(admission, member(name, 'a'));
      turn.wait(() => void inside.push(name));
      return turn;
    };
    const first = enter('k1');
    const second = enter('k2');
    first.end();
    first.end();
    expect(inside).toEqual(['k1', 'k2']);
    enter('k3');
    second.end();
    expect(inside).toEqual(['k1', 'k2', 'k3']);
  });
});

test('lets the first request of an account in although others have all places, but not without an end', () => {
  const admission = admissionOf({ total: 2, perClient: 2 });
  const inside: string[] = [];
  const enter = (name: string, client: Client): Turn => {
    const turn = new Turn(admission, client);
    turn.wait(() => void inside.push(name));
    return turn;
  };
  enter('a1', member('a', 'acme'));
  enter('a2', member('a', 'acme'));
  enter('s1', stranger('1.2.3.4', 'umbrella'));
  const first = enter('b1', member('b', 'umbrella'));
  enter('b2', member('b', 'umbrella'));
  enter('c1', member('c', 'initech'));
  enter('d1', member('d', 'hooli'));
  expect(inside).toEqual(['a1', 'a2', 'b1', 'c1']);
  first.end();
  expect(inside).toEqual(['a1', 'a2', 'b1', 'c1', 'b2']);
});

describe('what is held', () => {
  test('is refused to a client beyond its limit, until one of its requests is over', () => {
    const admission = admissionOf({ total: 9, perClient: 9 }, { perClient: 2 });
    const first = new Turn(admission, member('a'));
    new Turn(admission, member('a')).check();
    const third = new Turn(admission, member('a'));
    expect(third.isRefused).toBe(true);
    expect(() => third.check()).toThrow(expect.objectContaining({ code: 'RATE_LIMITED' }));
    new Turn(admission, member('b')).check();
    third.end();
    expect(new Turn(admission, member('a')).isRefused).toBe(true);
    first.end();
    new Turn(admission, member('a')).check();
  });

  test('counts for one budget, whichever of two admissions lets the requests in', () => {
    const held = heldOf({ total: 2, perAccount: 1 });
    const [reads, writes] = [0, 1].map(() => new Admission(UNBOUNDED, held, atOnce)) as [Admission, Admission];
    const first = new Turn(reads, member('acme', 'acme'));
    first.check();
    expect(new Turn(writes, member('a', 'acme')).isRefused).toBe(true);
    new Turn(writes, member('b', 'umbrella')).check();
    expect(new Turn(writes, member('c', 'initech')).isRefused).toBe(true);
    first.end();
    new Turn(writes, member('a', 'acme')).check();
  });

  test('is refused to everybody when the process holds all that it may', () => {
    const admission = admissionOf({ total: 9, perClient: 9 }, { total: 2 });
    const first = new Turn(admission, member('a'));
    new Turn(admission, member('b')).check();
    const third = new Turn(admission, member('c'));
    expect(() => third.check()).toThrow(expect.objectContaining({ code: 'UNAVAILABLE' }));
    first.end();
    new Turn(admission, member('c')).check();
  });

  test('is refused to strangers before it is to others', () => {
    const admission = admissionOf({ total: 9, perClient: 9 }, { total: 3, strangers: 2 });
    new Turn(admission, stranger('1.2.3.4')).check();
    new Turn(admission, stranger('5.6.7.8')).check();
    expect(new Turn(admission, stranger('9.9.9.9')).isRefused).toBe(true);
    new Turn(admission, member('a')).check();
  });

  test('is refused to an account beyond its limit, whichever of its clients asks', () => {
    const admission = admissionOf({ total: 9, perClient: 9 }, { perAccount: 2 });
    const first = new Turn(admission, member('a', 'acme'));
    new Turn(admission, stranger('1.2.3.4', 'acme')).check();
    const third = new Turn(admission, member('b', 'acme'));
    expect(() => third.check()).toThrow(expect.objectContaining({ code: 'RATE_LIMITED' }));
    third.end();
    new Turn(admission, member('c', 'umbrella')).check();
    first.end();
    new Turn(admission, member('b', 'acme')).check();
  });

  test('leaves its last quarter to clients who hold little, and of that half to those who are known', () => {
    const admission = admissionOf({ total: 99, perClient: 99 }, { total: 16, perClient: 16 });
    const unavailable = expect.objectContaining({ code: 'UNAVAILABLE' });
    const large = new Turn(admission, member('a'));
    large.grow(12 * LEAST_BYTES);
    const other = new Turn(admission, member('b'));
    expect(() => other.grow(2 * LEAST_BYTES)).toThrow(unavailable);
    new Turn(admission, stranger('1.2.3.4')).check();
    expect(() => new Turn(admission, stranger('5.6.7.8')).check()).toThrow(unavailable);
    new Turn(admission, member('c')).check();
    new Turn(admission, member('d')).check();
    expect(() => new Turn(admission, member('e')).check()).toThrow(unavailable);
  });

  test('grows with the body, and is refused where it grows too much', () => {
    const admission = admissionOf({ total: 9, perClient: 9 }, { perClient: 3 });
    const turn = new Turn(admission, member('a'));
    turn.grow(2 * LEAST_BYTES);
    turn.grow(LEAST_BYTES);
    const other = new Turn(admission, member('a'));
    expect(() => turn.grow(2 * LEAST_BYTES + 1)).toThrow(expect.objectContaining({ code: 'RATE_LIMITED' }));
    turn.end();
    other.grow(3 * LEAST_BYTES);
  });

  test('is given back once, whatever became of the request', () => {
    const admission = admissionOf({ total: 1, perClient: 1 }, { perClient: 2 });
    for (let round = 0; round < 10; round += 1) {
      const inside = new Turn(admission, member('a'));
      const waiting = new Turn(admission, member('a'));
      const refused = new Turn(admission, member('a'));
      expect([inside, waiting, refused].map(({ isRefused }) => isRefused)).toEqual([false, false, true]);
      inside.wait(() => undefined);
      waiting.wait(() => undefined);
      for (const turn of [refused, waiting, inside, inside, waiting]) turn.end();
    }
  });
});

test('what is done counts, room or not, until it is answered; what is over counts no more', () => {
  const admission = admissionOf({ total: 1, perClient: 1 }, { perClient: 2 });
  const turn = new Turn(admission, member('a'));
  turn.owe(3 * LEAST_BYTES);
  expect(new Turn(admission, member('a')).isRefused).toBe(true);
  expect(new Turn(admission, member('b')).isRefused).toBe(false);
  turn.end();
  turn.owe(3 * LEAST_BYTES);
  turn.grow(3 * LEAST_BYTES);
  expect(new Turn(admission, member('a')).isRefused).toBe(false);
});
