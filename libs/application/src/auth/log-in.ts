/** Password login. Whatever is wrong, the answer and the work done for it are the same. */
import type { Account } from '#domain/accounts/account';
import { authFieldProblem, emailNotVerified, invalidCredentials } from '#domain/auth/auth-errors';
import { networkOf } from '#domain/auth/client-network';
import { parseEmailAddress } from '#domain/auth/email-address';
import type { DefaultAccount } from '../accounts/default-account';
import type { ResolveAccount } from '../accounts/resolve-account';
import type { PasswordHasher } from '../ports/password-hasher';
import type { Device } from '../ports/session-store';
import type { UnitOfWork } from '../ports/unit-of-work';
import type { UserStore, UserWithHash } from '../ports/user-store';
import { internalContext } from './internal-context';
import type { LoginAttempt, LoginSubject, LoginThrottle } from './login-throttle';
import type { SessionGrant, SessionIssuer } from './session-issuer';

export interface LoginRequest extends Device {
  readonly requestId: string;
  readonly account: string | undefined;
  readonly email: string;
  readonly password: string;
}

/** Who is asked for; what is not there is null. */
interface Target {
  readonly account: Account | null;
  readonly emailKey: string | null;
  readonly subject: LoginSubject;
}

export class LogIn {
  constructor(
    private readonly accounts: ResolveAccount,
    private readonly defaultAccount: DefaultAccount,
    private readonly users: UserStore,
    private readonly hasher: PasswordHasher,
    private readonly throttle: LoginThrottle,
    private readonly units: UnitOfWork,
    private readonly issuer: SessionIssuer,
  ) {}

  async execute(request: LoginRequest): Promise<SessionGrant> {
    this.hasher.refuseWhenFull(clientOf(request));
    const { account, emailKey, subject } = await this.target(request);
    const attempt = await this.throttle.begin(request.requestId, subject, request.ip);
    if (!attempt) throw invalidCredentials();

    const found =
      account?.status === 'active' && emailKey !== null ? await this.users.findForLogin(account.id, emailKey) : null;
    const matches = await this.verify(request, found, attempt);
    if (!account || !found || !matches || !found.user.isActive) {
      await this.throttle.fail(request.requestId, attempt, found?.user.isActive ? found.user : null);
      throw invalidCredentials();
    }
    if (!found.user.emailVerified) {
      await this.throttle.release(request.requestId, attempt);
      throw emailNotVerified();
    }
    return this.open(request, account, found, attempt);
  }

  private async target({ account: given, email }: LoginRequest): Promise<Target> {
    const reference = this.defaultAccount.referenceOr(given);
    if (reference === undefined) throw authFieldProblem('account', 'required', 'Account is required');
    const emailKey = parseEmailAddress(email)?.key ?? null;
    const account = await this.accounts.find(reference);
    const subject = { account: account?.id ?? plain(reference), emailKey: emailKey ?? plain(email) };
    return { account, emailKey, subject };
  }

  private async verify(request: LoginRequest, found: UserWithHash | null, attempt: LoginAttempt): Promise<boolean> {
    try {
      return await this.hasher.verify(request.password, found?.passwordHash ?? null, clientOf(request));
    } catch (error) {
      await this.throttle.release(request.requestId, attempt);
      throw error;
    }
  }

  private async open(
    request: LoginRequest,
    account: Account,
    { user, passwordHash }: UserWithHash,
    attempt: LoginAttempt,
  ): Promise<SessionGrant> {
    const stronger = this.hasher.isOutdated(passwordHash) ? await this.rehash(request) : null;
    const now = new Date().toISOString();
    const opened = await this.units.run(internalContext(request.requestId, account.id), async (tx) => {
      // The password may have been changed, or the user switched off, while the hash was computed.
      if (!(await this.users.touchLogin(tx, user, now))) throw invalidCredentials();
      if (stronger !== null) await this.users.setPassword(tx, user.id, stronger, now);
      await this.throttle.succeed(tx, attempt);
      return this.issuer.open(tx, user, request);
    });
    return this.issuer.sign(opened, { ...user, lastLogin: now }, account);
  }

  /** null: too many wait; the next login will do it. */
  private rehash(request: LoginRequest): Promise<string | null> {
    return this.hasher.hash(request.password, clientOf(request)).catch(() => null);
  }
}

function clientOf({ ip }: Device): string | undefined {
  return ip === null ? undefined : networkOf(ip);
}

/** So that a name that nobody has cannot be tried in several spellings. */
function plain(text: string): string {
  return text.trim().normalize('NFC').toLowerCase();
}
