/**
 * Makes the secrets of invitations and mails them. Only the job of the mail and the answer to the admin hold the
 * secret.
 */
import type { Account } from '#domain/accounts/account';
import { hashSecret, newSecret } from '#domain/auth/opaque-token';
import { INVITATION_LIFETIME_MS } from '#domain/invitations/invitation';
import { isoTime } from '#domain/kernel/clock';
import type { MailQueue } from '../ports/mail-queue';
import type { Transaction } from '../ports/transactions';

export interface InvitationSecret {
  readonly token: string;
  readonly tokenHash: string;
  readonly expiresAt: string;
}

export interface Inviting {
  readonly account: Account;
  readonly email: string;
  /** The address of the inviter: it was proven, while a name could say anything. */
  readonly invitedBy: string;
}

export class InvitationSender {
  constructor(private readonly mails: MailQueue) {}

  newSecret(now: number): InvitationSecret {
    const token = newSecret();
    const expiresAt = isoTime(now + INVITATION_LIFETIME_MS);
    return { token, tokenHash: hashSecret(token), expiresAt };
  }

  send(tx: Transaction, { account, email, invitedBy }: Inviting, secret: InvitationSecret): Promise<void> {
    const { token, expiresAt } = secret;
    return this.mails.add(tx, {
      accountId: account.id,
      type: 'invitation',
      recipient: email,
      variables: { email, account_name: account.name, invited_by: invitedBy, expires_at: expiresAt },
      secrets: { token, invitation_url: this.mails.link('/accept-invitation', token) },
    });
  }
}
