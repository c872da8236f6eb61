/**
 * Trades a refresh token for the next one. A token works once: a second use means that two parties hold it, so the whole
 * session ends, for the thief as for the owner.
 */
import { refreshTokenInvalid } from '#domain/auth/auth-errors';
import { sameHash } from '#domain/auth/opaque-token';
import { parseRefreshToken } from '#domain/auth/refresh-token';
import type { Clock } from '#domain/kernel/clock';
import { inAccount, type RequestContext } from '#domain/kernel/request-context';
import type { User } from '#domain/auth/user';
import type { AccountStore } from '../ports/account-store';
import type { SessionStore, StoredRefreshToken } from '../ports/session-store';
import type { Units } from '../kernel/units';
import type { Transaction } from '../ports/transactions';
import type { UserStore } from '../ports/user-store';
import type { OpenedSession, SessionGrant, SessionIssuer } from './session-issuer';

export class RefreshSession {
  constructor(
    private readonly sessions: SessionStore,
    private readonly users: UserStore,
    private readonly accounts: AccountStore,
    private readonly units: Units,
    private readonly issuer: SessionIssuer,
    private readonly clock: Clock,
  ) {}

  async execute(asked: RequestContext, token: string): Promise<SessionGrant> {
    const stored = await this.find(token);
    const now = this.clock.iso();
    const { session } = stored;
    if (session.revokedAt !== null || stored.expiresAt <= now || session.expiresAt <= now) throw refreshTokenInvalid();

    // Asked before the token is used up: it works again when a suspended account is opened again.
    const account = await this.accounts.find({ by: 'id', value: session.accountId });
    if (!account) throw refreshTokenInvalid();

    const ctx = inAccount(asked, session.accountId);
    // A refusal must be an answer, not an exception: an exception would take the revocation back.
    const next = await this.units.run(ctx, { name: 'auth.refresh', target: session.id }, (tx) =>
      this.rotate(tx, stored),
    );
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
  ): Promise<{ opened: OpenedSession; user: User } | null> {
    const first = await this.sessions.useRefreshToken(tx, stored.id, tx.now);
    const user = first ? await this.users.findById(stored.session.userId, tx) : null;
    if (!user?.isActive) {
      await this.sessions.revoke(tx, stored.session.id, tx.now);
      return null;
    }
    return { opened: await this.issuer.prolong(tx, stored.session), user };
  }
}
