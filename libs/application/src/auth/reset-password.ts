/** Uses the secret of a reset mail: the new password is set, the address is proven, and the user's locks end. */
import { passwordProblems } from '#domain/auth/password-policy';
import { invalidFields } from '#domain/kernel/errors';
import { type AuthHooks, authEventOf } from '../kernel/hooks/auth-hooks';
import { inAccount, type RequestContext } from '#domain/kernel/request-context';
import type { Users } from '../ports/users';
import type { PasswordHasher } from '../ports/password-hasher';
import type { Units } from '../kernel/units';
import { passwordWork } from '../kernel/sign-in/password-work';
import { tokenUnusable } from '../kernel/users/token-unusable';
import type { Transaction } from '../ports/transactions';
import type { AfterNewPassword } from '../kernel/users/after-new-password';
import type { LoginThrottle } from '../kernel/sign-in/login-throttle';
import type { FoundToken, UserTokens } from '../kernel/users/user-tokens';

export class ResetPassword {
  constructor(
    private readonly tokens: UserTokens,
    private readonly users: Users,
    private readonly hasher: PasswordHasher,
    private readonly throttle: LoginThrottle,
    private readonly afterNewPassword: AfterNewPassword,
    private readonly units: Units,
    private readonly hooks: AuthHooks,
  ) {}

  /** When the secret ends; null: it cannot be used. */
  async look(secret: string): Promise<string | null> {
    const found = await this.tokens.find(secret, 'reset_password');
    return found?.token.expiresAt ?? null;
  }

  async execute(ctx: RequestContext, secret: string, newPassword: string): Promise<void> {
    const found = await this.tokens.find(secret, 'reset_password');
    if (!found) throw tokenUnusable('reset_password');
    const problems = passwordProblems(newPassword, 'new_password', { email: found.token.email });
    if (problems.length > 0) throw invalidFields('AUTH_INPUT_INVALID', problems);
    const event = authEventOf(found.user);
    const reset = (): Promise<void> => this.reset(inAccount(ctx, found.user.accountId), found, newPassword);
    await this.hooks.around(ctx, 'password_reset', event, reset, () => event);
  }

  private async reset(ctx: RequestContext, found: FoundToken, newPassword: string): Promise<void> {
    const passwordHash = await this.hasher.hash(newPassword, passwordWork(ctx));
    const { id } = found.user;
    const data = { password_changed: true, email_verified: true };
    const changes = [{ op: 'update', model: 'users', id, data }] as const;
    await this.units.change(ctx, { name: 'auth.reset_password', target: id }, changes, (tx) =>
      this.use(tx, found, passwordHash),
    );
  }

  private async use(tx: Transaction, found: FoundToken, passwordHash: string): Promise<void> {
    const { user, token } = found;
    const used = await this.tokens.use(tx, found);
    if (!used || !(await this.users.resetPassword(tx, token, passwordHash, tx.now)))
      throw tokenUnusable('reset_password');
    await this.afterNewPassword.execute(tx, user);
    await this.throttle.unlock(tx, user.accountId, token.emailKey);
  }
}
