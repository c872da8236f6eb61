/** The users that admins see: superadmins all, the admins of an account its own. */
import { requireAdmin } from '#domain/auth/permissions';
import { invalidFields } from '#domain/kernel/errors';
import type { RequestContext } from '#domain/kernel/request-context';
import { isCleanText } from '#domain/schema/clean-text';
import { listedAccount } from '../kernel/accounts/listed-account';
import type { UserDetails, Users, UserFilter, UserOrder } from '../ports/users';

export interface UserQuery {
  readonly filter: UserFilter;
  readonly order: UserOrder;
  readonly skip: number;
  readonly limit: number;
}

export class FindUsers {
  constructor(private readonly users: Users) {}

  async list(
    ctx: RequestContext,
    { filter, order, skip, limit }: UserQuery,
  ): Promise<{ items: UserDetails[]; total: number }> {
    requireAdmin(ctx);
    const { search } = filter;
    if (search !== undefined && !isCleanText(search)) {
      const problem = { field: 'search', code: 'invalid_text', message: 'Contains characters that cannot be used' };
      throw invalidFields('USER_QUERY_INVALID', [problem]);
    }
    const accountId = listedAccount(ctx, filter.accountId) ?? undefined;
    return this.users.list({ ...filter, accountId }, order, skip, limit);
  }
}
