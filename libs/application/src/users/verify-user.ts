/** An operator vouches for a user's address. */
import { superadminRequired } from '#domain/auth/auth-errors';
import type { User } from '#domain/auth/user';
import { isId } from '#domain/kernel/ids';
import { isSuperadmin, type RequestContext } from '#domain/kernel/request-context';
import type { Authenticator } from '../auth/authenticator';
import { runFresh } from '../auth/run-fresh';
import type { UnitOfWork } from '../ports/unit-of-work';
import type { UserStore } from '../ports/user-store';
import { userNotFound } from './user-not-found';

export class VerifyUser {
  constructor(
    private readonly users: UserStore,
    private readonly units: UnitOfWork,
    private readonly authenticator: Authenticator,
  ) {}

  /** false: the address was verified before. */
  async execute(ctx: RequestContext, userId: string): Promise<{ user: User; changed: boolean }> {
    if (!isSuperadmin(ctx)) throw superadminRequired();
    if (!isId(userId)) throw userNotFound();
    return runFresh(this.units, this.authenticator, ctx, async (tx) => {
      const user = await this.users.findById(userId, tx);
      if (!user) throw userNotFound();
      if (user.emailVerified) return { user, changed: false };
      await this.users.markVerified(tx, userId, new Date().toISOString());
      return { user: { ...user, emailVerified: true }, changed: true };
    });
  }
}
