/** Password login. Whatever is wrong, the answer and the work done for it are the same. */
import type { Account } from '#domain/accounts/account';
import { parseAccountReference } from '#domain/accounts/account-reference';
import { authFieldProblem, emailNotVerified, invalidCredentials } from '#domain/auth/auth-errors';
import { findableKey } from '#domain/auth/email-address';
import type { Clock } from '#domain/kernel/clock';
import { inAccount, type RequestContext } from '#domain/kernel/request-context';
import { type AuthHooks, authEventOf, textOf } from '../kernel/hooks/auth-hooks';
import type { DefaultAccount } from '../kernel/default-account';
import type { PasswordHasher } from '../ports/password-hasher';
import type { Units } from '../kernel/units';
import type { LoginAnswer, Users } from '../ports/users';
import type { LoginAttempt, LoginSubject } from '../kernel/sign-in/login-attempt';
import type { LoginThrottle } from '../kernel/sign-in/login-throttle';
import { loginWork } from '../kernel/sign-in/password-work';
import type { SessionGrant, SessionIssuer } from '../kernel/sign-in/session-issuer';

export interface LoginRequest {
  readonly account: string | undefined;
  readonly email: string;
  readonly password: string;
}

type Found = NonNullable<LoginAnswer['found']>;

interface Target extends LoginAnswer {
  readonly subject: LoginSubject;
}

export class LogIn {
  constructor(
    private readonly defaultAccount: DefaultAccount,
    private readonly users: Users,
    private readonly hasher: PasswordHasher,
    private readonly throttle: LoginThrottle,
    private readonly units: Units,
    private readonly issuer: SessionIssuer,
    private readonly hooks: AuthHooks,
    private readonly clock: Clock,
  ) {}

  async execute(ctx: RequestContext, request: LoginRequest): Promise<SessionGrant> {
    this.hasher.refuseWhenFull(loginWork(ctx));
    const { email, account = null, password } = request;
    const asked = { email, userId: null, accountId: null, data: { email, account } };
    const attempt = (): Promise<SessionGrant> => {
      const { data } = asked;
      return this.attempt(ctx, { email: textOf(data, 'email') ?? '', account: textOf(data, 'account'), password });
    };
    return this.hooks.around(ctx, 'login', asked, attempt, ({ user }) => authEventOf(user));
  }

  private async attempt(ctx: RequestContext, request: LoginRequest): Promise<SessionGrant> {
    const { account, found, attempts, subject } = await this.target(ctx, request);
    const attempt = await this.throttle.begin(ctx, subject, attempts);
    if (!attempt) throw invalidCredentials();

    const matches = await this.verify(ctx, request, found, attempt);
    if (!account || !found || !matches || !found.user.isActive) {
      await this.throttle.fail(ctx, attempt);
      throw invalidCredentials();
    }
    if (!found.user.emailVerified) {
      await this.throttle.release(ctx, attempt);
      throw emailNotVerified();
    }
    return this.open(ctx, request, account, found, attempt);
  }

  private async target(ctx: RequestContext, { account: given, email }: LoginRequest): Promise<Target> {
    const reference = this.defaultAccount.referenceOr(given);
    if (reference === undefined)
      throw authFieldProblem('account', 'required', 'Account is required: give its slug, code or id as "account"');
    const emailKey = findableKey(email);
    const answer = await this.users.findForLogin({
      account: parseAccountReference(reference),
      emailKey,
      attempts: this.throttle.addressKey(ctx),
      now: this.clock.iso(),
    });
    const subject = { account: answer.account?.id ?? plain(reference), emailKey: emailKey ?? plain(email) };
    return { ...answer, subject };
  }

  private async verify(
    ctx: RequestContext,
    request: LoginRequest,
    found: Found | null,
    attempt: LoginAttempt,
  ): Promise<boolean> {
    try {
      return await this.hasher.verify(request.password, found?.passwordHash ?? null, loginWork(ctx));
    } catch (error) {
      await this.throttle.release(ctx, attempt);
      throw error;
    }
  }

  private async open(
    ctx: RequestContext,
    request: LoginRequest,
    account: Account,
    { user, passwordHash }: Found,
    attempt: LoginAttempt,
  ): Promise<SessionGrant> {
    const stronger = this.hasher.isOutdated(passwordHash) ? await this.rehash(ctx, request) : null;
    const opened = await this.units.run(
      inAccount(ctx, account.id),
      { name: 'auth.login', target: user.id },
      async (tx) => {
        const session = await this.issuer.open(tx, user, ctx.client);
        // The password may have been changed, or the user switched off, while the hash was computed.
        if (session === null) throw invalidCredentials();
        if (stronger !== null) await this.users.setPassword(tx, user.id, stronger, tx.now);
        await this.throttle.succeed(tx, attempt);
        return { ...session, at: tx.now };
      },
    );
    return this.issuer.sign(opened, { ...user, lastLogin: opened.at }, account);
  }

  /** null: too many hashes are waiting; the next login will do it. */
  private rehash(ctx: RequestContext, request: LoginRequest): Promise<string | null> {
    return this.hasher.hash(request.password, loginWork(ctx)).catch(() => null);
  }
}

/** Keeps a name that nobody has from being tried in several spellings. */
function plain(text: string): string {
  return text.trim().normalize('NFC').toLowerCase();
}
