/** Tells users by mail what was done to their way in, so that a change that was not theirs does not stay unseen. */
import type { User } from '#domain/auth/user';
import type { MailType } from '#domain/mail/mail-type';
import type { MailQueue } from '../ports/mail-queue';
import type { Device } from '../ports/session-store';
import type { Transaction } from '../ports/unit-of-work';

export class SecurityNotices {
  constructor(private readonly mails: MailQueue) {}

  passwordChanged(tx: Transaction, user: User, now: string): Promise<void> {
    return this.send(tx, user, 'password_changed', now);
  }

  /** To the address that the user has until then. */
  addressChange(tx: Transaction, user: User, now: string): Promise<void> {
    return this.send(tx, user, 'email_change_notice', now);
  }

  newLogin(tx: Transaction, user: User, { ip, userAgent }: Device, now: string): Promise<void> {
    return this.send(tx, user, 'new_login', now, { ip: ip ?? 'unknown', user_agent: userAgent ?? 'unknown' });
  }

  private send(
    tx: Transaction,
    { accountId, email }: User,
    type: MailType,
    time: string,
    more: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    return this.mails.add(tx, { accountId, type, recipient: email, variables: { email, time, ...more } });
  }
}
