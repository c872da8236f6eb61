/** What a person who guesses passwords learns (nothing), and the budget of failures that every address has. */
import { getRounds, hashSync } from 'bcrypt';
import { LoginThrottle } from '#application/kernel/sign-in/login-throttle';
import { PasswordHasher } from '#application/ports/password-hasher';
import { UserEntity } from '#server/infrastructure/database/entities/user.entity';
import { DataSource } from 'typeorm';
import { eventually } from '../support/eventually';
import { changeUser, credentials, INVALID, logIn, newAddress, told, watchHasher, WRONG } from '../support/guessing';
import { holdHashes, neverRest } from '../support/held-hashes';
import { API, PASSWORD } from '../support/member';
import { expectErrorBody } from '../support/scenario';
import { createWorld, type World } from '../support/world';

const THRESHOLD = 2;
const PER_MINUTE = 5;
/** Of the hashes that the server makes. */
const COST = 6;
/** Of one address among the log-ins that wait, where no other has any. */
const PLACES = 20;

let world: World;

beforeAll(async () => {
  world = await createWorld({
    SNACKBASE_LOGIN_RATE_LIMIT_PER_MINUTE: String(PER_MINUTE),
    SNACKBASE_LOGIN_LOCKOUT_THRESHOLD: String(THRESHOLD),
    SNACKBASE_BCRYPT_COST: String(COST),
  });
});
afterAll(() => world?.close());
beforeEach(neverRest);
afterEach(() => jest.restoreAllMocks());

describe('a user', () => {
  test('B9, A-8: looks the same whether it exists, may log in, or not: answers, locks and hashes', async () => {
    const [real, inactive, foreign] = [
      await world.register('real'),
      await world.register('inactive'),
      await world.register('foreign'),
    ];
    await changeUser(world, inactive, { isActive: false });
    await changeUser(world, foreign, { authProvider: 'platform', externalId: 'subject' });
    const verify = watchHasher(world);
    const cases = [
      credentials(real, WRONG),
      credentials(inactive),
      credentials(foreign),
      { account: 'real', email: 'nobody@real.example', password: PASSWORD },
      { account: 'nowhere', email: real.email, password: PASSWORD },
      { account: 'real', email: 'no address', password: PASSWORD },
    ];
    for (const body of cases) {
      verify.mockClear();
      const answers = [];
      for (let index = 0; index < THRESHOLD + 2; index += 1) answers.push(told(await logIn(world, body)));
      expect({ body, answers, hashes: verify.mock.calls.length }).toEqual({
        body,
        answers: Array.from({ length: THRESHOLD + 2 }, () => INVALID),
        hashes: THRESHOLD,
      });
    }
  });

  test('cannot be tried under several names of its account or spellings of its address', async () => {
    const member = await world.register('spelled');
    const { accountId, accountCode, slug, email } = member;
    const verify = watchHasher(world);
    for (const account of [accountId, accountCode, slug, ` ${slug.toUpperCase()} `, accountCode.toLowerCase()]) {
      for (const address of [email, email.toUpperCase()]) {
        await logIn(world, { account, email: address, password: WRONG });
      }
    }
    expect(verify).toHaveBeenCalledTimes(THRESHOLD);
    verify.mockClear();
    for (const account of ['Nowhere-1', 'nowhere-1', ' nowhere-1', 'NOWHERE-1']) {
      await logIn(world, { account, email, password: WRONG });
    }
    expect(verify).toHaveBeenCalledTimes(THRESHOLD);
  });

  test('A-11: gets a stronger hash with its next login', async () => {
    const member = await world.register('weakly-hashed');
    const rounds = async (): Promise<number> => {
      const { manager } = world.server.app.get(DataSource, { strict: false });
      return getRounds((await manager.findOneByOrFail(UserEntity, { id: member.userId })).passwordHash);
    };
    await changeUser(world, member, { passwordHash: hashSync(PASSWORD, COST - 1) });
    expect(told(await logIn(world, credentials(member, WRONG)))).toEqual(INVALID);
    expect(await rounds()).toBe(COST - 1);
    expect((await logIn(world, credentials(member))).status).toBe(200);
    expect(await rounds()).toBe(COST);
    expect((await logIn(world, credentials(member))).status).toBe(200);
  });

  test.each([
    ['empty', ''],
    ['a-mark', '!'],
    ['the-beginning-of-one', '$2b$10$'],
    ['as-long-as-one', 'x'.repeat(60)],
  ])('A-11: with a hash that is %s cannot log in, and nothing breaks', async (slug, passwordHash) => {
    const member = await world.register(`hash-${slug}`);
    await changeUser(world, member, { passwordHash });
    expect(told(await logIn(world, credentials(member)))).toEqual(INVALID);
  });
});

