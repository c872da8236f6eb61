/** Registration as this server has it: everybody gets an account of their own, or all join one. */
import type { RequestContext } from '#domain/kernel/request-context';
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
  ) {}

  async execute(ctx: RequestContext, registration: Registration): Promise<RegisteredAccount> {
    this.rules.requireOpen();
    const { slug } = this.defaultAccount;
    return slug === null
      ? this.registerAccount.execute(ctx, registration)
      : this.joinAccount.execute(ctx, slug, registration);
  }
}
