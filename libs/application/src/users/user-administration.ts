/**
 * The frame of every change that an admin makes to a user. Units that share a commit are admitted together, so here,
 * inside the unit, the caller is checked once more: of two admins who remove each other at the same time, one stays.
 */
import { adminRequired } from '#domain/auth/auth-errors';
import { administers, isAdmin, requireAdmin } from '#domain/auth/permissions';
import type { AuditedAct } from '#domain/kernel/act';
import { isId } from '#domain/kernel/ids';
import { inAccount, type RequestContext } from '#domain/kernel/request-context';
import type { ModelChange } from '../kernel/hooks/model-hooks';
import type { Units } from '../kernel/units';
import type { Transaction } from '../ports/transactions';
import type { UserDetails, Users } from '../ports/users';
import { userNotFound } from '../kernel/users/user-errors';

export class UserAdministration {
  constructor(
    private readonly users: Users,
    private readonly units: Units,
  ) {}

  /** Users of accounts that the caller does not administer look missing. */
  async get(ctx: RequestContext, id: string, tx?: Transaction): Promise<UserDetails> {
    requireAdmin(ctx);
    const user = isId(id) ? await this.users.find(id, tx) : null;
    if (!user || !administers(ctx, user.accountId)) throw userNotFound();
    return user;
  }

  /**
   * `work` gets the user as it is, held against other writers until the unit ends. Hooks are told of `changes`, none where
   * the user stays as it is.
   */
  async change<T>(
    ctx: RequestContext,
    act: AuditedAct & { readonly target: string },
    changes: readonly ModelChange<NoInfer<T>>[],
    work: (tx: Transaction, user: UserDetails) => Promise<T>,
  ): Promise<T> {
    // Checked before the unit, so that nobody can lock rows of users whom they do not administer.
    const id = act.target;
    const { accountId } = await this.get(ctx, id);
    return this.units.change(inAccount(ctx, accountId), act, changes, async (tx, current) => {
      const { userId } = requireAdmin(current);
      // Always in the same order, so that no two units wait for each other.
      for (const each of [userId, id].toSorted()) await this.users.lock(tx, each);
      const caller = await this.users.find(userId, tx);
      if (!caller?.isActive || !isAdmin(caller)) throw adminRequired();
      return work(tx, await this.get(current, id, tx));
    });
  }
}
