/** The invitation that a secret opens: looked up before any slow work is done for the sender. */
import type { Account } from '#domain/accounts/account';
import { hashSecret, isSecret } from '#domain/auth/opaque-token';
import { isAdminOf } from '#domain/auth/permissions';
import { type Invitation, invitationStatus } from '#domain/invitations/invitation';
import { invitationEnded, invitationTokenUnknown } from '#domain/invitations/invitation-errors';
import type { Clock } from '#domain/kernel/clock';
import type { FoundInvitation, InvitationStore } from '../ports/invitation-store';

export interface OpenInvitation {
  readonly invitation: Invitation;
  readonly account: Account;
  readonly tokenHash: string;
}

export class FindOpenInvitation {
  constructor(
    private readonly invitations: InvitationStore,
    private readonly clock: Clock,
  ) {}

  /** Throws unless the invitation can be accepted now. */
  async get(token: string): Promise<OpenInvitation> {
    const tokenHash = hashSecret(token);
    const found = isSecret(token) ? await this.invitations.findByToken(tokenHash) : null;
    if (!found) throw invitationTokenUnknown();
    refuseEnded(found.invitation, this.clock.iso());
    if (!mayBeAccepted(found)) throw invitationTokenUnknown();
    return { invitation: found.invitation, account: found.account, tokenHash };
  }
}

/**
 * Whether the account is open and the last sender may still invite: an invitation is worth no more than the admin who
 * sends it. One whose sender has left works again when another admin sends it.
 */
export function mayBeAccepted({ account, inviter }: FoundInvitation): boolean {
  return account.status === 'active' && inviter !== null && inviter.isActive && isAdminOf(inviter, account.id);
}

export function refuseEnded(invitation: Invitation, now: string): void {
  const status = invitationStatus(invitation, now);
  if (status !== 'pending') throw invitationEnded(status);
}
