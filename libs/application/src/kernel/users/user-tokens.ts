/** Sends a user the secret that proves an address or resets a password. Only its hash is stored; the mail is a job. */
import { emailKeyOf } from '#domain/auth/email-address';
import { hashSecret, isSecret, newSecret } from '#domain/auth/opaque-token';
import type { User } from '#domain/auth/user';
import { type Clock, isoTime } from '#domain/kernel/clock';
import { newId } from '#domain/kernel/ids';
import type { MailType } from '#domain/mail/mail-type';
import type { Accounts } from '../../ports/accounts';
import type { MailQueue } from '../../ports/mail-queue';
import type { Transaction } from '../../ports/transactions';
import type { Users } from '../../ports/users';
import type { TokenPurpose, UserToken, UserTokenStore } from '../../ports/user-token-store';

const LIFETIME_MS = 3_600_000;
/** Nobody's mailbox is filled by repeating a request: within this time of the last mail, none is sent. */
const MIN_INTERVAL_MS = 60_000;
/** In the same time, over all accounts: an address can be given for many users. */
const MAX_PER_ADDRESS = 3;

interface Delivery {
  readonly type: MailType;
  readonly path: string;
  readonly link: string;
  /** A mail to another address may follow at once. Not where the caller chooses the address: it may be a stranger's. */
  readonly perAddress: boolean;
}

const MAILS: Readonly<Record<TokenPurpose, Delivery>> = {
  verify_email: { type: 'email_verification', path: '/verify-email', link: 'verification_url', perAddress: true },
  reset_password: { type: 'password_reset', path: '/reset-password', link: 'reset_url', perAddress: true },
  change_email: { type: 'email_change', path: '/confirm-email-change', link: 'confirmation_url', perAddress: false },
};

export interface FoundToken {
  readonly token: UserToken;
  readonly user: User;
}

export class UserTokens {
  constructor(
    private readonly tokens: UserTokenStore,
    private readonly users: Users,
    private readonly accounts: Accounts,
    private readonly mails: MailQueue,
    private readonly clock: Clock,
  ) {}

  /** Sends to `address`, by default the user's own. false: one was sent a moment ago, and nothing was sent now. */
  send(tx: Transaction, user: User, purpose: TokenPurpose, address: string = user.email): Promise<boolean> {
    return this.deliver(tx, user, purpose, address, MAILS[purpose].type);
  }

  /** When somebody registers an address that has a user: the way back in, not a second user. false as for send. */
  sendAlreadyRegistered(tx: Transaction, user: User): Promise<boolean> {
    return this.deliver(tx, user, 'reset_password', user.email, 'already_registered');
  }

  /**
   * The secret and its user, without using it. null: it is unknown, used or expired; its user or account may not come
   * in; or the address that it went to is no longer the user's.
   */
  async find(secret: string, purpose: TokenPurpose): Promise<FoundToken | null> {
    if (!isSecret(secret)) return null;
    const token = await this.tokens.find(hashSecret(secret), purpose, this.clock.iso());
    if (!token) return null;
    const user = await this.users.find(token.userId);
    if (!user?.isActive || !(await this.accounts.find({ by: 'id', value: user.accountId }))) return null;
    const isCurrent = purpose === 'change_email' || emailKeyOf(user.email) === token.emailKey;
    return isCurrent ? { token, user } : null;
  }

  /** Uses the secret up. null: somebody else was first. */
  use(tx: Transaction, { token }: FoundToken): Promise<UserToken | null> {
    return this.tokens.consume(tx, token.tokenHash, token.purpose, tx.now);
  }

  /** Ends every secret that was sent to the user. */
  endAll(tx: Transaction, userId: string): Promise<void> {
    return this.tokens.deleteAllOfUser(tx, userId);
  }

  private async deliver(
    tx: Transaction,
    user: User,
    purpose: TokenPurpose,
    address: string,
    type: MailType,
  ): Promise<boolean> {
    const now = Date.parse(tx.now);
    const emailKey = emailKeyOf(address);
    const since = isoTime(now - MIN_INTERVAL_MS);
    if ((await this.tokens.countSentTo(tx, emailKey, since)) >= MAX_PER_ADDRESS) return false;

    const { path, link, perAddress } = MAILS[purpose];
    const secret = newSecret();
    const expiresAt = isoTime(now + LIFETIME_MS);
    const token: UserToken = {
      id: newId(),
      userId: user.id,
      purpose,
      tokenHash: hashSecret(secret),
      email: address,
      emailKey,
      createdAt: tx.now,
      expiresAt,
    };
    if (!(await this.tokens.replaceUnlessSince(tx, token, since, perAddress))) return false;
    await this.mails.add(tx, {
      accountId: user.accountId,
      type,
      recipient: address,
      variables: { email: address, user_email: user.email, expires_at: expiresAt },
      secrets: { token: secret, [link]: this.mails.link(path, secret) },
    });
    return true;
  }
}
