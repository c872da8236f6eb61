/** Tells users by mail of changes to their way in, so that a change by somebody else does not stay unseen. */
import type { User } from '#domain/auth/user';
import type { Device } from '#domain/kernel/request-context';
import type { MailType } from '#domain/mail/mail-type';
import type { MailQueue } from '../../ports/mail-queue';
import type { Transaction } from '../../ports/transactions';

export class SecurityNotices {
  constructor(private readonly mails: MailQueue) {}

  passwordChanged(tx: Transaction, user: User): Promise<void> {
    return this.send(tx, user, 'password_changed');
  }

  /** Goes to the address that the user has had until then. */
  addressChange(tx: Transaction, user: User): Promise<void> {
    return this.send(tx, user, 'email_change_notice');
  }

  newLogin(tx: Transaction, user: User, { address, userAgent }: Device): Promise<void> {
    return this.send(tx, user, 'new_login', { ip: address ?? 'unknown', user_agent: userAgent ?? 'unknown' });
  }

  private send(
    tx: Transaction,
    { accountId, email }: User,
    type: MailType,
    more: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    return this.mails.add(tx, { accountId, type, recipient: email, variables: { email, time: tx.now, ...more } });
  }
}
