/** Ends a session, named by its access token or by its refresh token. Never fails: who logs out is logged out. */
import { sameHash } from '#domain/auth/opaque-token';
import { parseRefreshToken } from '#domain/auth/refresh-token';
import type { PrincipalStore } from '../ports/principal-store';
import type { SessionStore } from '../ports/session-store';
import type { TokenSigner } from '../ports/token-signer';
import type { UnitOfWork } from '../ports/unit-of-work';
import { internalContext } from './internal-context';

export interface LogoutRequest {
  readonly requestId: string;
  /** May have expired: its session may live on through the refresh token. */
  readonly accessToken: string | null;
  readonly refreshToken: string | null;
}

export class LogOut {
  constructor(
    private readonly signer: TokenSigner,
    private readonly principals: PrincipalStore,
    private readonly sessions: SessionStore,
    private readonly units: UnitOfWork,
  ) {}

  async execute({ requestId, accessToken, refreshToken }: LogoutRequest): Promise<void> {
    if (accessToken !== null) await this.endByAccessToken(requestId, accessToken);
    if (refreshToken !== null) await this.endByRefreshToken(requestId, refreshToken);
  }

  private async endByAccessToken(requestId: string, token: string): Promise<void> {
    const verified = this.signer.sessionOf(token);
    const stored = verified && (await this.principals.find({ kind: 'session', id: verified.sessionId }));
    if (stored) await this.end(requestId, stored.principal.accountId, verified.sessionId);
  }

  private async endByRefreshToken(requestId: string, token: string): Promise<void> {
    const parts = parseRefreshToken(token);
    const stored = parts && (await this.sessions.findRefreshToken(parts.id));
    if (!stored || !sameHash(parts.hash, stored.tokenHash) || stored.session.revokedAt !== null) return;
    await this.end(requestId, stored.session.accountId, stored.session.id);
  }

  private end(requestId: string, accountId: string, sessionId: string): Promise<void> {
    const now = new Date().toISOString();
    return this.units.run(internalContext(requestId, accountId), (tx) => this.sessions.revoke(tx, sessionId, now));
  }
}
