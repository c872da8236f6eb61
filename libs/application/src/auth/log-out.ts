/** Ends the session that an access or a refresh token names, or all of its user. Nothing but a hook can refuse it. */
import { sameHash } from '#domain/auth/opaque-token';
import type { Clock } from '#domain/kernel/clock';
import { inAccount, type RequestContext } from '#domain/kernel/request-context';
import { parseRefreshToken } from '#domain/auth/refresh-token';
import { type AuthHooks, authEventOf } from '../kernel/hooks/auth-hooks';
import type { Principals } from '../ports/principals';
import type { User } from '#domain/auth/user';
import type { SessionStore } from '../ports/session-store';
import type { TokenSigner } from '../ports/token-signer';
import type { Units } from '../kernel/units';

export interface LogoutRequest {
  /** May have expired: its session may live on through the refresh token. */
  readonly accessToken: string | null;
  readonly refreshToken: string | null;
  /** Every session of the user, on whatever device. */
  readonly all: boolean;
}

interface NamedSession {
  readonly id: string;
  readonly user: Pick<User, 'id' | 'email' | 'accountId'>;
}

export class LogOut {
  constructor(
    private readonly signer: TokenSigner,
    private readonly principals: Principals,
    private readonly sessions: SessionStore,
    private readonly units: Units,
    private readonly hooks: AuthHooks,
    private readonly clock: Clock,
  ) {}

  async execute(ctx: RequestContext, request: LogoutRequest): Promise<void> {
    const named = [
      request.accessToken === null ? null : await this.findByAccessToken(request.accessToken),
      request.refreshToken === null ? null : await this.findByRefreshToken(request.refreshToken),
    ];
    // Both tokens of a client name the same one.
    const sessions = new Map(named.flatMap((session) => (session ? [[session.id, session] as const] : [])));
    for (const session of sessions.values()) await this.end(ctx, session, request.all);
  }

  private async findByAccessToken(token: string): Promise<NamedSession | null> {
    const verified = this.signer.sessionOf(token);
    const stored = verified && (await this.principals.find({ kind: 'session', id: verified.sessionId }));
    if (!stored) return null;
    const { accountId, userId, email } = stored.principal;
    return { id: verified.sessionId, user: { id: userId, email, accountId } };
  }

  private async findByRefreshToken(token: string): Promise<NamedSession | null> {
    const parts = parseRefreshToken(token);
    const stored = parts && (await this.sessions.findRefreshToken(parts.id, this.clock.iso()));
    if (!stored || !sameHash(parts.hash, stored.tokenHash) || stored.session.revokedAt !== null) return null;
    return { id: stored.session.id, user: stored.user };
  }

  private end(asked: RequestContext, { id, user }: NamedSession, all: boolean): Promise<void> {
    const ctx = inAccount(asked, user.accountId);
    const event = authEventOf(user);
    const end = (): Promise<void> =>
      this.units.run(ctx, { name: 'auth.logout', target: id }, (tx) =>
        all ? this.sessions.revokeAllOfUser(tx, user.id, tx.now) : this.sessions.revoke(tx, id, tx.now),
      );
    return this.hooks.around(ctx, 'logout', event, end, () => event);
  }
}
