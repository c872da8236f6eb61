import { RefreshSession } from '#application/auth/refresh-session';
import { RefreshTokens } from '#application/auth/refresh-tokens';
import { SecurityNotices } from '#application/kernel/users/security-notices';
import { type SessionGrant, SessionIssuer } from '#application/kernel/sign-in/session-issuer';
import { MailQueue } from '#application/ports/mail-queue';
import type { Account } from '#domain/accounts/account';
import { ADMIN_ROLE, type User } from '#domain/auth/user';
import { systemClock } from '#domain/kernel/clock';
import { newId } from '#domain/kernel/ids';
import { NO_CLIENT, systemContext } from '#domain/kernel/request-context';
import { ENGINES, type TemporaryDatabase } from '../../../test/support/engines';
import { eventually } from '../../../test/support/eventually';
import { statementsOf } from '../../../test/support/statements';
import { strangerContext, TEST_ACT } from '../../../test/support/unit';
import { unitsOn } from '../../../test/support/units';
import { JwtTokenSigner } from '../crypto/jwt-token-signer.service';
import type { Database } from '../database/database';
import { sqlOf } from '../database/lanes/transaction';
import { openDatabase } from '../database/open-database';
import { SqlAccounts } from './sql-accounts.service';
import { SqlSessionStore } from './sql-session.store';
import { SqlUsers } from './sql-users.service';

const DAYS = 7;
const OPTIONS = { secretKey: 'x'.repeat(40), previousSecretKeys: [], accessTokenMinutes: 60, refreshTokenDays: DAYS };
const REFUSED = { code: 'AUTH_REFRESH_TOKEN_INVALID' };

class NoMails extends MailQueue {
  override add(): Promise<void> {
    return Promise.reject(new Error('No mail is sent here'));
  }

  override addWritten(): Promise<void> {
    return this.add();
  }

  override link(): string {
    return '';
  }
}

/** What one process has. */
function processOn(database: Database) {
  const users = new SqlUsers(database.reads, database);
  const accounts = new SqlAccounts(database.reads);
  const sessions = new SqlSessionStore(database.reads, database);
  const units = unitsOn(database);
  const notices = new SecurityNotices(new NoMails());
  const signer = new JwtTokenSigner(OPTIONS);
  const issuer = new SessionIssuer(sessions, users, signer, notices, DAYS);
  const tokens = new RefreshTokens(sessions, signer);
  return {
    users,
    accounts,
    sessions,
    units,
    issuer,
    refreshing: new RefreshSession(tokens, sessions, units, issuer, systemClock),
  };
}

