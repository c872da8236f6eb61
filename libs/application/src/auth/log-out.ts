/** Ends the session that an access or a refresh token names, or all of its user. Never fails: who logs out is logged out. */
import { sameHash } from '#domain/auth/opaque-token';
import type { Clock } from '#domain/kernel/clock';
import { inAccount, type RequestContext } from '#domain/kernel/request-context';
import { parseRefreshToken } from '#domain/auth/refresh-token';
import type { Principals } from '../ports/principals';
import type { Session, SessionStore } from '../ports/session-store';
import type { TokenSigner } from '../ports/token-signer';
import type { Units } from '../kernel/units';

export interface LogoutRequest {
  /** May have expired: its session may live on through the refresh token. */
  readonly accessToken: string | null;
  readonly refreshToken: string | null;
  /** Every session of the user, on whatever device. */
  readonly all: boolean;
}

type NamedSession = Pick<Session, 'id' | 'accountId' | 'userId'>;

export class LogOut {
  constructor(
    private readonly signer: TokenSigner,
    private readonly principals: Principals,
    private readonly sessions: SessionStore,
    private readonly units: Units,
    private readonly clock: Clock,
  ) {}

  async execute(ctx: RequestContext, request: LogoutRequest): Promise<void> {
    const named = [
      request.accessToken === null ? null : await this.findByAccessToken(request.accessToken),
      request.refreshToken === null ? null : await this.findByRefreshToken(request.refreshToken),
    ];
    for (const session of named) if (session) await this.end(ctx, session, request.all);
  }

  private async findByAccessToken(token: string): Promise<NamedSession | null> {
    const verified = this.signer.sessionOf(token);
    const stored = verified && (await this.principals.find({ kind: 'session', id: verified.sessionId }));
    if (!stored) return null;
    const { accountId, userId } = stored.principal;
    return { id: verified.sessionId, accountId, userId };
  }

  private async findByRefreshToken(token: string): Promise<NamedSession | null> {
    const parts = parseRefreshToken(token);
    const stored = parts && (await this.sessions.findRefreshToken(parts.id, this.clock.iso()));
    if (!stored || !sameHash(parts.hash, stored.tokenHash) || stored.session.revokedAt !== null) return null;
    return stored.session;
  }

  private end(ctx: RequestContext, { id, accountId, userId }: NamedSession, all: boolean): Promise<void> {
    return this.units.run(inAccount(ctx, accountId), { name: 'auth.logout', target: id }, (tx) =>
      all ? this.sessions.revokeAllOfUser(tx, userId, tx.now) : this.sessions.revoke(tx, id, tx.now),
    );
  }
}
