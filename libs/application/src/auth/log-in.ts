/** Password login. Whatever is wrong, the answer and the work done for it are the same. */
import type { Account } from '#domain/accounts/account';
import { authFieldProblem, emailNotVerified, invalidCredentials } from '#domain/auth/auth-errors';
import { parseEmailAddress } from '#domain/auth/email-address';
import type { ResolveAccount } from '../accounts/resolve-account';
import type { PasswordHasher } from '../ports/password-hasher';
import type { UnitOfWork } from '../ports/unit-of-work';
import type { UserStore, UserWithHash } from '../ports/user-store';
import { internalContext } from './internal-context';
import type { Device, SessionGrant, SessionIssuer } from './session-issuer';

export interface LoginRequest extends Device {
  readonly requestId: string;
  readonly account: string | undefined;
  readonly email: string;
  readonly password: string;
}

export class LogIn {
  constructor(
    private readonly accounts: ResolveAccount,
    private readonly users: UserStore,
    private readonly hasher: PasswordHasher,
    private readonly units: UnitOfWork,
    private readonly issuer: SessionIssuer,
  ) {}

  async execute(request: LoginRequest): Promise<SessionGrant> {
    const { account, found } = await this.find(request);
    const matches = await this.hasher.verify(request.password, found?.passwordHash ?? null);
    if (!account || !found || !matches || !found.user.isActive) throw invalidCredentials();
    if (!found.user.emailVerified) throw emailNotVerified();

    const now = new Date().toISOString();
    const { user } = found;
    const opened = await this.units.run(internalContext(request.requestId, account.id), async (tx) => {
      // The password may have been changed, or the user switched off, while the hash was computed.
      if (!(await this.users.touchLogin(tx, user, now))) throw invalidCredentials();
      return this.issuer.open(tx, user, request);
    });
    return this.issuer.sign(opened, { ...user, lastLogin: now }, account);
  }

  private async find({
    account: reference,
    email,
  }: LoginRequest): Promise<{ account: Account | null; found: UserWithHash | null }> {
    if (!reference?.trim()) throw authFieldProblem('account', 'required', 'Account is required');
    const address = parseEmailAddress(email);
    const account = await this.accounts.find(reference);
    const found = account && address ? await this.users.findForLogin(account.id, address.key) : null;
    return { account, found };
  }
}
