/**
 * A user made by an admin. A user without a password gets a mail to set one, which proves the address; every other user
 * gets a mail to prove it.
 */
import { parseAccountReference } from '#domain/accounts/account-reference';
import { USER_ROLE } from '#domain/accounts/role';
import { type EmailAddress, parseEmailAddress } from '#domain/auth/email-address';
import { newSecret } from '#domain/auth/opaque-token';
import { passwordProblems } from '#domain/auth/password-policy';
import { administers, requireAdmin } from '#domain/auth/permissions';
import { type FieldProblem, invalidFields } from '#domain/kernel/errors';
import { newId, timestampOfId } from '#domain/kernel/ids';
import { inAccount, type RequestContext } from '#domain/kernel/request-context';
import { accountNotFound } from '../kernel/accounts/account-errors';
import { passwordWork } from '../kernel/sign-in/password-work';
import type { UserTokens } from '../kernel/users/user-tokens';
import type { Accounts } from '../ports/accounts';
import type { Profile, UserDetails, Users } from '../ports/users';
import type { PasswordHasher } from '../ports/password-hasher';
import type { RoleStore } from '../ports/role-store';
import type { Units } from '../kernel/units';
import type { Transaction } from '../ports/transactions';
import { profileData } from '../kernel/users/profile-data';
import { checkProfile } from '../kernel/users/check-profile';
import { namedRole, type RoleReference } from './named-role';
import { emailTaken } from '../kernel/users/user-errors';

export interface UserRequest extends RoleReference, Partial<Profile> {
  readonly email: string;
  readonly password?: string | undefined;
  /** Id, code or slug; superadmins must name one, others can only name their own. */
  readonly account?: string | undefined;
  readonly isActive?: boolean | undefined;
}

/** What is to be stored, except the role, which the unit looks up. */
interface Draft {
  readonly id: string;
  readonly accountId: string;
  readonly address: EmailAddress;
  readonly passwordHash: string;
  readonly profile: Partial<Profile>;
}

export class CreateUser {
  constructor(
    private readonly accounts: Accounts,
    private readonly roles: RoleStore,
    private readonly users: Users,
    private readonly hasher: PasswordHasher,
    private readonly tokens: UserTokens,
    private readonly units: Units,
  ) {}

  async execute(ctx: RequestContext, request: UserRequest): Promise<UserDetails> {
    const caller = requireAdmin(ctx);
    const { address, profile } = check(ctx, request);
    const accountId =
      request.account === undefined ? (ctx.accountId ?? caller.accountId) : await this.accountOf(ctx, request.account);
    // Checked before the slow hash as a courtesy; the unit decides.
    const role = (await namedRole(this.roles, request))?.name ?? USER_ROLE;
    if (await this.users.findByAddress(accountId, address.key)) throw emailTaken();
    // Nobody knows the secret, and checking a password against it takes as long as against any other.
    const passwordHash = await this.hasher.hash(request.password ?? newSecret(), passwordWork(ctx));

    const id = newId();
    const { isActive = true } = request;
    const data = { email: address.email, role, is_active: isActive, ...profileData(profile) };
    const changes = [{ op: 'create', model: 'users', id, data }] as const;
    const act = { name: 'users.create', target: id } as const;
    return this.units.change(inAccount(ctx, accountId), act, changes, async (tx, current) => {
      if (!administers(current, accountId)) throw accountNotFound();
      const user = await this.insert(tx, request, { id, accountId, address, passwordHash, profile });
      const purpose = request.password === undefined ? 'reset_password' : 'verify_email';
      if (user.isActive) await this.tokens.send(tx, user, purpose);
      return user;
    });
  }

  private async insert(tx: Transaction, request: UserRequest, draft: Draft): Promise<UserDetails> {
    const { id, accountId, address, passwordHash, profile } = draft;
    // The account may have been deleted meanwhile.
    if (!(await this.accounts.find({ by: 'id', value: accountId }, tx))) throw accountNotFound();
    const role = (await namedRole(this.roles, request, tx))?.name ?? USER_ROLE;
    const createdAt = timestampOfId(id);
    const row = { id, accountId, passwordHash, role, emailVerified: false, createdAt };
    const inserted = await this.users.insertIfFree(tx, { ...row, email: address.email, emailKey: address.key });
    if (!inserted) throw emailTaken();
    const changes = { ...profile, ...(request.isActive === false ? { isActive: false } : {}) };
    if (Object.keys(changes).length > 0) await this.users.update(tx, id, changes, createdAt);
    return (await this.users.find(id, tx))!;
  }

  private async accountOf(ctx: RequestContext, reference: string): Promise<string> {
    const account = await this.accounts.find(parseAccountReference(reference));
    if (!account || !administers(ctx, account.id)) throw accountNotFound();
    return account.id;
  }
}

function check(ctx: RequestContext, request: UserRequest): Pick<Draft, 'address' | 'profile'> {
  const problems: FieldProblem[] = [];
  const address = parseEmailAddress(request.email);
  if (!address) problems.push({ field: 'email', code: 'invalid_email', message: 'Not a valid email address' });
  if (request.password !== undefined) problems.push(...passwordProblems(request.password, 'password', request));
  // A superadmin's own account is the operators': nobody may get into it because a member was left out.
  if (request.account === undefined && ctx.accountId === null) {
    problems.push({ field: 'account_id', code: 'required', message: 'Account is required' });
  }
  const { profile, problems: profileProblems } = checkProfile(request);
  problems.push(...profileProblems);
  if (!address || problems.length > 0) throw invalidFields('USER_INVALID', problems);
  return { address, profile };
}
