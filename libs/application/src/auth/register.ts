/** Registration as this server has it: everybody gets an account of their own, or all join one. */
import type { RequestContext } from '#domain/kernel/request-context';
import { type AuthHooks, authEventOf, textOf } from '../kernel/hooks/auth-hooks';
import type { DefaultAccount } from '../kernel/default-account';
import type { JoinAccount } from './join-account';
import type { RegisterAccount, RegisteredAccount, Registration } from './register-account';
import type { RegistrationRules } from './registration-rules';

export class Register {
  constructor(
    private readonly rules: RegistrationRules,
    private readonly defaultAccount: DefaultAccount,
    private readonly registerAccount: RegisterAccount,
    private readonly joinAccount: JoinAccount,
    private readonly hooks: AuthHooks,
  ) {}

  async execute(ctx: RequestContext, registration: Registration): Promise<RegisteredAccount> {
    this.rules.requireOpen();
    const { email, password, accountName = null, accountSlug = null } = registration;
    const data = { email, account_name: accountName, account_slug: accountSlug };
    const asked = { email, userId: null, accountId: null, data };
    const register = (): Promise<RegisteredAccount> =>
      this.register(ctx, {
        email: textOf(asked.data, 'email') ?? '',
        password,
        accountName: textOf(asked.data, 'account_name'),
        accountSlug: textOf(asked.data, 'account_slug'),
      });
    return this.hooks.around(ctx, 'register', asked, register, ({ user, isNew }) => (isNew ? authEventOf(user) : null));
  }

  private async register(ctx: RequestContext, registration: Registration): Promise<RegisteredAccount> {
    const { slug } = this.defaultAccount;
    return slug === null
      ? this.registerAccount.execute(ctx, registration)
      : this.joinAccount.execute(ctx, slug, registration);
  }
}
