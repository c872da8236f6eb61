/**
 * Trades a refresh token for the next one. A token works once: a second use means that two parties hold it, so the whole
 * session ends, for the thief as for the owner.
 */
import { refreshTokenInvalid } from '#domain/auth/auth-errors';
import { sameHash } from '#domain/auth/opaque-token';
import { parseRefreshToken } from '#domain/auth/refresh-token';
import type { Clock } from '#domain/kernel/clock';
import { inAccount, type RequestContext } from '#domain/kernel/request-context';
import { repeatWhileStale } from '../kernel/repeat-while-stale';
import type { Units } from '../kernel/units';
import type { SessionStore, StoredRefreshToken } from '../ports/session-store';
import { StaleExpectation } from '../ports/stale-expectation';
import { type SharedWork, WorkRefused } from '../ports/transactions';
import type { SessionGrant, SessionIssuer } from '../kernel/sign-in/session-issuer';

export class RefreshSession {
  constructor(
    private readonly sessions: SessionStore,
    private readonly units: Units,
    private readonly issuer: SessionIssuer,
    private readonly clock: Clock,
  ) {}

  execute(ctx: RequestContext, token: string): Promise<SessionGrant> {
    // Stale: the user's rights moved between the look at them and the unit. Nothing was used up.
    return repeatWhileStale(
      () => this.attempt(ctx, token),
      async () => {},
    );
  }

  private async attempt(asked: RequestContext, token: string): Promise<SessionGrant> {
    const stored = await this.find(token);
    const { session, user, account } = stored;
    const ctx = inAccount(asked, session.accountId);
    if (!stored.isUsed) {
      const { opened, work } = this.issuer.prolong(stored, this.clock.now());
      if (await this.isDone(ctx, stored, work)) return this.issuer.sign(opened, user, account);
    }
    // A refusal must be an answer, not an exception: an exception would take the revocation back.
    const isEnded = await this.units.run(ctx, { name: 'auth.revoke_reused', target: session.id }, (tx) =>
      this.sessions.revokeUnlessUsable(tx, stored, tx.now),
    );
    throw isEnded ? refreshTokenInvalid() : new StaleExpectation('credential');
  }

  private async find(token: string): Promise<StoredRefreshToken> {
    const parts = parseRefreshToken(token);
    const now = this.clock.iso();
    const stored = parts && (await this.sessions.findRefreshToken(parts.id, now));
    if (!stored || !sameHash(parts.hash, stored.tokenHash)) throw refreshTokenInvalid();
    const { session, account, expiresAt } = stored;
    if (session.revokedAt !== null || expiresAt <= now || session.expiresAt <= now) throw refreshTokenInvalid();
    // Asked before the token is used up: it works again when a suspended account is opened again.
    if (account.status !== 'active') throw refreshTokenInvalid();
    return stored;
  }

  private async isDone(ctx: RequestContext, token: StoredRefreshToken, work: SharedWork<void>): Promise<boolean> {
    const { session, hasForgettable } = token;
    const act = { name: 'auth.refresh', target: session.id } as const;
    try {
      if (!hasForgettable) await this.units.run(ctx, act, work);
      else {
        await this.units.run(ctx, act, async (tx) => {
          await work.run(tx);
          await this.sessions.forgetUsed(tx, session.id, tx.now);
        });
      }
      return true;
    } catch (error) {
      if (error instanceof WorkRefused) return false;
      throw error;
    }
  }
}
