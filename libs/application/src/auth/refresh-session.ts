/**
 * Trades a refresh token for the next one. A token works once: a second use means that two parties hold it, so the whole
 * session ends, for the thief as for the owner.
 */
import { refreshTokenInvalid } from '#domain/auth/auth-errors';
import { sameHash } from '#domain/auth/opaque-token';
import { parseRefreshToken } from '#domain/auth/refresh-token';
import type { User } from '#domain/auth/user';
import type { AccountStore } from '../ports/account-store';
import type { SessionStore, StoredRefreshToken } from '../ports/session-store';
import type { Transaction, UnitOfWork } from '../ports/unit-of-work';
import type { UserStore } from '../ports/user-store';
import { internalContext } from './internal-context';
import type { OpenedSession, SessionGrant, SessionIssuer } from './session-issuer';

export class RefreshSession {
  constructor(
    private readonly sessions: SessionStore,
    private readonly users: UserStore,
    private readonly accounts: AccountStore,
    private readonly units: UnitOfWork,
    private readonly issuer: SessionIssuer,
  ) {}

  async execute(requestId: string, token: string): Promise<SessionGrant> {
    const stored = await this.find(token);
    const now = new Date().toISOString();
    const { session } = stored;
    if (session.revokedAt !== null || stored.expiresAt <= now || session.expiresAt <= now) throw refreshTokenInvalid();

    // Asked before the token is used up: it works again when a suspended account is opened again.
    const account = await this.accounts.find({ by: 'id', value: session.accountId });
    if (!account) throw refreshTokenInvalid();

    const ctx = internalContext(requestId, session.accountId);
    // A refusal must be an answer, not an exception: an exception would take the revocation back.
    const next = await this.units.run(ctx, (tx) => this.rotate(tx, stored, now));
    if (!next) throw refreshTokenInvalid();
    return this.issuer.sign(next.opened, next.user, account);
  }

  private async find(token: string): Promise<StoredRefreshToken> {
    const parts = parseRefreshToken(token);
    const stored = parts && (await this.sessions.findRefreshToken(parts.id));
    if (!stored || !sameHash(parts.hash, stored.tokenHash)) throw refreshTokenInvalid();
    return stored;
  }

  private async rotate(
    tx: Transaction,
    stored: StoredRefreshToken,
    now: string,
  ): Promise<{ opened: OpenedSession; user: User } | null> {
    const first = await this.sessions.useRefreshToken(tx, stored.id, now);
    const user = first ? await this.users.findById(stored.session.userId, tx) : null;
    if (!user?.isActive) {
      await this.sessions.revoke(tx, stored.session.id, now);
      return null;
    }
    return { opened: await this.issuer.prolong(tx, stored.session), user };
  }
}
