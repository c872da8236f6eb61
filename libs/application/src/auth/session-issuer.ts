/** Opens and prolongs sessions; shared by every way to log in, so that they all end alike. */
import type { Account } from '#domain/accounts/account';
import { hashSecret, newSecret } from '#domain/auth/opaque-token';
import { formatRefreshToken } from '#domain/auth/refresh-token';
import type { User } from '#domain/auth/user';
import { isoTime } from '#domain/kernel/clock';
import { newId, timestampOfId } from '#domain/kernel/ids';
import type { Client } from '#domain/kernel/request-context';
import type { Session, SessionStore } from '../ports/session-store';
import type { TokenSigner } from '../ports/token-signer';
import type { Transaction } from '../ports/transactions';
import type { SecurityNotices } from './security-notices';

const MS_PER_DAY = 86_400_000;
/** However often it is refreshed, a session ends: a stolen device is not logged in for ever. */
const MAX_SESSION_MS = 90 * MS_PER_DAY;
const MAX_USER_AGENT = 255;

export interface SessionGrant {
  readonly token: string;
  readonly refreshToken: string;
  /** Seconds. */
  readonly expiresIn: number;
  readonly user: User;
  readonly account: Account;
}

/** What is in the database once the unit commits; `sign` makes it a grant after that. */
export interface OpenedSession {
  readonly sessionId: string;
  readonly refreshToken: string;
}

export class SessionIssuer {
  constructor(
    private readonly sessions: SessionStore,
    private readonly signer: TokenSigner,
    private readonly notices: SecurityNotices,
    private readonly refreshTokenDays: number,
  ) {}

  /** Tells the user by mail when the device is none that it logged in from lately; the first login is no news. */
  async open(tx: Transaction, user: User, from: Client): Promise<OpenedSession> {
    const id = newId();
    const createdAt = timestampOfId(id);
    const device = storedDevice(from);
    const session: Session = {
      id,
      accountId: user.accountId,
      userId: user.id,
      createdAt,
      expiresAt: createdAt,
      ...device,
    };
    const earlier = await this.sessions.findEarlier(tx, user.id, device);
    if (earlier === 'others') await this.notices.newLogin(tx, user, device);
    await this.sessions.insert(tx, session);
    return this.prolong(tx, session);
  }

  async prolong(tx: Transaction, session: Session): Promise<OpenedSession> {
    const now = Date.parse(tx.now);
    const end = Math.min(now + this.refreshTokenDays * MS_PER_DAY, Date.parse(session.createdAt) + MAX_SESSION_MS);
    const id = newId();
    const secret = newSecret();
    await this.sessions.insertRefreshToken(tx, {
      id,
      sessionId: session.id,
      tokenHash: hashSecret(secret),
      createdAt: tx.now,
      expiresAt: isoTime(end),
    });
    return { sessionId: session.id, refreshToken: formatRefreshToken(id, secret) };
  }

  sign(opened: OpenedSession, user: User, account: Account): SessionGrant {
    const { id: userId, accountId, email, role } = user;
    const token = this.signer.signAccessToken({ sessionId: opened.sessionId, userId, accountId, email, role });
    return { token, refreshToken: opened.refreshToken, expiresIn: this.signer.accessTokenSeconds, user, account };
  }
}

function storedDevice({ address, userAgent }: Client): Client {
  return { address, userAgent: userAgent?.slice(0, MAX_USER_AGENT).replace(/[\p{Cc}\p{Cs}]/gu, '') ?? null };
}
