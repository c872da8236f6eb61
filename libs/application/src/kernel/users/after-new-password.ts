/**
 * What follows a new password, however it came about: sessions end, because the old one may have opened some;
 * so do secrets in mails, which could undo it; and the user is told. API keys stay: they are credentials of their own,
 * listed to the user and revoked one by one.
 */
import type { User } from '#domain/auth/user';
import type { SessionStore } from '../../ports/session-store';
import type { Transaction } from '../../ports/transactions';
import type { SecurityNotices } from './security-notices';
import type { UserTokens } from './user-tokens';

export class AfterNewPassword {
  constructor(
    private readonly sessions: SessionStore,
    private readonly tokens: UserTokens,
    private readonly notices: SecurityNotices,
  ) {}

  /** `keptSession`: the session in which the user changed it, which goes on. */
  async execute(tx: Transaction, user: User, keptSession?: string): Promise<void> {
    await this.sessions.revokeAllOfUser(tx, user.id, tx.now, keptSession);
    await this.tokens.endAll(tx, user.id);
    await this.notices.passwordChanged(tx, user);
  }
}
