/** Hashes of passwords are made in turn: nobody's keep log-ins out, and nobody's are made for a client that is gone. */
import { LoginThrottle } from '#application/kernel/sign-in/login-throttle';
import { PasswordHasher, type PasswordWork } from '#application/ports/password-hasher';
import { eventually } from '../../support/eventually';
import { credentials, INVALID, logIn, newAddress, told, watchHasher, WRONG } from '../../support/guessing';
import { holdHashes, neverRest } from '../../support/held-hashes';
import type { Answer } from '../../support/http';
import { API, type Member, PASSWORD } from '../../support/member';
import { expectErrorBody } from '../../support/scenario';
import { createWorld, type World } from '../../support/world';

const FLOOD = 25;
/** Of one address among the log-ins that wait, where no other has any. */
const PLACES = 20;
const PER_MINUTE = PLACES + 2;

let world: World;
const lines: string[] = [];

beforeAll(async () => {
  const environment = {
    SNACKBASE_LOGIN_RATE_LIMIT_PER_MINUTE: String(PER_MINUTE),
    SNACKBASE_LOGIN_LOCKOUT_THRESHOLD: '1000',
  };
  world = await createWorld(environment, (line) => lines.push(line));
});
afterAll(() => world?.close());
beforeEach(neverRest);
afterEach(() => jest.restoreAllMocks());

const hasher = (): PasswordHasher => world.server.app.get(PasswordHasher, { strict: false });

function isFull(work: Pick<PasswordWork, 'kind' | 'owner'>): boolean {
  try {
    hasher().refuseWhenFull({ ...work, gone: null });
    return false;
  } catch {
    return true;
  }
}

const statuses = (answers: readonly Answer[]): number[] => answers.map(({ status }) => status);

function createUsers({ token, slug }: Member): Promise<Answer>[] {
  return Array.from({ length: FLOOD }, (_, index) =>
    world.http.post(`${API}/users`, { email: `user${index}@${slug}.example`, password: PASSWORD }, { token }),
  );
}

test('accounts that make users as fast as they can leave every second turn to log-ins, and all their places', async () => {
  const crowd = [await world.register('crowd-a'), await world.register('crowd-b'), await world.register('crowd-c')];
  const held = holdHashes();
  const made = crowd.flatMap(createUsers);
  await eventually(() => crowd.every(({ accountId }) => isFull({ kind: 'other', owner: accountId })));
  // Whoever has nothing waiting still finds a place.
  expect(isFull({ kind: 'other', owner: world.twin.accountId })).toBe(false);

  const verify = watchHasher(world);
  const logIns = Array.from({ length: 8 }, () => logIn(world, credentials(world.acme)));
  await eventually(() => verify.mock.calls.length === logIns.length);
  held.release();
  expect(statuses(await Promise.all(logIns))).toEqual(logIns.map(() => 200));
  const answers = await Promise.all(made);

  expect(held.begun[0]).toBe('make');
  const turns = held.begun.slice(1, 1 + 2 * logIns.length);
  expect(turns).toEqual(logIns.flatMap(() => ['compare', 'make']));
  const refused = answers.filter(({ status }) => status !== 201);
  expect(refused.length).toBeGreaterThan(0);
  expect(new Set(refused.map(({ status, body: { error } }) => `${status} ${error}`))).toEqual(
    new Set(['429 AUTH_BUSY']),
  );
  expectErrorBody(refused[0]!);
  expect(refused[0]!.headers.get('retry-after')).toBe('5');
  // None of the three keeps the others out.
  for (let index = 0; index < crowd.length; index += 1) {
    const own = answers.slice(index * FLOOD, (index + 1) * FLOOD);
    expect(statuses(own)).toContain(201);
  }
});

test('an address that tries many passwords at once leaves places to others', async () => {
  const held = holdHashes();
  const address = newAddress();
  const verify = watchHasher(world);
  const tries = Array.from({ length: PLACES + 1 }, () => logIn(world, credentials(world.acme), address));
  await eventually(() => verify.mock.calls.length === tries.length);
  const refused = await logIn(world, credentials(world.acme), address);
  expectErrorBody(refused);
  expect(refused).toMatchObject({ status: 429, body: { error: 'AUTH_BUSY' } });
  const other = logIn(world, credentials(world.twin));
  await eventually(() => verify.mock.calls.length > tries.length);
  held.release();
  expect((await other).status).toBe(200);
  expect(statuses(await Promise.all(tries))).toEqual(tries.map(() => 200));
});

test('a client that goes away frees its places, has failed nothing, and its passwords are not looked at', async () => {
  const held = holdHashes();
  const address = newAddress();
  const verify = watchHasher(world);
  const release = jest.spyOn(world.server.app.get(LoginThrottle, { strict: false }), 'release');
  const connection = new AbortController();
  const tries = Array.from({ length: PLACES + 1 }, () =>
    fetch(`${world.server.url}${API}/auth/login`, {
      method: 'POST',
      body: JSON.stringify(credentials(world.acme, WRONG)),
      headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
      signal: connection.signal,
    }),
  );
  await eventually(() => verify.mock.calls.length === tries.length);
  expect(isFull({ kind: 'login', owner: address })).toBe(true);

  connection.abort();
  expect(await Promise.allSettled(tries)).toEqual(tries.map(() => expect.objectContaining({ status: 'rejected' })));
  await eventually(() => !isFull({ kind: 'login', owner: address }));
  await eventually(() => release.mock.results.length === PLACES);
  await Promise.all(release.mock.results.map(({ value }) => value as Promise<void>));
  held.release();

  // The one that was begun has failed. So the address has as many tries left as one failure leaves it.
  for (let left = PER_MINUTE - 1; left > 0; left -= 1) {
    expect(told(await logIn(world, credentials(world.acme, WRONG), address))).toEqual(INVALID);
  }
  const last = await logIn(world, credentials(world.acme, WRONG), address);
  expect(told(last)).toMatchObject({ status: 429, error: 'AUTH_TOO_MANY_FAILURES' });
  expect(held.begun).toHaveLength(1 + PER_MINUTE - 1);
  expect(lines.join('')).not.toMatch(/Request failed|"level":"error"/);
});

test('who gives up changing a password has changed nothing, and has failed nothing', async () => {
  const member = await world.register('gives-up');
  const held = holdHashes();
  const verify = watchHasher(world);
  const release = jest.spyOn(world.server.app.get(LoginThrottle, { strict: false }), 'release');
  const first = logIn(world, credentials(world.acme));
  await eventually(() => held.begun.length === 1);
  const connection = new AbortController();
  const change = fetch(`${world.server.url}${API}/auth/change-password`, {
    method: 'POST',
    body: JSON.stringify({ current_password: PASSWORD, new_password: 'Battery-Staple-8' }),
    headers: { 'content-type': 'application/json', authorization: `Bearer ${member.token}` },
    signal: connection.signal,
  });
  await eventually(() => verify.mock.calls.length === 2);
  connection.abort();
  await expect(change).rejects.toThrow();
  await eventually(() => release.mock.calls.length === 1);
  held.release();
  expect((await first).status).toBe(200);
  expect((await logIn(world, credentials(member))).status).toBe(200);
});