describe.each(ENGINES)('refreshing a session on $name', ({ create }) => {
  let place: TemporaryDatabase;
  let databases: Database[];
  let processes: ReturnType<typeof processOn>[];
  let account: Account;
  let user: User;

  beforeAll(async () => {
    place = await create();
    const options = { target: place.target, statementTimeoutMs: 5000, readers: 2, lanes: 2 };
    databases = [await openDatabase(options), await openDatabase(options)];
    processes = databases.map(processOn);
  });

  afterAll(async () => {
    for (const database of databases) await database.close();
    await place.remove();
  });

  const write = (text: string, values: readonly string[]) =>
    processes[0]!.units.run(systemContext('test', account.id), TEST_ACT, (tx) => sqlOf(tx).all(text, values));

  const read = (text: string, values: readonly string[]) => databases[0]!.reads.all(text, values);

  const refresh = (token: string, process = 0): Promise<SessionGrant> =>
    processes[process]!.refreshing.execute(strangerContext(), token);

  const logIn = async (): Promise<{ id: string; token: string }> => {
    const { units, issuer } = processes[0]!;
    const opened = await units.run(systemContext('test', account.id), TEST_ACT, (tx) =>
      issuer.openFirst(tx, user, NO_CLIENT),
    );
    return { id: opened.sessionId, token: opened.refreshToken };
  };

  const isRevoked = async (id: string): Promise<boolean> => {
    const [row] = await read('SELECT revoked_at FROM sessions WHERE id = $1', [id]);
    return row!['revoked_at'] !== null;
  };

  beforeEach(async () => {
    const { units, accounts, users } = processes[0]!;
    const id = newId();
    const slug = `a-${id}`.slice(0, 32);
    const createdAt = systemClock.iso();
    const accountCode = `T${String(Math.random()).slice(2, 7)}`;
    account = { id, accountCode, slug, name: slug, status: 'active', locale: 'en', createdAt, updatedAt: createdAt };
    const row = { id: newId(), accountId: id, email: 'a@a.example', emailKey: 'a@a.example', passwordHash: 'none' };
    await units.run(systemContext('test', id), TEST_ACT, async (tx) => {
      await accounts.insertIfFree(tx, account, false);
      await users.insertIfFree(tx, { ...row, role: ADMIN_ROLE, emailVerified: true, createdAt });
    });
    user = (await users.find(row.id))!;
  });

  test('of one token twenty times at once, in one commit and in two processes, one use counts, and the session ends', async () => {
    const { id, token } = await logIn();
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, (_, index) => refresh(token, index % 2)));
    const won = outcomes.filter(({ status }) => status === 'fulfilled');
    expect(won).toHaveLength(1);
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject(REFUSED);
    expect(await isRevoked(id)).toBe(true);
    const { refreshToken } = (won[0] as PromiseFulfilledResult<SessionGrant>).value;
    await expect(refresh(refreshToken)).rejects.toMatchObject(REFUSED);
  });

  test('of different sessions shares its statements, and a used token among them ends its own session only', async () => {
    const sessions: { id: string; token: string }[] = [];
    for (let count = 0; count < 8; count += 1) sessions.push(await logIn());
    const [used, ...others] = sessions;
    await refresh(used!.token);
    const { units } = processes[0]!;
    const gate = Promise.withResolvers<void>();
    const before = units.run(systemContext('test', account.id), TEST_ACT, () => gate.promise);
    const asked = jest.spyOn(units, 'run');
    let outcomes: PromiseSettledResult<SessionGrant>[] = [];
    const { data } = await statementsOf(async () => {
      const refreshed = Promise.allSettled(sessions.map(({ token }) => refresh(token)));
      await eventually(() => asked.mock.calls.length === sessions.length);
      gate.resolve();
      outcomes = await refreshed;
    });
    await before;
    asked.mockRestore();
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', ...others.map(() => 'fulfilled')]);
    expect(data.filter((text) => text.startsWith('UPDATE sessions SET refresh_hash'))).toHaveLength(1);
    expect(await Promise.all(sessions.map(({ id }) => isRevoked(id)))).toEqual([true, ...others.map(() => false)]);
  });

  test('goes on where the rights of the user moved between the look and the write', async () => {
    const { id, token } = await logIn();
    const { sessions, users, units } = processes[0]!;
    const find = sessions.findRefreshable.bind(sessions);
    const looked = jest.spyOn(sessions, 'findRefreshable').mockImplementationOnce(async (...question) => {
      const found = await find(...question);
      await units.run(systemContext('test', account.id), TEST_ACT, (tx) =>
        users.touchAuthorisation(tx, [user.id], tx.now),
      );
      return found;
    });
    const { refreshToken } = await refresh(token);
    expect(looked).toHaveBeenCalledTimes(2);
    looked.mockRestore();
    expect(await isRevoked(id)).toBe(false);
    expect((await refresh(refreshToken)).user.id).toBe(user.id);
  });

  test('ends the session of a user who is switched off, and rests while the account is suspended', async () => {
    const { id, token } = await logIn();
    const { accounts, units } = processes[0]!;
    const setStatus = (status: 'active' | 'suspended') =>
      units.run(systemContext('test', account.id), TEST_ACT, (tx) =>
        accounts.update(tx, account.id, { status }, tx.now),
      );
    await setStatus('suspended');
    await expect(refresh(token)).rejects.toMatchObject(REFUSED);
    expect(await isRevoked(id)).toBe(false);
    await setStatus('active');
    const { refreshToken } = await refresh(token);
    await write('UPDATE users SET is_active = FALSE, auth_version = auth_version + 1 WHERE id = $1', [user.id]);
    await expect(refresh(refreshToken)).rejects.toMatchObject(REFUSED);
    expect(await isRevoked(id)).toBe(true);
  });

  test('knows a token that was used long ago, though nothing is kept of it', async () => {
    const { id, token } = await logIn();
    let newest = token;
    for (let count = 0; count < 3; count += 1) newest = (await refresh(newest)).refreshToken;
    await expect(refresh(token)).rejects.toMatchObject(REFUSED);
    expect(await isRevoked(id)).toBe(true);
    await expect(refresh(newest)).rejects.toMatchObject(REFUSED);
  });

  test('leaves a session alone that went on between the look at it and the write that would end it', async () => {
    const { id, token } = await logIn();
    const { sessions } = processes[0]!;
    const before = (await sessions.findRefreshable(token.slice(0, 36)))!;
    const { refreshToken } = await refresh(token);
    // As a connection would see it that lags behind: the newest token looks like another one.
    const looked = jest.spyOn(sessions, 'findRefreshable').mockResolvedValueOnce(before);
    const next = await refresh(refreshToken);
    expect(looked).toHaveBeenCalledTimes(2);
    looked.mockRestore();
    expect(await isRevoked(id)).toBe(false);
    expect((await refresh(next.refreshToken)).user.id).toBe(user.id);
  });
});
