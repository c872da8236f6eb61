/** which refresh tokens prolong a session, which end it, which do neither, and what each may do at logout. */
import { newSecret } from '#domain/auth/opaque-token';
import { formatRefreshToken } from '#domain/auth/refresh-token';
import { newId } from '#domain/kernel/ids';
import { deriveKey } from '#server/infrastructure/crypto/derive-key';
import { SessionEntity } from '#server/infrastructure/database/entities/session.entity';
import { passTime, tellRealTime } from '../support/clock';
import { addUser, changeDatabase } from '../support/insiders';
import { API, login, type Member } from '../support/member';
import { createWorld, type World } from '../support/world';

const HOUR_MS = 3_600_000;
const LONG_AGO = '2001-01-01T00:00:00.000Z';
const SECRET_KEY = 'the secret of a server with refresh tokens, long enough';

interface Parts {
  readonly id: string;
  readonly secret: string;
  readonly mark: string;
}

let world: World;
let member: Member;
let other: Member;

beforeAll(async () => {
  world = await createWorld({ SNACKBASE_SECRET_KEY: SECRET_KEY });
});
afterAll(() => world?.close());

beforeEach(async () => {
  member = await addUser(world, world.acme, `user-${newId()}@acme.example`);
  other = await login(world.http, 'acme', member.email);
});

const me = async (token: string) => (await world.http.get(`${API}/auth/me`, { token })).status;
const post = (path: string, body: object, token?: string) => world.http.post(`${API}/auth/${path}`, body, { token });
const refresh = (refresh_token: string) => post('refresh', { refresh_token });

const next = async (token: string): Promise<string> => {
  const { status, body } = await refresh(token);
  expect(status).toBe(200);
  return body.refresh_token;
};

const expectRefused = async (token: string): Promise<void> => {
  expect(await refresh(token)).toMatchObject({ status: 401, body: { error: 'AUTH_REFRESH_TOKEN_INVALID' } });
};

const partsOf = (token: string): Parts => {
  const [id, secret, mark] = token.split('.') as [string, string, string];
  return { id, secret, mark };
};

const textOf = ({ id, secret, mark }: Parts): string => `${id}.${secret}.${mark}`;

const sessionOf = ({ token }: Member): string =>
  (JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as { sid: string }).sid;

const hasEnded = (of: Member): Promise<boolean> =>
  changeDatabase(world, async (manager) => {
    return (await manager.findOneByOrFail(SessionEntity, { id: sessionOf(of) })).revokedAt !== null;
  });

test('tokens of a session share its id, and have a secret and a mark of their own', async () => {
  const first = partsOf(member.refreshToken);
  const second = partsOf(await next(member.refreshToken));
  expect(second.id).toBe(first.id);
  expect([second.secret, second.mark]).not.toEqual([first.secret, first.mark]);
  expect(partsOf(other.refreshToken).id).not.toBe(first.id);
});

test('a token that was used long ago ends its session, and no other of its user', async () => {
  let newest = member.refreshToken;
  for (let count = 0; count < 3; count += 1) newest = await next(newest);
  await expectRefused(member.refreshToken);
  await expectRefused(newest);
  expect(await me(member.token)).toBe(401);
  expect(await me(other.token)).toBe(200);
  await next(other.refreshToken);
});

describe('nobody ends a session who was never given a token of it, but knows', () => {
  test.each<[string, (used: Parts) => string]>([
    ['its id', ({ id }) => `${id}.${newSecret()}`],
    [
      'its id and what marks look like',
      ({ id, mark }) => textOf({ id, secret: newSecret(), mark: 'A'.repeat(mark.length) }),
    ],
    ['a mark of it', (used) => textOf({ ...used, secret: newSecret() })],
    ['a used secret of it', ({ id, secret }) => `${id}.${secret}`],
    ['a used secret of it, with another mark', (used) => textOf({ ...used, mark: partsOf(other.refreshToken).mark })],
    ['a token of another session', ({ id }) => textOf({ ...partsOf(other.refreshToken), id })],
    ['how to spell a mark in another way', (used) => textOf({ ...used, mark: respelled(used.mark) })],
    ['the key of API keys', ({ id }) => formatRefreshToken(id, newSecret(), deriveKey(SECRET_KEY, 'api-key'))],
  ])('%s', async (_what, forge) => {
    const newest = await next(member.refreshToken);
    const forged = forge(partsOf(member.refreshToken));
    await expectRefused(forged);
    expect((await post('logout', { refresh_token: forged, all: true })).status).toBe(200);
    expect(await me(other.token)).toBe(200);
    await next(newest);
  });
});

test('the newest token works without its mark or with another, so that sessions outlive servers and secret keys', async () => {
  const { id, secret } = partsOf(member.refreshToken);
  const former = `${id}.${secret}`;
  const second = partsOf(await next(former));
  const third = await next(textOf({ ...second, mark: 'A'.repeat(second.mark.length) }));
  // Without a mark nothing proves that it was ever issued.
  await expectRefused(former);
  await next(third);
});

describe('logging out everywhere', () => {
  test('with a used token ends its session alone', async () => {
    const newest = await next(member.refreshToken);
    expect((await post('logout', { refresh_token: member.refreshToken, all: true })).status).toBe(200);
    await expectRefused(newest);
    expect(await me(member.token)).toBe(401);
    expect(await me(other.token)).toBe(200);
    await next(other.refreshToken);
  });

  test('with an expired token ends its session alone', async () => {
    await changeDatabase(world, (manager) =>
      manager.update(SessionEntity, { id: sessionOf(member) }, { expiresAt: LONG_AGO }),
    );
    expect((await post('logout', { refresh_token: member.refreshToken, all: true })).status).toBe(200);
    expect([await hasEnded(member), await hasEnded(other)]).toEqual([true, false]);
  });

  test('with an expired access token ends its session alone', async () => {
    passTime(2 * HOUR_MS);
    try {
      expect((await post('logout', { all: true }, member.token)).status).toBe(200);
    } finally {
      tellRealTime();
    }
    expect([await hasEnded(member), await hasEnded(other)]).toEqual([true, false]);
  });

  test('with a used token beside a live access token of the session ends all', async () => {
    await next(member.refreshToken);
    const body = { refresh_token: member.refreshToken, all: true };
    expect((await post('logout', body, member.token)).status).toBe(200);
    expect([await me(member.token), await me(other.token)]).toEqual([401, 401]);
  });

  test('with the newest token, whatever its mark, ends all', async () => {
    const { id, secret } = partsOf(await next(member.refreshToken));
    expect((await post('logout', { refresh_token: `${id}.${secret}`, all: true })).status).toBe(200);
    expect([await me(member.token), await me(other.token)]).toEqual([401, 401]);
  });
});

test('logging out with a used token ends its session', async () => {
  const newest = await next(member.refreshToken);
  expect((await post('logout', { refresh_token: member.refreshToken })).status).toBe(200);
  await expectRefused(newest);
  expect(await me(other.token)).toBe(200);
});

/** Another text for the same bytes: of the last of 22 characters, four of six bits count for nothing. */
function respelled(mark: string): string {
  const last = { A: 'B', Q: 'R', g: 'h', w: 'x' }[mark.at(-1)!]!;
  expect(Buffer.from(mark.slice(0, -1) + last, 'base64url')).toEqual(Buffer.from(mark, 'base64url'));
  return mark.slice(0, -1) + last;
}
