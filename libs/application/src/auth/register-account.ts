/** Open registration: a new account with its first user, who must prove the address before logging in. */
import { type Account, accountNameProblems } from '#domain/accounts/account';
import { PII_GROUP } from '#domain/accounts/pii-group';
import { normaliseSlug, slugFromName, slugProblems } from '#domain/accounts/account-slug';
import type { EmailAddress } from '#domain/auth/email-address';
import { passwordProblems } from '#domain/auth/password-policy';
import { ADMIN_ROLE, type User } from '#domain/auth/user';
import { invalidFields } from '#domain/kernel/errors';
import { newId, timestampOfId } from '#domain/kernel/ids';
import { inAccount, type RequestContext } from '#domain/kernel/request-context';
import { insertAccount, slugTaken } from '../kernel/accounts/new-account';
import type { Accounts } from '../ports/accounts';
import type { GroupStore } from '../ports/group-store';
import { passwordWork } from '../kernel/sign-in/password-work';
import type { PasswordHasher } from '../ports/password-hasher';
import type { Units } from '../kernel/units';
import type { Users } from '../ports/users';
import { newUser, userCreation } from './new-user';
import type { RegistrationRules } from './registration-rules';
import type { UserTokens } from '../kernel/users/user-tokens';

const SLUG_FIELD = 'account_slug';

export interface Registration {
  readonly email: string;
  readonly password: string;
  readonly accountName: string | undefined;
  readonly accountSlug: string | undefined;
}

export interface RegisteredAccount {
  readonly user: User;
  readonly account: Account;
  /** false: the address is taken, which no answer may tell. */
  readonly isNew: boolean;
}

interface CheckedRegistration {
  readonly address: EmailAddress;
  readonly name: string;
  readonly slug: string;
}

export class RegisterAccount {
  constructor(
    private readonly rules: RegistrationRules,
    private readonly accounts: Accounts,
    private readonly groups: GroupStore,
    private readonly users: Users,
    private readonly hasher: PasswordHasher,
    private readonly tokens: UserTokens,
    private readonly units: Units,
  ) {}

  async execute(ctx: RequestContext, registration: Registration): Promise<RegisteredAccount> {
    const { address, name, slug } = this.check(registration);
    // Checked before the slow hash as a courtesy; the insert decides.
    if (await this.accounts.findAny({ by: 'slug', value: slug })) throw slugTaken(SLUG_FIELD);
    const passwordHash = await this.hasher.hash(registration.password, passwordWork(ctx));

    const id = newId();
    const now = timestampOfId(id);
    const user = { ...newUser(id, address, ADMIN_ROLE), groups: [PII_GROUP] };
    const piiGroupId = newId();
    const changes = [{ op: 'create', model: 'accounts', id, data: { name, slug } } as const, userCreation(user)];
    return this.units.change(inAccount(ctx, id), { name: 'auth.register', target: id }, changes, async (tx) => {
      const account = await insertAccount({ accounts: this.accounts, groups: this.groups }, tx, {
        id,
        slug,
        name,
        createdAt: now,
        isSelfRegistered: true,
        piiGroupId,
      });
      if (!account) throw slugTaken(SLUG_FIELD);
      const row = { ...user, emailKey: address.key, passwordHash };
      if (!(await this.users.insertIfFree(tx, row))) throw new Error('A new account cannot hold the address already');
      await this.groups.addToAll(tx, id, [piiGroupId], user.id, tx.now);
      await this.tokens.send(tx, user, 'verify_email');
      return { user, account, isNew: true };
    });
  }

  private check(registration: Registration): CheckedRegistration {
    const { address, problems: addressProblems } = this.rules.checkAddress(registration.email);
    const name = registration.accountName?.trim() ?? '';
    const given = registration.accountSlug?.trim() ?? '';
    const slug = given === '' ? slugFromName(name) : normaliseSlug(given);
    const problems = [
      ...addressProblems,
      ...passwordProblems(registration.password, 'password', { email: registration.email, names: [name, slug] }),
      ...accountNameProblems(name, 'account_name'),
      ...slugProblems(slug, SLUG_FIELD),
    ];
    if (!address || problems.length > 0) throw invalidFields('AUTH_INPUT_INVALID', problems);
    return { address, name, slug };
  }
}
