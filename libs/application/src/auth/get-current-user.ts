/** Who am I, with the account: read now, not from the token. */
import type { Account } from '#domain/accounts/account';
import { credentialsMissing, tokenRevoked } from '#domain/auth/auth-errors';
import type { User } from '#domain/auth/user';
import type { RequestContext } from '#domain/kernel/request-context';
import type { AccountStore } from '../ports/account-store';
import type { UserStore } from '../ports/user-store';

export class GetCurrentUser {
  constructor(
    private readonly users: UserStore,
    private readonly accounts: AccountStore,
  ) {}

  async execute(ctx: RequestContext): Promise<{ user: User; account: Account }> {
    if (!ctx.principal) throw credentialsMissing();
    const { userId, accountId } = ctx.principal;
    const [user, account] = await Promise.all([
      this.users.findById(userId),
      this.accounts.find({ by: 'id', value: accountId }),
    ]);
    if (!user || !account) throw tokenRevoked();
    return { user, account };
  }
}
