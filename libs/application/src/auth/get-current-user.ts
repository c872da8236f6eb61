/** Who am I, with the account: read now, not from the token. */
import type { Account } from '#domain/accounts/account';
import { tokenRevoked } from '#domain/auth/auth-errors';
import { requirePrincipal } from '#domain/auth/permissions';
import type { User } from '#domain/auth/user';
import type { RequestContext } from '#domain/kernel/request-context';
import type { AccountStore } from '../ports/account-store';
import type { OwnUserStore, Profile } from '../ports/own-user-store';
import type { UserStore } from '../ports/user-store';

export interface CurrentUser {
  readonly user: User;
  readonly profile: Profile;
  readonly account: Account;
}

export class GetCurrentUser {
  constructor(
    private readonly users: UserStore,
    private readonly own: OwnUserStore,
    private readonly accounts: AccountStore,
  ) {}

  async execute(ctx: RequestContext): Promise<CurrentUser> {
    const { userId, accountId } = requirePrincipal(ctx);
    const [user, profile, account] = await Promise.all([
      this.users.findById(userId),
      this.own.findProfile(userId),
      this.accounts.find({ by: 'id', value: accountId }),
    ]);
    if (!user || !profile || !account) throw tokenRevoked();
    return { user, profile, account };
  }
}
