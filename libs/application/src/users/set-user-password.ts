/** A new password for a user who lost it, set by an admin, or by the user through a link in a mail. */
import { emailKeyOf } from '#domain/auth/email-address';
import { passwordProblems } from '#domain/auth/password-policy';
import { requireAdmin } from '#domain/auth/permissions';
import { DomainError, invalidFields } from '#domain/kernel/errors';
import type { RequestContext } from '#domain/kernel/request-context';
import { type AuthHooks, authEventOf } from '../kernel/hooks/auth-hooks';
import type { AfterNewPassword } from '../kernel/users/after-new-password';
import type { LoginThrottle } from '../kernel/sign-in/login-throttle';
import { passwordWork } from '../kernel/sign-in/password-work';
import type { UserTokens } from '../kernel/users/user-tokens';
import type { PasswordHasher } from '../ports/password-hasher';
import type { UserDetails, Users } from '../ports/users';
import type { UserAdministration } from './user-administration';
import { userInactive, userIsExternal } from './user-errors';

const PASSWORD = 'password';

export class SetUserPassword {
  constructor(
    private readonly administration: UserAdministration,
    private readonly users: Users,
    private readonly hasher: PasswordHasher,
    private readonly tokens: UserTokens,
    private readonly throttle: LoginThrottle,
    private readonly afterNewPassword: AfterNewPassword,
    private readonly hooks: AuthHooks,
  ) {}

  /** Sessions and locks of the user end. */
  async set(ctx: RequestContext, id: string, newPassword: string): Promise<void> {
    refuseSelf(ctx, id);
    const found = await this.administration.get(ctx, id);
    refuseExternal(found);
    const problems = passwordProblems(newPassword, 'new_password', { email: found.email });
    if (problems.length > 0) throw invalidFields('USER_INVALID', problems);
    const event = authEventOf(found);
    await this.hooks.around(
      ctx,
      'password_reset',
      event,
      () => this.reset(ctx, found, newPassword),
      () => event,
    );
  }

  /** Resolves with where the link went. `sent` false: one went there a moment ago. */
  sendLink(ctx: RequestContext, id: string): Promise<{ email: string; sent: boolean }> {
    refuseSelf(ctx, id);
    return this.administration.change(ctx, { name: 'users.send_link', target: id }, [], async (tx, user) => {
      refuseExternal(user);
      if (!user.isActive) throw userInactive();
      return { email: user.email, sent: await this.tokens.send(tx, user, 'reset_password') };
    });
  }

  private async reset(ctx: RequestContext, { id }: UserDetails, newPassword: string): Promise<void> {
    const passwordHash = await this.hasher.hash(newPassword, passwordWork(ctx));
    const changes = [{ op: 'update', model: 'users', id, data: { password_changed: true } }] as const;
    await this.administration.change(ctx, { name: 'users.set_password', target: id }, changes, async (tx, user) => {
      refuseExternal(user);
      await this.users.setPassword(tx, id, passwordHash, tx.now);
      await this.afterNewPassword.execute(tx, user);
      await this.throttle.unlock(tx, user.accountId, emailKeyOf(user.email));
      // The secret that would have proven the address ended with the others.
      if (user.isActive && !user.emailVerified) await this.tokens.send(tx, user, 'verify_email');
    });
  }
}

/** One's own password is changed only with the old one. */
function refuseSelf(ctx: RequestContext, id: string): void {
  if (id !== requireAdmin(ctx).userId) return;
  const message = 'Cannot set your own password through this endpoint; change it with the old one';
  throw new DomainError('USER_SELF_PASSWORD', 'forbidden', message);
}

function refuseExternal({ authProvider }: UserDetails): void {
  if (authProvider !== PASSWORD) throw userIsExternal();
}
