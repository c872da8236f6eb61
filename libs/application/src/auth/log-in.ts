/** Password login. Whatever is wrong, the answer and the work done for it are the same. */
import type { Account } from '#domain/accounts/account';
import { authFieldProblem, emailNotVerified, invalidCredentials } from '#domain/auth/auth-errors';
import { networkOfClient } from '#domain/auth/client-network';
import { parseEmailAddress } from '#domain/auth/email-address';
import { inAccount, type RequestContext } from '#domain/kernel/request-context';
import type { DefaultAccount } from '../kernel/default-account';
import type { ResolveAccount } from '../kernel/resolve-account';
import type { PasswordHasher } from '../ports/password-hasher';
import type { Units } from '../kernel/units';
import type { UserStore, UserWithHash } from '../ports/user-store';
import type { LoginAttempt, LoginSubject, LoginThrottle } from './login-throttle';
import type { SessionGrant, SessionIssuer } from './session-issuer';

export interface LoginRequest {
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
    private readonly units: Units,
    private readonly issuer: SessionIssuer,
  ) {}

  async execute(ctx: RequestContext, request: LoginRequest): Promise<SessionGrant> {
    this.hasher.refuseWhenFull(networkOfClient(ctx));
    const { account, emailKey, subject } = await this.target(request);
    const attempt = await this.throttle.begin(ctx, subject);
    if (!attempt) throw invalidCredentials();

    const found =
      account?.status === 'active' && emailKey !== null ? await this.users.findForLogin(account.id, emailKey) : null;
    const matches = await this.verify(ctx, request, found, attempt);
    if (!account || !found || !matches || !found.user.isActive) {
      await this.throttle.fail(ctx, attempt, found?.user.isActive ? found.user : null);
      throw invalidCredentials();
    }
    if (!found.user.emailVerified) {
      await this.throttle.release(ctx, attempt);
      throw emailNotVerified();
    }
    return this.open(ctx, request, account, found, attempt);
  }

  private async target({ account: given, email }: LoginRequest): Promise<Target> {
    const reference = this.defaultAccount.referenceOr(given);
    if (reference === undefined) throw authFieldProblem('account', 'required', 'Account is required');
    const emailKey = parseEmailAddress(email)?.key ?? null;
    const account = await this.accounts.find(reference);
    const subject = { account: account?.id ?? plain(reference), emailKey: emailKey ?? plain(email) };
    return { account, emailKey, subject };
  }

  private async verify(
    ctx: RequestContext,
    request: LoginRequest,
    found: UserWithHash | null,
    attempt: LoginAttempt,
  ): Promise<boolean> {
    try {
      return await this.hasher.verify(request.password, found?.passwordHash ?? null, networkOfClient(ctx));
    } catch (error) {
      await this.throttle.release(ctx, attempt);
      throw error;
    }
  }

  private async open(
    ctx: RequestContext,
    request: LoginRequest,
    account: Account,
    { user, passwordHash }: UserWithHash,
    attempt: LoginAttempt,
  ): Promise<SessionGrant> {
    const stronger = this.hasher.isOutdated(passwordHash) ? await this.rehash(ctx, request) : null;
    const opened = await this.units.run(
      inAccount(ctx, account.id),
      { name: 'auth.login', target: user.id },
      async (tx) => {
        // The password may have been changed, or the user switched off, while the hash was computed.
        if (!(await this.users.touchLogin(tx, user, tx.now))) throw invalidCredentials();
        if (stronger !== null) await this.users.setPassword(tx, user.id, stronger, tx.now);
        await this.throttle.succeed(tx, attempt);
        return { ...(await this.issuer.open(tx, user, ctx.client)), at: tx.now };
      },
    );
    return this.issuer.sign(opened, { ...user, lastLogin: opened.at }, account);
  }

  /** null: too many wait; the next login will do it. */
  private rehash(ctx: RequestContext, request: LoginRequest): Promise<string | null> {
    return this.hasher.hash(request.password, networkOfClient(ctx)).catch(() => null);
  }
}

/** So that a name that nobody has cannot be tried in several spellings. */
function plain(text: string): string {
  return text.trim().normalize('NFC').toLowerCase();
}
