/**
 * Asks logged-in users for their password again, before anything that would let somebody else in for good. Wrong ones
 * count as failed logins do: an open session that somebody finds must not allow guesses that the login would not allow.
 */
import { authFieldProblem, tokenRevoked } from '#domain/auth/auth-errors';
import { emailKeyOf } from '#domain/auth/email-address';
import type { User } from '#domain/auth/user';
import { DomainError } from '#domain/kernel/errors';
import type { RequestContext } from '#domain/kernel/request-context';
import type { Users } from '../ports/users';
import type { PasswordHasher } from '../ports/password-hasher';
import type { LoginThrottle } from '../kernel/sign-in/login-throttle';
import { passwordWork } from '../kernel/sign-in/password-work';
import { requireSession } from '../kernel/sign-in/require-session';

/** The lock may last longer: the answer does not tell when it ends. */
const RETRY_AFTER_SECONDS = 60;

export interface Confirmation {
  /** What the request calls the password. */
  readonly field: string;
  readonly password: string;
}

export interface ConfirmedUser {
  readonly user: User;
  readonly passwordHash: string;
}

export class ConfirmPassword {
  constructor(
    private readonly users: Users,
    private readonly hasher: PasswordHasher,
    private readonly throttle: LoginThrottle,
  ) {}

  /** The caller, with the hash that the password matches. Throws 422 about the field when it is wrong. */
  async execute(ctx: RequestContext, { field, password }: Confirmation): Promise<ConfirmedUser> {
    const { userId } = requireSession(ctx);
    const found = await this.users.findWithPassword(userId);
    if (!found) throw tokenRevoked();
    const { user, passwordHash } = found;
    if (passwordHash === null || !user.isActive) throw noPassword();
    if (!(await this.matches(ctx, user, password, passwordHash))) {
      throw authFieldProblem(field, 'wrong_password', 'The password is wrong');
    }
    return { user, passwordHash };
  }

  private async matches(ctx: RequestContext, user: User, password: string, hash: string): Promise<boolean> {
    const emailKey = emailKeyOf(user.email);
    const attempt = await this.throttle.begin(ctx, { account: user.accountId, emailKey });
    if (attempt === null) throw locked();
    let isWrong = false;
    try {
      isWrong = !(await this.hasher.verify(password, hash, passwordWork(ctx)));
    } finally {
      // Also where the server was too busy to look, or the caller gone before: that is no failure of the caller.
      await (isWrong ? this.throttle.fail(ctx, attempt) : this.throttle.release(ctx, attempt));
    }
    return !isWrong;
  }
}

function noPassword(): DomainError {
  return new DomainError('AUTH_NO_PASSWORD', 'conflict', 'This user signs in elsewhere and has no password here');
}

function locked(): DomainError {
  return new DomainError('AUTH_TOO_MANY_FAILURES', 'rate_limited', 'Too many wrong passwords. Try again later.', {
    body: { retryAfter: RETRY_AFTER_SECONDS },
  });
}
