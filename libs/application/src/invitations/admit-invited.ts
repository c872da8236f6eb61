/** The one unit in which an invitation is used up and its person becomes a user, with the role and the groups it promised. */
import type { User } from '#domain/auth/user';
import { alreadyJoined, invitationTokenUnknown } from '#domain/invitations/invitation-errors';
import type { DomainError } from '#domain/kernel/errors';
import { newId, timestampOfId } from '#domain/kernel/ids';
import type { Client } from '#domain/kernel/request-context';
import type { OpenedSession, SessionIssuer } from '../auth/session-issuer';
import type { AccountStore } from '../ports/account-store';
import type { GroupStore } from '../ports/group-store';
import type { InvitationStore } from '../ports/invitation-store';
import type { RoleStore } from '../ports/role-store';
import type { Transaction } from '../ports/transactions';
import type { UserStore } from '../ports/user-store';
import { isVouchedFor, type OpenInvitation, refuseEnded } from './find-open-invitation';

export interface Admitted {
  readonly user: User;
  readonly opened: OpenedSession;
}

export class AdmitInvited {
  constructor(
    private readonly invitations: InvitationStore,
    private readonly accounts: AccountStore,
    private readonly users: UserStore,
    private readonly roles: RoleStore,
    private readonly groups: GroupStore,
    private readonly issuer: SessionIssuer,
  ) {}

  async execute(
    tx: Transaction,
    { invitation, tokenHash }: OpenInvitation,
    passwordHash: string,
    device: Client,
  ): Promise<Admitted> {
    const { id, accountId, email, emailKey, roleId, groupIds } = invitation;
    if (!(await this.invitations.accept(tx, id, tokenHash, tx.now))) throw await this.refusal(tx, id);
    const account = await this.accounts.find({ by: 'id', value: accountId }, tx);
    const role = await this.roles.find(roleId, tx);
    if (!account || !role || !(await isVouchedFor(this.users, invitation, tx))) throw invitationTokenUnknown();
    const userId = newId();
    const createdAt = timestampOfId(userId);
    // Who holds the secret has read the mail: the address is proven.
    const row = { id: userId, accountId, email, emailKey, passwordHash, role: role.name, emailVerified: true };
    if (!(await this.users.insertIfFree(tx, { ...row, createdAt }))) throw alreadyJoined();
    await this.joinGroups(tx, accountId, groupIds, userId);
    const user = (await this.users.findById(userId, tx))!;
    await this.users.touchLogin(tx, user, tx.now);
    return { user: { ...user, lastLogin: tx.now }, opened: await this.issuer.open(tx, user, device) };
  }

  /** A group that was deleted since the invitation is one that nobody is in. */
  private async joinGroups(tx: Transaction, accountId: string, ids: readonly string[], userId: string): Promise<void> {
    for (const id of ids) {
      const group = await this.groups.hold(tx, accountId, id, tx.now);
      if (group) await this.groups.addMember(tx, id, userId);
    }
  }

  /** Why a secret that was good a moment ago is no longer. */
  private async refusal(tx: Transaction, id: string): Promise<DomainError> {
    const invitation = await this.invitations.find(null, id, tx);
    if (invitation) refuseEnded(invitation, tx.now);
    return invitationTokenUnknown();
  }
}
