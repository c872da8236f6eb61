/** Changes the caller's password. The session of the request stays, all others end. */
import { passwordProblems } from '#domain/auth/password-policy';
import { DomainError, invalidFields } from '#domain/kernel/errors';
import { inAccount, type RequestContext } from '#domain/kernel/request-context';
import type { Users } from '../ports/users';
import type { PasswordHasher } from '../ports/password-hasher';
import type { Units } from '../kernel/units';
import type { AfterNewPassword } from '../kernel/users/after-new-password';
import { passwordWork } from '../kernel/sign-in/password-work';
import type { ConfirmPassword } from './confirm-password';
import { requireSession } from '../kernel/sign-in/require-session';

export interface PasswordChange {
  readonly currentPassword: string;
  readonly newPassword: string;
}

export class ChangePassword {
  constructor(
    private readonly users: Users,
    private readonly confirmPassword: ConfirmPassword,
    private readonly hasher: PasswordHasher,
    private readonly afterNewPassword: AfterNewPassword,
    private readonly units: Units,
  ) {}

  async execute(ctx: RequestContext, { currentPassword, newPassword }: PasswordChange): Promise<void> {
    const { userId, accountId, email, credential } = requireSession(ctx);
    const problems = passwordProblems(newPassword, 'new_password', { email });
    if (problems.length > 0) throw invalidFields('AUTH_INPUT_INVALID', problems);
    const confirmation = { field: 'current_password', password: currentPassword };
    const { user, passwordHash } = await this.confirmPassword.execute(ctx, confirmation);
    const newHash = await this.hasher.hash(newPassword, passwordWork(ctx));
    const changes = [{ op: 'update', model: 'users', id: userId, data: { password_changed: true } }] as const;
    const act = { name: 'auth.change_password', target: userId } as const;
    await this.units.change(inAccount(ctx, accountId), act, changes, async (tx) => {
      if (!(await this.users.changePassword(tx, userId, passwordHash, newHash, tx.now))) throw changedMeanwhile();
      await this.afterNewPassword.execute(tx, user, credential.id);
    });
  }
}

function changedMeanwhile(): DomainError {
  return new DomainError('AUTH_PASSWORD_CHANGED', 'conflict', 'The password was changed by another request');
}
