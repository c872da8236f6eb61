/** Changes the caller's password. The session that asks stays, all others end. */
import { passwordProblems } from '#domain/auth/password-policy';
import { DomainError, invalidFields } from '#domain/kernel/errors';
import type { RequestContext } from '#domain/kernel/request-context';
import type { OwnUserStore } from '../ports/own-user-store';
import type { PasswordHasher } from '../ports/password-hasher';
import type { UnitOfWork } from '../ports/unit-of-work';
import type { AfterNewPassword } from './after-new-password';
import type { Authenticator } from './authenticator';
import type { ConfirmPassword } from './confirm-password';
import { requireSession } from './require-session';
import { runFresh } from './run-fresh';

export interface PasswordChange {
  readonly currentPassword: string;
  readonly newPassword: string;
  readonly ip: string | null;
}

export class ChangePassword {
  constructor(
    private readonly own: OwnUserStore,
    private readonly confirmPassword: ConfirmPassword,
    private readonly hasher: PasswordHasher,
    private readonly afterNewPassword: AfterNewPassword,
    private readonly units: UnitOfWork,
    private readonly authenticator: Authenticator,
  ) {}

  async execute(ctx: RequestContext, { currentPassword, newPassword, ip }: PasswordChange): Promise<void> {
    const { userId, email, credential } = requireSession(ctx);
    const problems = passwordProblems(newPassword, 'new_password', { email });
    if (problems.length > 0) throw invalidFields('AUTH_INPUT_INVALID', problems);
    const confirmation = { field: 'current_password', password: currentPassword, ip };
    const { user, passwordHash } = await this.confirmPassword.execute(ctx, confirmation);
    const newHash = await this.hasher.hash(newPassword);
    await runFresh(this.units, this.authenticator, ctx, async (tx) => {
      const now = new Date().toISOString();
      if (!(await this.own.changePassword(tx, userId, passwordHash, newHash, now))) throw changedMeanwhile();
      await this.afterNewPassword.execute(tx, user, now, credential.id);
    });
  }
}

function changedMeanwhile(): DomainError {
  return new DomainError('AUTH_PASSWORD_CHANGED', 'conflict', 'The password was changed by another request');
}
