/** The one account of a single-tenant server, made when the server starts for the first time in that mode. */
import { accountNameProblems, type Account } from '#domain/accounts/account';
import { slugProblems } from '#domain/accounts/account-slug';
import { invalidFields } from '#domain/kernel/errors';
import { newId, timestampOfId } from '#domain/kernel/ids';
import { systemContext } from '#domain/kernel/request-context';
import type { Accounts } from '../ports/accounts';
import type { GroupStore } from '../ports/group-store';
import type { Units } from '../kernel/units';
import { insertAccount } from '../kernel/accounts/new-account';

export class SingleTenantAccount {
  constructor(
    private readonly accounts: Accounts,
    private readonly groups: GroupStore,
    private readonly units: Units,
  ) {}

  /** An account that has the slug is taken as it is. Several processes may ask at once: one of them makes it. */
  async ensure(slug: string, name: string): Promise<void> {
    // Checked before anything else: if the slug of the operators' account could be given here, everybody would join it.
    const problems = [...slugProblems(slug, 'account'), ...accountNameProblems(name, 'account_name')];
    if (problems.length > 0) throw invalidFields('ACCOUNT_INVALID', problems);
    if (await this.accounts.findAny({ by: 'slug', value: slug })) return;
    const id = newId();
    const account = { id, slug, name, createdAt: timestampOfId(id) };
    const change = {
      op: 'create',
      model: 'accounts',
      id,
      data: { name, slug },
      changed: (made: Account | null) => made?.id ?? null,
    } as const;
    const act = { name: 'accounts.create', target: id } as const;
    await this.units.change(systemContext('single-tenant', id), act, [change], (tx) =>
      insertAccount({ accounts: this.accounts, groups: this.groups }, tx, account),
    );
  }
}
