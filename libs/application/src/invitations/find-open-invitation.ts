/** What a secret opens: asked before any slow work is done for who sends one. */
import type { Account } from '#domain/accounts/account';
import { hashSecret, isSecret } from '#domain/auth/opaque-token';
import { isAdminOf } from '#domain/auth/permissions';
import { type Invitation, invitationStatus } from '#domain/invitations/invitation';
import { invitationEnded, invitationTokenUnknown } from '#domain/invitations/invitation-errors';
import type { Clock } from '#domain/kernel/clock';
import type { AccountStore } from '../ports/account-store';
import type { InvitationStore } from '../ports/invitation-store';
import type { Transaction } from '../ports/transactions';
import type { UserStore } from '../ports/user-store';

export interface OpenInvitation {
  readonly invitation: Invitation;
  readonly account: Account;
  readonly tokenHash: string;
}

export class FindOpenInvitation {
  constructor(
    private readonly invitations: InvitationStore,
    private readonly accounts: AccountStore,
    private readonly users: UserStore,
    private readonly clock: Clock,
  ) {}

  /** Throws unless it can be accepted now. */
  async get(token: string): Promise<OpenInvitation> {
    const tokenHash = hashSecret(token);
    const invitation = isSecret(token) ? await this.invitations.findByToken(tokenHash) : null;
    if (!invitation) throw invitationTokenUnknown();
    refuseEnded(invitation, this.clock.iso());
    const account = await this.accounts.find({ by: 'id', value: invitation.accountId });
    if (!account || !(await isVouchedFor(this.users, invitation))) throw invitationTokenUnknown();
    return { invitation, account, tokenHash };
  }
}

/**
 * Whether who sent it last may still invite: what an admin hands out is worth no more than the admin. An invitation of
 * somebody who left works again when another admin sends it.
 */
export async function isVouchedFor(
  users: UserStore,
  { invitedBy, accountId }: Invitation,
  tx?: Transaction,
): Promise<boolean> {
  const inviter = invitedBy === null ? null : await users.findById(invitedBy, tx);
  return inviter !== null && inviter.isActive && isAdminOf(inviter, accountId);
}

export function refuseEnded(invitation: Invitation, now: string): void {
  const status = invitationStatus(invitation, now);
  if (status !== 'pending') throw invitationEnded(status);
}
