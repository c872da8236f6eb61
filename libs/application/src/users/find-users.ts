/** The users that admins see: superadmins all, the admins of an account its own. */
import { requireAdmin } from '#domain/auth/permissions';
import { invalidFields } from '#domain/kernel/errors';
import { isSuperadmin, type RequestContext } from '#domain/kernel/request-context';
import { isCleanText } from '#domain/schema/clean-text';
import { accountNotFound } from '../kernel/accounts/account-errors';
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
    const { accountId } = requireAdmin(ctx);
    const { search } = filter;
    if (search !== undefined && !isCleanText(search)) {
      const problem = { field: 'search', code: 'invalid_text', message: 'Contains characters that cannot be used' };
      throw invalidFields('USER_QUERY_INVALID', [problem]);
    }
    if (isSuperadmin(ctx)) return this.users.list(filter, order, skip, limit);
    // Another account looks the same as one that does not exist, to a caller who administers neither.
    if ((filter.accountId ?? accountId) !== accountId) throw accountNotFound();
    return this.users.list({ ...filter, accountId }, order, skip, limit);
  }
}
