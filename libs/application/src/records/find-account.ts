/** Into which account does a new record go? A caller's own; a superadmin may name any account that exists. */
import { invalidFields } from '#domain/kernel/errors';
import { isId } from '#domain/kernel/ids';
import { isSuperadmin, type RequestContext, SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import type { AccountStore } from '../ports/account-store';

export interface Addressed {
  readonly accountId: string;
  /** The body without the address. */
  readonly fields: unknown;
}

export class FindAccount {
  constructor(private readonly accounts: AccountStore) {}

  async execute(ctx: RequestContext, body: unknown, index?: number): Promise<Addressed> {
    if (!isSuperadmin(ctx)) return { accountId: ctx.accountId!, fields: body };
    if (typeof body !== 'object' || body === null || !Object.hasOwn(body, 'account_id')) {
      return { accountId: SYSTEM_ACCOUNT_ID, fields: body };
    }
    const { account_id: accountId, ...fields } = body as { readonly account_id: unknown };
    if (typeof accountId === 'string' && isId(accountId)) {
      const account = await this.accounts.find({ by: 'id', value: accountId });
      if (account !== null) return { accountId, fields };
    }
    const problem = { field: 'account_id', code: 'invalid_reference', message: 'There is no such account' };
    throw invalidFields('RECORD_INVALID', [problem], index);
  }
}
