/** Opens and prolongs sessions; shared by every way to log in, so that they all end alike. */
import type { ShownAccount } from '#domain/accounts/account';
import { hashSecret, newSecret } from '#domain/auth/opaque-token';
import type { User } from '#domain/auth/user';
import { isoTime } from '#domain/kernel/clock';
import { newId, timestampOfId } from '#domain/kernel/ids';
import type { Device } from '#domain/kernel/request-context';
import type { RefreshableSession, SessionStore } from '../../ports/session-store';
import type { TokenSigner } from '../../ports/token-signer';
import type { SharedWork, Transaction } from '../../ports/transactions';
import type { Users } from '../../ports/users';
import type { SecurityNotices } from '../users/security-notices';

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
  readonly account: ShownAccount;
}

/** What is in the database once the unit commits; `sign` makes it a grant after that. */
export interface OpenedSession {
  readonly sessionId: string;
  readonly refreshToken: string;
}

export class SessionIssuer {
  constructor(
    private readonly sessions: SessionStore,
    private readonly users: Users,
    private readonly signer: TokenSigner,
    private readonly notices: SecurityNotices,
    private readonly refreshTokenDays: number,
  ) {}

  /**
   * For a user who logs in, who is told by mail when the device is none that it logged in from lately; the first login is
   * no news. null: the user is no longer what was checked, and nothing was written.
   */
  async open(tx: Transaction, user: User, from: Device): Promise<OpenedSession | null> {
    const device = storedDevice(from);
    const earlier = await this.users.noteLogin(tx, user, device, tx.now);
    if (earlier === null) return null;
    if (earlier.from === 'others') await this.notices.newLogin(tx, user, device);
    if (earlier.haveEnded) await this.sessions.forgetEnded(tx, user.id, tx.now);
    return this.insert(tx, user, device);
  }

  /** For a user made in the same unit, as logged in. */
  openFirst(tx: Transaction, user: User, from: Device): Promise<OpenedSession> {
    return this.insert(tx, user, storedDevice(from));
  }

  /** What trades the token for the next one, and rejects with WorkRefused as SessionStore.rotate does. `now`: Unix ms. */
  prolong(
    session: RefreshableSession,
    now: number,
  ): { readonly opened: OpenedSession; readonly work: SharedWork<void> } {
    const secret = newSecret();
    return {
      opened: { sessionId: session.id, refreshToken: this.signer.markRefreshToken(session.refreshId, secret) },
      work: this.sessions.rotate(session, hashSecret(secret), this.endOf(session.createdAt, now)),
    };
  }

  sign(opened: OpenedSession, user: User, account: ShownAccount): SessionGrant {
    const { id: userId, accountId, email, role } = user;
    const token = this.signer.signAccessToken({ sessionId: opened.sessionId, userId, accountId, email, role });
    return { token, refreshToken: opened.refreshToken, expiresIn: this.signer.accessTokenSeconds, user, account };
  }

  private async insert(tx: Transaction, user: User, device: Device): Promise<OpenedSession> {
    const sessionId = newId();
    const createdAt = timestampOfId(sessionId);
    const expiresAt = this.endOf(createdAt, Date.parse(tx.now));
    const [refreshId, secret] = [newId(), newSecret()];
    const session = { id: sessionId, accountId: user.accountId, userId: user.id, createdAt, expiresAt, ...device };
    await this.sessions.insert(tx, session, { id: refreshId, hash: hashSecret(secret) });
    return { sessionId, refreshToken: this.signer.markRefreshToken(refreshId, secret) };
  }

  /** `now`: Unix milliseconds. */
  private endOf(createdAt: string, now: number): string {
    return isoTime(Math.min(now + this.refreshTokenDays * MS_PER_DAY, Date.parse(createdAt) + MAX_SESSION_MS));
  }
}

function storedDevice({ address, userAgent }: Device): Device {
  return { address, userAgent: userAgent?.slice(0, MAX_USER_AGENT).replace(/[\p{Cc}\p{Cs}]/gu, '') ?? null };
}
