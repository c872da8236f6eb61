/** Invites an address into an account, with the role and the groups that the person is to have there. */
import { parseRoleId, type Role, USER_ROLE } from '#domain/accounts/role';
import { type EmailAddress, parseEmailAddress } from '#domain/auth/email-address';
import { requireAdmin } from '#domain/auth/permissions';
import type { ShownInvitation } from '#domain/invitations/invitation';
import { invitationPending, invitedUserExists } from '#domain/invitations/invitation-errors';
import { DomainError, invalidFields } from '#domain/kernel/errors';
import { isId, newId, timestampOfId } from '#domain/kernel/ids';
import { inAccount, type RequestContext } from '#domain/kernel/request-context';
import { accountNotFound } from '../kernel/accounts/account-errors';
import { targetAccount } from '../kernel/accounts/target-account';
import type { Accounts } from '../ports/accounts';
import type { GroupStore } from '../ports/group-store';
import type { InvitationStore } from '../ports/invitation-store';
import type { RoleStore } from '../ports/role-store';
import type { Units } from '../kernel/units';
import type { Transaction } from '../ports/transactions';
import type { InvitationSender } from './invitation-sender';

/** Per account, in the time that an invitation lasts: a stolen session of an admin cannot be used to mail the world. */
const MAX_RECENT = 500;
/** How many of those may go to one address: nobody's mailbox is filled by inviting and cancelling in turn. */
const MAX_RECENT_PER_ADDRESS = 5;

export interface InvitationRequest {
  readonly email: string;
  /** The role's number as text. Without it and `role`: a plain user. */
  readonly roleId: string | undefined;
  readonly role: string | undefined;
  readonly groupIds: readonly string[];
  /** Superadmins must name one, others can only name their own. */
  readonly accountId: string | undefined;
}

export class CreateInvitation {
  constructor(
    private readonly invitations: InvitationStore,
    private readonly accounts: Accounts,
    private readonly roles: RoleStore,
    private readonly groups: GroupStore,
    private readonly sender: InvitationSender,
    private readonly units: Units,
  ) {}

  /** Resolves with the invitation and its secret, which is shown this one time. */
  async execute(
    ctx: RequestContext,
    request: InvitationRequest,
  ): Promise<{ invitation: ShownInvitation; token: string }> {
    const caller = requireAdmin(ctx);
    const accountId = targetAccount(ctx, caller, request.accountId);
    const address = parseEmailAddress(request.email);
    if (!address) throw problem('email', 'invalid_email', 'Not a valid email address');
    const id = newId();
    const createdAt = timestampOfId(id);
    const secret = this.sender.newSecret(Date.parse(createdAt));
    const { token, tokenHash, expiresAt } = secret;

    const data = { email: address.email, role_id: request.roleId, role: request.role, groups: request.groupIds };
    const changes = [{ op: 'create', model: 'invitations', id, data }] as const;
    const act = { name: 'invitations.create', target: id } as const;
    return this.units.change(inAccount(ctx, accountId), act, changes, async (tx) => {
      const account = await this.accounts.find({ by: 'id', value: accountId }, tx);
      if (!account) throw accountNotFound();
      const role = await this.roleOf(tx, request);
      const groupIds = await this.groupsOf(tx, accountId, request.groupIds);
      await this.checkFree(tx, accountId, address, createdAt);
      const { email, key: emailKey } = address;
      const row = { id, accountId, email, emailKey, roleId: role.id, groupIds, tokenHash, expiresAt };
      await this.invitations.insert(tx, { ...row, invitedBy: caller.userId, createdAt, updatedAt: createdAt });
      await this.sender.send(tx, { account, email, invitedBy: caller.email }, secret);
      const invitation = (await this.invitations.find(accountId, id, tx))!;
      return { invitation: { ...invitation, status: 'pending' }, token };
    });
  }

  /** A role that is asked for is given or refused, never dropped. */
  private async roleOf(tx: Transaction, { roleId, role }: InvitationRequest): Promise<Role> {
    const id = roleId === undefined ? undefined : parseRoleId(roleId);
    const wanted = role ?? (roleId === undefined ? USER_ROLE : undefined);
    const found = (await this.roles.list(tx)).find(
      (each) => (id === undefined || each.id === id) && (wanted === undefined || each.name === wanted),
    );
    if (!found) throw problem(roleId === undefined ? 'role' : 'role_id', 'unknown', 'There is no such role');
    return found;
  }

  private async groupsOf(tx: Transaction, accountId: string, given: readonly string[]): Promise<readonly string[]> {
    const ids = [...new Set(given)].sort();
    const known = ids.every(isId) && (await this.groups.count(tx, accountId, ids)) === ids.length;
    if (!known) throw problem('groups', 'unknown', 'Not all of these are groups of the account');
    return ids;
  }

  private async checkFree(tx: Transaction, accountId: string, { key }: EmailAddress, now: string): Promise<void> {
    await this.invitations.lockAccount(tx, accountId);
    if (await this.invitations.hasUser(tx, accountId, key)) throw invitedUserExists();
    if (await this.invitations.hasPending(tx, accountId, key, now)) throw invitationPending();
    if ((await this.invitations.countRecent(tx, accountId, now, key)) >= MAX_RECENT_PER_ADDRESS) {
      throw tooMany(`Too many invitations to this address (${MAX_RECENT_PER_ADDRESS})`);
    }
    if ((await this.invitations.countRecent(tx, accountId, now)) >= MAX_RECENT) {
      throw tooMany(`Too many open invitations (${MAX_RECENT})`);
    }
  }
}

function tooMany(what: string): DomainError {
  const message = `${what}. Cancelled ones count until they would have expired.`;
  return new DomainError('INVITATION_LIMIT', 'invalid', message);
}

function problem(field: string, code: string, message: string): DomainError {
  return invalidFields('INVITATION_INVALID', [{ field, code, message }]);
}
