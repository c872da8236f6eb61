import type { PasswordWork } from '#application/ports/password-hasher';
import { PasswordQueue } from './password-queue';

const MAX_WAITING = 30;
/** Of an owner beside whom nobody waits. */
const PLACES_OF_ONE = 20;
const BUSY = { code: 'AUTH_BUSY', kind: 'rate_limited', extras: { body: { retryAfter: 5 } } };
const GONE = { code: 'CLIENT_GONE', kind: 'aborted', extras: { status: 499 } };

let queue: PasswordQueue;
let refused: { readonly name: string; readonly error: unknown }[];

beforeEach(() => {
  queue = new PasswordQueue();
  refused = [];
});

const logIn = (owner: string): PasswordWork => ({ kind: 'login', owner, gone: null });
const other = (owner: string | null): PasswordWork => ({ kind: 'other', owner, gone: null });

/** Adds so many of one kind and owner; how many found a place. */
function add(work: PasswordWork, count = 1): number {
  const name = `${work.kind} of ${work.owner ?? 'the server'}`;
  for (let index = 0; index < count; index += 1) {
    const job = {
      password: name,
      hash: null,
      resolve: () => undefined,
      reject: (error: Error) => refused.push({ name, error }),
    };
    try {
      queue.add(job, work);
    } catch (error) {
      expect(error).toMatchObject(BUSY);
      return index;
    }
  }
  return count;
}

function taken(): string[] {
  const names: string[] = [];
  for (let job = queue.take(); job !== undefined; job = queue.take()) names.push(job.password);
  return names;
}

test('log-ins and everything else take turns while both wait, and owners within each', () => {
  add(other('a'), 4);
  add(other('b'), 1);
  add(logIn('x'), 3);
  add(logIn('y'), 1);
  expect(taken()).toEqual([
    'login of x',
    'other of a',
    'login of y',
    'other of b',
    'login of x',
    'other of a',
    'login of x',
    'other of a',
    'other of a',
  ]);
});

test('a log-in that comes while others wait is the next but one at most', () => {
  add(other('a'), 9);
  expect(queue.take()?.password).toBe('other of a');
  add(logIn('x'), 2);
  expect([1, 2, 3, 4].map(() => queue.take()?.password)).toEqual([
    'login of x',
    'other of a',
    'login of x',
    'other of a',
  ]);
});

test.each([
  ['log-ins', logIn, other],
  ['everything else', other, logIn],
])('%s has places that the other line cannot fill', (_line, mine, theirs) => {
  for (let index = 0; index < MAX_WAITING + 5; index += 1) add(theirs(`owner-${index}`), 5);
  expect(queue.size).toBe(MAX_WAITING);
  expect(() => queue.refuseWhenFull(theirs('late'))).toThrow(expect.objectContaining(BUSY));
  expect(() => queue.refuseWhenFull(mine('late'))).not.toThrow();
  for (let index = 0; index < MAX_WAITING; index += 1) expect(add(mine(`owner-${index}`))).toBe(1);
  expect(add(mine('late'))).toBe(0);
});

test('whoever has several waiting leaves half as many places as it has', () => {
  expect(add(logIn('a'), MAX_WAITING)).toBe(PLACES_OF_ONE);
  expect(add(logIn('b'), MAX_WAITING)).toBeLessThan(PLACES_OF_ONE);
  add(logIn('c'), MAX_WAITING);
  expect(() => queue.refuseWhenFull(logIn('a'))).toThrow(expect.objectContaining(BUSY));
  expect(add(logIn('d'))).toBe(1);
  queue.take();
  expect(queue.size).toBeLessThan(MAX_WAITING);
});

test('the server itself comes first and is never refused', () => {
  for (let index = 0; index < MAX_WAITING; index += 1) add(other(`owner-${index}`));
  expect(add(other(null))).toBe(1);
  expect(queue.take()?.password).toBe('other of the server');
});

test('what waits for a client that is gone leaves at once and frees its place', () => {
  const connection = new AbortController();
  const mine = { ...logIn('a'), gone: connection.signal };
  expect(add(mine, MAX_WAITING)).toBe(PLACES_OF_ONE);
  expect(queue.take()).toBeDefined();
  connection.abort();
  expect(refused).toHaveLength(PLACES_OF_ONE - 1);
  expect(refused[0]?.error).toMatchObject(GONE);
  expect(queue.size).toBe(0);
  expect(add(logIn('a'), MAX_WAITING)).toBe(PLACES_OF_ONE);
});

test('a client that is gone before it asks gets no place', () => {
  const job = { password: '', hash: null, resolve: () => undefined, reject: () => undefined };
  expect(() => queue.add(job, { ...logIn('a'), gone: AbortSignal.abort() })).toThrow(expect.objectContaining(GONE));
  expect(queue.size).toBe(0);
});
