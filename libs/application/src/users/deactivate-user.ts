/** "Deleting" a user switches the user off: records keep pointing at who made them. Every credential ends at once. */
import { superadminRequired } from '#domain/auth/auth-errors';
import { DomainError } from '#domain/kernel/errors';
import { isId } from '#domain/kernel/ids';
import { isSuperadmin, type RequestContext } from '#domain/kernel/request-context';
import type { Authenticator } from '../auth/authenticator';
import { runFresh } from '../auth/run-fresh';
import type { SessionStore } from '../ports/session-store';
import type { UnitOfWork } from '../ports/unit-of-work';
import type { UserStore } from '../ports/user-store';
import { userNotFound } from './user-not-found';

export class DeactivateUser {
  constructor(
    private readonly users: UserStore,
    private readonly sessions: SessionStore,
    private readonly units: UnitOfWork,
    private readonly authenticator: Authenticator,
  ) {}

  async execute(ctx: RequestContext, userId: string): Promise<void> {
    if (!isSuperadmin(ctx)) throw superadminRequired();
    if (!isId(userId)) throw userNotFound();
    if (userId === ctx.principal?.userId) {
      throw new DomainError('USER_SELF_DEACTIVATION', 'forbidden', 'Cannot deactivate your own account');
    }
    await runFresh(this.units, this.authenticator, ctx, async (tx) => {
      if (!(await this.users.findById(userId, tx))) throw userNotFound();
      const now = new Date().toISOString();
      await this.users.deactivate(tx, userId, now);
      await this.sessions.revokeAllOfUser(tx, userId, now);
    });
  }
}
