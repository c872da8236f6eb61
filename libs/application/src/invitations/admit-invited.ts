/** The one unit in which an invitation is used up and the person becomes a user with the promised role and groups. */
import { FIRST_AUTH_VERSION, type User } from '#domain/auth/user';
import { alreadyJoined, invitationTokenUnknown } from '#domain/invitations/invitation-errors';
import type { DomainError } from '#domain/kernel/errors';
import { timestampOfId } from '#domain/kernel/ids';
import type { Device } from '#domain/kernel/request-context';
import type { OpenedSession, SessionIssuer } from '../kernel/sign-in/session-issuer';
import type { GroupStore } from '../ports/group-store';
import type { InvitationStore } from '../ports/invitation-store';
import type { Transaction } from '../ports/transactions';
import type { Users } from '../ports/users';
import { mayBeAccepted, type OpenInvitation, refuseEnded } from './find-open-invitation';

export interface Admitted {
  readonly user: User;
  readonly opened: OpenedSession;
}

export class AdmitInvited {
  constructor(
    private readonly invitations: InvitationStore,
    private readonly users: Users,
    private readonly groups: GroupStore,
    private readonly issuer: SessionIssuer,
  ) {}

  async execute(
    tx: Transaction,
    { invitation: { id }, tokenHash }: OpenInvitation,
    userId: string,
    passwordHash: string,
    device: Device,
  ): Promise<Admitted> {
    if (!(await this.invitations.accept(tx, id, tokenHash, tx.now))) throw await this.refusal(tx, id);
    const found = await this.invitations.findByToken(tokenHash, tx);
    if (!found || !mayBeAccepted(found)) throw invitationTokenUnknown();
    const { accountId, email, emailKey, role, groupIds } = found.invitation;
    const login = { createdAt: timestampOfId(userId), lastLogin: tx.now };
    // The holder of the secret has read the mail, so the address is proven.
    const fields = { id: userId, accountId, email, role, emailVerified: true, ...login };
    if (!(await this.users.insertIfFree(tx, { ...fields, emailKey, passwordHash }))) throw alreadyJoined();
    // Groups that were deleted since the invitation are left out.
    const groups = groupIds.length === 0 ? [] : await this.groups.addToAll(tx, accountId, groupIds, userId, tx.now);
    const user: User = { ...fields, groups, isActive: true, authVersion: FIRST_AUTH_VERSION };
    return { user, opened: await this.issuer.openFirst(tx, user, device) };
  }

  /** Why a secret that was valid a moment ago no longer is. */
  private async refusal(tx: Transaction, id: string): Promise<DomainError> {
    const invitation = await this.invitations.find(null, id, tx);
    if (invitation) refuseEnded(invitation, tx.now);
    return invitationTokenUnknown();
  }
}
