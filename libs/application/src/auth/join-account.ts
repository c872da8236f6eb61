/**
 * Registration where all share one account: people who register join it as users. The answer, and the work before it,
 * are the same when the address is taken; only its owner is told, by mail.
 */
import { USER_ROLE } from '#domain/accounts/role';
import { passwordProblems } from '#domain/auth/password-policy';
import { DomainError, invalidFields } from '#domain/kernel/errors';
import { inAccount, type RequestContext } from '#domain/kernel/request-context';
import type { ResolveAccount } from '../kernel/resolve-account';
import { passwordWork } from '../kernel/sign-in/password-work';
import type { PasswordHasher } from '../ports/password-hasher';
import type { Units } from '../kernel/units';
import type { Users } from '../ports/users';
import { newUser, userCreation } from './new-user';
import type { RegisteredAccount, Registration } from './register-account';
import type { RegistrationRules } from './registration-rules';
import type { RequestedMails } from './requested-mails';

type Joining = Pick<Registration, 'email' | 'password'>;

export class JoinAccount {
  constructor(
    private readonly rules: RegistrationRules,
    private readonly accounts: ResolveAccount,
    private readonly users: Users,
    private readonly hasher: PasswordHasher,
    private readonly mails: RequestedMails,
    private readonly units: Units,
  ) {}

  async execute(ctx: RequestContext, slug: string, { email, password }: Joining): Promise<RegisteredAccount> {
    const { address, problems } = this.rules.checkAddress(email);
    const allProblems = [...problems, ...passwordProblems(password, 'password', { email })];
    if (!address || allProblems.length > 0) throw invalidFields('AUTH_INPUT_INVALID', allProblems);
    const account = await this.accounts.find(slug);
    if (!account)
      throw new DomainError('ACCOUNT_NOT_FOUND', 'not_found', 'The account of this server is not available');
    const passwordHash = await this.hasher.hash(password, passwordWork(ctx));
    const user = newUser(account.id, address, USER_ROLE);
    const mail = { kind: 'registration', accountId: account.id, emailKey: address.key, userId: user.id } as const;
    const change = { ...userCreation(user), changed: (isNew: boolean) => (isNew ? user.id : null) };
    const act = { name: 'auth.register', target: user.id } as const;
    const isNew = await this.units.change(inAccount(ctx, account.id), act, [change], async (tx) => {
      const inserted = await this.users.insertIfFree(tx, { ...user, emailKey: address.key, passwordHash });
      await this.mails.add(tx, mail);
      return inserted;
    });
    return { user, account, isNew };
  }
}
