/** The caller and the caller's account, read now and not from the token. */
import type { Account } from '#domain/accounts/account';
import { tokenRevoked } from '#domain/auth/auth-errors';
import { requirePrincipal } from '#domain/auth/permissions';
import type { User } from '#domain/auth/user';
import type { RequestContext } from '#domain/kernel/request-context';
import type { Accounts } from '../ports/accounts';
import type { Profile, Users } from '../ports/users';

export interface CurrentUser {
  readonly user: User;
  readonly profile: Profile;
  readonly account: Account;
}

export class GetCurrentUser {
  constructor(
    private readonly users: Users,
    private readonly accounts: Accounts,
  ) {}

  async execute(ctx: RequestContext): Promise<CurrentUser> {
    const { userId, accountId } = requirePrincipal(ctx);
    const [user, account] = await Promise.all([
      this.users.find(userId),
      this.accounts.find({ by: 'id', value: accountId }),
    ]);
    if (!user || !account) throw tokenRevoked();
    return { user, profile: user, account };
  }
}
