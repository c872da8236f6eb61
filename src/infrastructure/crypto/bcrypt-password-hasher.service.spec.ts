import { compareSync, getRounds, hashSync } from 'bcrypt';
import { BcryptPasswordHasher } from './bcrypt-password-hasher.service';

const MAX_WAITING = 200;
const PASSWORD = 'Correct-Horse-7';

let hasher: BcryptPasswordHasher;
beforeEach(() => {
  hasher = new BcryptPasswordHasher();
});
afterEach(() => hasher.onApplicationShutdown());

test('hashes and compares in its thread', async () => {
  const hash = await hasher.hash(PASSWORD);
  expect(getRounds(hash)).toBe(10);
  expect(compareSync(PASSWORD, hash)).toBe(true);
  expect(await hasher.verify(PASSWORD, hash)).toBe(true);
  expect(await hasher.verify('Wrong-Horse-77', hash)).toBe(false);
});

test('without a hash nothing matches', async () => {
  expect(await hasher.verify(PASSWORD, null)).toBe(false);
});

test('a longer text with the same first 72 bytes is another password', async () => {
  const password = 'Aa1!'.repeat(18);
  const hash = hashSync(password, 4);
  expect(compareSync(`${password}tail`, hash)).toBe(true);
  expect(await hasher.verify(password, hash)).toBe(true);
  expect(await hasher.verify(`${password}tail`, hash)).toBe(false);
});

test('a stored text that is no hash matches nothing', async () => {
  expect(await hasher.verify(PASSWORD, 'not a hash')).toBe(false);
});

test('more than it can hold is refused at once, and what waits is still answered', async () => {
  const hash = hashSync(PASSWORD, 4);
  const tries = Array.from({ length: MAX_WAITING + 5 }, () => hasher.verify(PASSWORD, hash));
  const outcomes = await Promise.allSettled(tries);
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
  expect(refused).toHaveLength(5);
  expect(refused[0]?.reason).toMatchObject({
    code: 'AUTH_BUSY',
    kind: 'rate_limited',
    extras: { body: { retryAfter: 5 } },
  });
  expect(outcomes.filter((outcome) => outcome.status === 'fulfilled' && outcome.value)).toHaveLength(MAX_WAITING);
});

test('after its thread was ended the next job starts another one', async () => {
  const pending = hasher.hash(PASSWORD);
  await hasher.onApplicationShutdown();
  await expect(pending).rejects.toThrow('ended');
  expect(compareSync(PASSWORD, await hasher.hash(PASSWORD))).toBe(true);
});