describe('an address', () => {
  test('A-6: has a budget of failures that its own successes do not refill', async () => {
    const address = newAddress();
    for (let index = 0; index < PER_MINUTE; index += 1) {
      const guess = { account: 'acme', email: `nobody${index}@acme.example`, password: WRONG };
      expect(told(await logIn(world, guess, address))).toEqual(INVALID);
      if (index < PER_MINUTE - 1) expect((await logIn(world, credentials(world.twin), address)).status).toBe(200);
    }
    const verify = watchHasher(world);
    const refused = await logIn(world, credentials(world.twin), address);
    expect(told(refused)).toEqual({
      status: 429,
      error: 'AUTH_TOO_MANY_FAILURES',
      detail: 'Too many failed login attempts. Try again later.',
    });
    expectErrorBody(refused);
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(refused.body.retryAfter).toBe(seconds);
    expect(verify).not.toHaveBeenCalled();
    expect((await logIn(world, credentials(world.twin))).status).toBe(200);
  });

  test('N-1, D11: is not changed by headers that any client can write', async () => {
    const address = newAddress();
    const guess = (index: number) =>
      world.http.post(
        `${API}/auth/login`,
        { account: 'acme', email: `somebody${index}@acme.example`, password: WRONG },
        {
          headers: {
            // What the client wrote, and behind it what the proxy did.
            'x-forwarded-for': `198.51.100.${index}, ${address}`,
            'cf-connecting-ip': `198.51.100.${index}`,
            'x-real-ip': `198.51.100.${index}`,
            'x-client-ip': `198.51.100.${index}`,
            forwarded: `for=198.51.100.${index}`,
          },
        },
      );
    for (let index = 0; index < PER_MINUTE; index += 1) expect((await guess(index)).status).toBe(401);
    expect((await guess(PER_MINUTE)).status).toBe(429);
  });

  test('whose places at the slow hash are taken comes again later, and has neither failed nor cost a look', async () => {
    const member = await world.register('waiting');
    const address = newAddress();
    const hasher = world.server.app.get(PasswordHasher, { strict: false });
    const held = holdHashes();
    const crowd = Array.from({ length: 1 + PLACES }, () =>
      hasher.verify(PASSWORD, null, { kind: 'login', owner: address, gone: null }),
    );
    const begin = jest.spyOn(world.server.app.get(LoginThrottle, { strict: false }), 'begin');
    for (let index = 0; index <= PER_MINUTE; index += 1) {
      const refused = await logIn(world, credentials(member, WRONG), address);
      expectErrorBody(refused);
      expect(refused).toMatchObject({ status: 429, body: { error: 'AUTH_BUSY' } });
      expect(refused.headers.get('retry-after')).toBe('5');
    }
    expect(begin).not.toHaveBeenCalled();
    const fromElsewhere = logIn(world, credentials(member));
    await eventually(() => begin.mock.calls.length === 1);
    held.release();
    expect((await fromElsewhere).status).toBe(200);
    await Promise.all(crowd);
    expect((await logIn(world, credentials(member), address)).status).toBe(200);
  });

  test('is the network of an IPv6 client', async () => {
    const guess = (index: number) => {
      const body = { account: 'acme', email: `v6-${index}@acme.example`, password: WRONG };
      return logIn(world, body, `2001:db8:1:2:${index}::1`);
    };
    for (let index = 0; index < PER_MINUTE; index += 1) expect((await guess(index)).status).toBe(401);
    expect((await guess(PER_MINUTE)).status).toBe(429);
  });

  test.each([
    ['C4: an operator object as password', { password: { $ne: null } }],
    ['C4: an operator object as address', { email: { $gt: '' } }],
    ['C4: an operator object as account', { account: { $regex: '.*' } }],
    ['C4: a list as password', { password: [PASSWORD] }],
    ['C4: a number as password', { password: 0 }],
    ['D3: an empty password', { password: '' }],
    ['D3: no password', { password: null }],
    ['D3: an empty address', { email: '' }],
    ['D3: a password that is too long to be one', { password: 'x'.repeat(2000) }],
  ])('%s is told to be wrong, and counts as no try', async (_what, fields) => {
    const verify = watchHasher(world);
    const address = newAddress();
    for (let index = 0; index <= PER_MINUTE; index += 1) {
      const answer = await logIn(world, { ...credentials(world.acme), ...fields }, address);
      expect(answer.status).toBe(422);
      expect(answer.text).not.toContain(PASSWORD);
    }
    expect(verify).not.toHaveBeenCalled();
  });
});
