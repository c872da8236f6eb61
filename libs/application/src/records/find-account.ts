/** Into which account does a new record go? A caller's own; a superadmin may name any account that exists. */
import { type DomainError, invalidFields } from '#domain/kernel/errors';
import { isId } from '#domain/kernel/ids';
import { isSuperadmin, type RequestContext, SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import type { Accounts } from '../ports/accounts';
import type { Transaction } from '../ports/transactions';

export interface Addressed {
  readonly accountId: string;
  /** The body without the address. */
  readonly fields: unknown;
}

export class FindAccount {
  constructor(private readonly accounts: Accounts) {}

  async execute(ctx: RequestContext, body: unknown, index?: number): Promise<Addressed> {
    if (!isSuperadmin(ctx)) return { accountId: ctx.accountId!, fields: body };
    if (typeof body !== 'object' || body === null || !Object.hasOwn(body, 'account_id')) {
      return { accountId: SYSTEM_ACCOUNT_ID, fields: body };
    }
    const { account_id: accountId, ...fields } = body as { readonly account_id: unknown };
    if (typeof accountId !== 'string' || !isId(accountId)) throw noSuchAccount(index);
    await this.assertThere(accountId, index);
    return { accountId, fields };
  }

  /** In the unit that writes the records: an account that is deleted meanwhile would leave them behind. */
  async confirm(tx: Transaction, accountIds: readonly string[]): Promise<void> {
    for (const accountId of new Set(accountIds)) await this.assertThere(accountId, undefined, tx);
  }

  private async assertThere(id: string, index: number | undefined, tx?: Transaction): Promise<void> {
    const account = await this.accounts.findAny({ by: 'id', value: id }, tx);
    if (account === null || account.status === 'deleting') throw noSuchAccount(index);
  }
}

function noSuchAccount(index: number | undefined): DomainError {
  const problem = { field: 'account_id', code: 'invalid_reference', message: 'There is no such account' };
  return invalidFields('RECORD_INVALID', [problem], index);
}
