/**
 * Trades a refresh token for the next one. A token works once: a second use means that two parties hold it, so the whole
 * session ends, for the thief as for the owner.
 */
import { refreshTokenInvalid } from '#domain/auth/auth-errors';
import type { Clock } from '#domain/kernel/clock';
import { inAccount, type RequestContext } from '#domain/kernel/request-context';
import { repeatWhileStale } from '../kernel/repeat-while-stale';
import type { Units } from '../kernel/units';
import type { RefreshableSession, SessionStore } from '../ports/session-store';
import { StaleExpectation } from '../ports/stale-expectation';
import { type SharedWork, WorkRefused } from '../ports/transactions';
import type { SessionGrant, SessionIssuer } from '../kernel/sign-in/session-issuer';
import type { GenuineToken, RefreshTokens } from './refresh-tokens';

export class RefreshSession {
  constructor(
    private readonly tokens: RefreshTokens,
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
    const { session, hash, isNewest } = await this.find(token);
    const { user, account } = session;
    const ctx = inAccount(asked, user.accountId);
    if (isNewest) {
      const { opened, work } = this.issuer.prolong(session, this.clock.now());
      if (await this.isDone(ctx, session, work)) return this.issuer.sign(opened, user, account);
    }
    // A refusal must be an answer, not an exception: an exception would take the revocation back.
    const isEnded = await this.units.run(ctx, { name: 'auth.revoke_reused', target: session.id }, (tx) =>
      this.sessions.revokeUnlessUsable(tx, session.id, hash, tx.now),
    );
    throw isEnded ? refreshTokenInvalid() : new StaleExpectation('credential');
  }

  private async find(token: string): Promise<GenuineToken> {
    const found = await this.tokens.find(token);
    if (!found || found.session.expiresAt <= this.clock.iso()) throw refreshTokenInvalid();
    // Asked before the token is used up: it works again when a suspended account is opened again.
    if (found.session.account.status !== 'active') throw refreshTokenInvalid();
    return found;
  }

  private async isDone(ctx: RequestContext, { id }: RefreshableSession, work: SharedWork<void>): Promise<boolean> {
    try {
      await this.units.run(ctx, { name: 'auth.refresh', target: id }, work);
      return true;
    } catch (error) {
      if (error instanceof WorkRefused) return false;
      throw error;
    }
  }
}
