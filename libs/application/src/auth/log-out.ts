/** Ends the session that an access or a refresh token names, or all of its user. Nothing but a hook can refuse it. */
import type { Clock } from '#domain/kernel/clock';
import { DomainError } from '#domain/kernel/errors';
import { inAccount, type RequestContext } from '#domain/kernel/request-context';
import { type AuthHooks, authEventOf } from '../kernel/hooks/auth-hooks';
import type { TrustedIssuer } from '../kernel/sign-in/trusted-issuer';
import type { Principals } from '../ports/principals';
import type { User } from '#domain/auth/user';
import type { SessionStore } from '../ports/session-store';
import type { TokenSigner, VerifiedToken } from '../ports/token-signer';
import type { Units } from '../kernel/units';
import type { RefreshTokens } from './refresh-tokens';

export interface LogoutRequest {
  /** May have expired: its session may live on through the refresh token. */
  readonly accessToken: string | null;
  readonly refreshToken: string | null;
  /** Every session of the user, on whatever device. */
  readonly all: boolean;
}

/** `expiresAt`: Unix milliseconds. */
type NamedToken = Pick<VerifiedToken, 'sessionId' | 'expiresAt'>;

interface NamedSession {
  readonly id: string;
  readonly user: Pick<User, 'id' | 'email' | 'accountId'>;
  /** false: the token was used before or has expired, and whoever found it must not log its user out everywhere. */
  readonly mayEndAll: boolean;
}

export class LogOut {
  constructor(
    private readonly signer: TokenSigner,
    private readonly principals: Principals,
    private readonly sessions: SessionStore,
    private readonly refreshTokens: RefreshTokens,
    private readonly issuer: TrustedIssuer,
    private readonly units: Units,
    private readonly hooks: AuthHooks,
    private readonly clock: Clock,
  ) {}

  async execute(ctx: RequestContext, request: LogoutRequest): Promise<void> {
    const named = [
      request.accessToken === null ? null : await this.findByAccessToken(request.accessToken),
      request.refreshToken === null ? null : await this.findByRefreshToken(request.refreshToken),
    ];
    // Both tokens of a client name the same one, and either of them may say more than the other.
    const sessions = new Map<string, NamedSession>();
    for (const session of named) {
      if (session && sessions.get(session.id)?.mayEndAll !== true) sessions.set(session.id, session);
    }
    for (const session of sessions.values()) await this.end(ctx, session, request.all);
  }

  private async findByAccessToken(token: string): Promise<NamedSession | null> {
    const named = this.issuer.claims(token) ? await this.exchanged(token) : this.signer.sessionOf(token);
    const stored = named && (await this.principals.find({ kind: 'session', id: named.sessionId }));
    if (!stored) return null;
    const { accountId, userId, email } = stored.principal;
    const mayEndAll = named.expiresAt > this.clock.now();
    return { id: named.sessionId, user: { id: userId, email, accountId }, mayEndAll };
  }

  /** A token that the issuer made is worth its session also at its first sight: once ended, it lets nobody in again. */
  private async exchanged(token: string): Promise<NamedToken | null> {
    try {
      return { sessionId: await this.issuer.exchange(token), expiresAt: Infinity };
    } catch (error) {
      // It names nothing that could be ended.
      if (error instanceof DomainError && error.kind === 'unauthenticated') return null;
      throw error;
    }
  }

  private async findByRefreshToken(token: string): Promise<NamedSession | null> {
    const found = await this.refreshTokens.find(token);
    if (!found) return null;
    const { session, isNewest } = found;
    return { id: session.id, user: session.user, mayEndAll: isNewest && session.expiresAt > this.clock.iso() };
  }

  private end(asked: RequestContext, { id, user, mayEndAll }: NamedSession, all: boolean): Promise<void> {
    const ctx = inAccount(asked, user.accountId);
    const event = authEventOf(user);
    const end = (): Promise<void> =>
      this.units.run(ctx, { name: 'auth.logout', target: id }, (tx) =>
        all && mayEndAll ? this.sessions.revokeAllOfUser(tx, user.id, tx.now) : this.sessions.revoke(tx, id, tx.now),
      );
    return this.hooks.around(ctx, 'logout', event, end, () => event);
  }
}
