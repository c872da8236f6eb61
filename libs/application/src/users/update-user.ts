/** What admins change about their users. Nobody can change what decides their own rights. */
import { type EmailAddress, emailKeyOf, parseEmailAddress } from '#domain/auth/email-address';
import { requireAdmin } from '#domain/auth/permissions';
import { DomainError, type FieldProblem, invalidFields } from '#domain/kernel/errors';
import type { RequestContext } from '#domain/kernel/request-context';
import type { LoginThrottle } from '../kernel/sign-in/login-throttle';
import type { SecurityNotices } from '../kernel/users/security-notices';
import type { UserTokens } from '../kernel/users/user-tokens';
import type { Profile, UserChanges, UserDetails, Users } from '../ports/users';
import type { RoleStore } from '../ports/role-store';
import type { SessionStore } from '../ports/session-store';
import type { Transaction } from '../ports/transactions';
import type { ModelChange } from '../kernel/hooks/model-hooks';
import { profileData } from '../kernel/users/profile-data';
import { checkProfile } from '../kernel/users/check-profile';
import { namedRole, type RoleReference } from './named-role';
import type { UserAdministration } from './user-administration';
import { emailTaken } from '../kernel/users/user-errors';

/** Absent members stay as they are. */
export interface UserUpdate extends RoleReference, Partial<Profile> {
  readonly email?: string | undefined;
  readonly isActive?: boolean | undefined;
}

interface Updated {
  readonly user: UserDetails;
  readonly isChanged: boolean;
}

export class UpdateUser {
  constructor(
    private readonly administration: UserAdministration,
    private readonly users: Users,
    private readonly roles: RoleStore,
    private readonly sessions: SessionStore,
    private readonly tokens: UserTokens,
    private readonly notices: SecurityNotices,
    private readonly throttle: LoginThrottle,
  ) {}

  async execute(ctx: RequestContext, id: string, update: UserUpdate): Promise<UserDetails> {
    const caller = requireAdmin(ctx);
    const { email, role, roleId, isActive } = update;
    if (id === caller.userId && [email, role, roleId, isActive].some((value) => value !== undefined)) {
      throw new DomainError('USER_SELF_CHANGE', 'forbidden', 'Cannot modify your own account through this endpoint');
    }
    const { address, profile } = check(update);
    const told: ModelChange<Updated> = {
      op: 'update',
      model: 'users',
      id,
      data: { email: address?.email, role, role_id: roleId, is_active: isActive, ...profileData(profile) },
      changed: ({ isChanged }) => (isChanged ? id : null),
    };
    const act = { name: 'users.update', target: id } as const;
    const { user } = await this.administration.change(ctx, act, [told], async (tx, before) => {
      const changes = { ...profile, ...(await this.changesOf(tx, before, update, address)) };
      if (Object.keys(changes).length === 0) return { user: before, isChanged: false };
      if (!(await this.users.update(tx, id, changes, tx.now))) throw emailTaken();
      const after = (await this.users.find(id, tx))!;
      await this.follow(tx, before, after);
      return { user: after, isChanged: true };
    });
    return user;
  }

  /** "Deleting" a user switches the user off: records keep pointing at their creators. */
  async deactivate(ctx: RequestContext, id: string): Promise<void> {
    if (id === requireAdmin(ctx).userId) {
      throw new DomainError('USER_SELF_DEACTIVATION', 'forbidden', 'Cannot deactivate your own account');
    }
    await this.execute(ctx, id, { isActive: false });
  }

  /** Only the differences, so that saving an unchanged form ends nothing. */
  private async changesOf(
    tx: Transaction,
    user: UserDetails,
    update: UserUpdate,
    address: EmailAddress | undefined,
  ): Promise<UserChanges> {
    const role = await namedRole(this.roles, update, tx);
    const { isActive = user.isActive } = update;
    return {
      ...(address && address.email !== user.email ? { address } : {}),
      ...(address && address.key !== emailKeyOf(user.email) ? { emailVerified: false } : {}),
      ...(role && role.id !== user.roleId ? { roleId: role.id } : {}),
      ...(isActive === user.isActive ? {} : { isActive }),
    };
  }

  private async follow(tx: Transaction, before: UserDetails, after: UserDetails): Promise<void> {
    const isMoved = emailKeyOf(before.email) !== emailKeyOf(after.email);
    const isSwitchedOff = before.isActive && !after.isActive;
    // Secrets went to an address that is no longer the user's, or are for a user who may not come in. API keys rest
    // while
    // their owner is switched off; they are revoked one by one.
    if (isMoved || isSwitchedOff) await this.tokens.endAll(tx, after.id);
    if (isSwitchedOff) await this.sessions.revokeAllOfUser(tx, after.id, tx.now);
    if (after.isActive && !before.isActive) await this.throttle.unlock(tx, after.accountId, emailKeyOf(after.email));
    if (!isMoved) return;
    await this.notices.addressChange(tx, before);
    if (after.isActive) await this.tokens.send(tx, after, 'verify_email');
  }
}

function check({ email, ...profile }: UserUpdate): { address: EmailAddress | undefined; profile: Partial<Profile> } {
  const problems: FieldProblem[] = [];
  const address = email === undefined ? undefined : parseEmailAddress(email);
  if (address === null) problems.push({ field: 'email', code: 'invalid_email', message: 'Not a valid email address' });
  const checked = checkProfile(profile);
  problems.push(...checked.problems);
  if (address === null || problems.length > 0) throw invalidFields('USER_INVALID', problems);
  return { address, profile: checked.profile };
}
