/** Open registration: a new account with its first user, who must prove the address before logging in. */
import { type Account, MAX_ACCOUNT_NAME } from '#domain/accounts/account';
import { newAccountCode } from '#domain/accounts/account-code';
import { normaliseSlug, slugFromName, slugProblems } from '#domain/accounts/account-slug';
import { parseEmailAddress, type EmailAddress } from '#domain/auth/email-address';
import { passwordProblems } from '#domain/auth/password-policy';
import { ADMIN_ROLE, type User } from '#domain/auth/user';
import { DomainError, type FieldProblem, invalidFields } from '#domain/kernel/errors';
import { newId, timestampOfId } from '#domain/kernel/ids';
import type { AccountStore } from '../ports/account-store';
import type { PasswordHasher } from '../ports/password-hasher';
import type { Transaction, UnitOfWork } from '../ports/unit-of-work';
import type { UserStore } from '../ports/user-store';
import { internalContext } from './internal-context';

/** 6.7 million codes: as many misses in a row mean that they are used up. */
const MAX_CODE_DRAWS = 100;

export interface Registration {
  readonly requestId: string;
  readonly email: string;
  readonly password: string;
  readonly accountName: string | undefined;
  readonly accountSlug: string | undefined;
}

export interface RegisteredAccount {
  readonly user: User;
  readonly account: Account;
}

interface CheckedRegistration {
  readonly address: EmailAddress;
  readonly name: string;
  readonly slug: string;
}

export class RegisterAccount {
  constructor(
    private readonly accounts: AccountStore,
    private readonly users: UserStore,
    private readonly hasher: PasswordHasher,
    private readonly units: UnitOfWork,
  ) {}

  async execute(registration: Registration): Promise<RegisteredAccount> {
    const { address, name, slug } = check(registration);
    // Asked before the slow hash as a courtesy; the insert decides.
    if (await this.accounts.find({ by: 'slug', value: slug })) throw slugTaken();
    const passwordHash = await this.hasher.hash(registration.password);

    const id = newId();
    const now = timestampOfId(id);
    return this.units.run(internalContext(registration.requestId, id), async (tx) => {
      const account = await this.insertAccount(tx, { id, slug, name, createdAt: now, updatedAt: now });
      const user = newAdmin(account, address);
      const row = { ...user, emailKey: address.key, passwordHash };
      if (!(await this.users.insertIfFree(tx, row))) throw new Error('A new account cannot hold the address already');
      return { user, account };
    });
  }

  private async insertAccount(tx: Transaction, fields: Omit<Account, 'accountCode'>): Promise<Account> {
    for (let draw = 0; draw < MAX_CODE_DRAWS; draw += 1) {
      const account = { ...fields, accountCode: newAccountCode() };
      if (await this.accounts.insertIfFree(tx, account)) return account;
      if (await this.accounts.find({ by: 'slug', value: fields.slug }, tx)) throw slugTaken();
    }
    throw new DomainError('ACCOUNT_CODES_EXHAUSTED', 'conflict', 'No free account code was found');
  }
}

function check(registration: Registration): CheckedRegistration {
  const problems: FieldProblem[] = [];
  const address = parseEmailAddress(registration.email);
  if (!address) problems.push({ field: 'email', code: 'invalid_email', message: 'Not a valid email address' });
  problems.push(...passwordProblems(registration.password));

  const name = registration.accountName?.trim() ?? '';
  if (name === '') problems.push({ field: 'account_name', code: 'required', message: 'Account name is required' });
  problems.push(...nameProblems(name));

  const given = registration.accountSlug?.trim() ?? '';
  const slug = given === '' ? slugFromName(name) : normaliseSlug(given);
  problems.push(...slugProblems(slug));
  if (!address || problems.length > 0) throw invalidFields('AUTH_INPUT_INVALID', problems);
  return { address, name, slug };
}

function nameProblems(name: string): FieldProblem[] {
  const field = 'account_name';
  if (name.length > MAX_ACCOUNT_NAME) {
    return [{ field, code: 'too_long', message: `Account name must be at most ${MAX_ACCOUNT_NAME} characters` }];
  }
  // The name goes into mails and pages: one line of real text.
  if (/[\p{Cc}\p{Cs}]/u.test(name)) {
    return [{ field, code: 'invalid_text', message: 'Account name contains characters that cannot be used' }];
  }
  return [];
}

function newAdmin(account: Account, { email }: EmailAddress): User {
  return {
    id: newId(),
    accountId: account.id,
    email,
    role: ADMIN_ROLE,
    groups: [],
    isActive: true,
    emailVerified: false,
    createdAt: account.createdAt,
    lastLogin: null,
    authVersion: 1,
  };
}

function slugTaken(): DomainError {
  const message = 'An account with this slug already exists';
  return new DomainError('ACCOUNT_SLUG_TAKEN', 'conflict', message, { field: 'account_slug' });
}
