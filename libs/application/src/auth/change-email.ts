/**
 * The first half of a change of address: the caller confirms the password, the new address gets a secret to prove it
 * with, and the old one is notified. Only the owner of the new address learns whether it is taken, with the secret.
 */
import { authFieldProblem, tokenRevoked } from '#domain/auth/auth-errors';
import { type EmailAddress, parseEmailAddress } from '#domain/auth/email-address';
import type { User } from '#domain/auth/user';
import { DomainError, invalidFields } from '#domain/kernel/errors';
import { inAccount, type RequestContext } from '#domain/kernel/request-context';
import type { Units } from '../kernel/units';
import type { Users } from '../ports/users';
import type { ConfirmPassword } from './confirm-password';
import type { RegistrationRules } from './registration-rules';
import type { SecurityNotices } from '../kernel/users/security-notices';
import type { UserTokens } from '../kernel/users/user-tokens';

const FIELD = 'new_email';
const RETRY_AFTER_SECONDS = 60;

export interface EmailChange {
  readonly newEmail: string;
  readonly password: string;
}

export class ChangeEmail {
  constructor(
    private readonly rules: RegistrationRules,
    private readonly confirmPassword: ConfirmPassword,
    private readonly users: Users,
    private readonly tokens: UserTokens,
    private readonly notices: SecurityNotices,
    private readonly units: Units,
  ) {}

  async execute(ctx: RequestContext, { newEmail, password }: EmailChange): Promise<void> {
    const { address, problems } = this.rules.checkAddress(newEmail, FIELD);
    if (!address) throw invalidFields('AUTH_INPUT_INVALID', problems);
    const { user } = await this.confirmPassword.execute(ctx, { field: 'password', password });
    await this.units.run(inAccount(ctx, user.accountId), { name: 'auth.change_email', target: user.id }, async (tx) => {
      const current = await this.users.find(user.id, tx);
      if (!current) throw tokenRevoked();
      requireNew(current, address);
      if (!(await this.tokens.send(tx, current, 'change_email', address.email))) throw tooSoon();
      await this.notices.addressChange(tx, current);
    });
  }
}

function requireNew({ email }: User, address: EmailAddress): void {
  if (parseEmailAddress(email)?.key === address.key) {
    throw authFieldProblem(FIELD, 'unchanged', 'This is the address that you have');
  }
}

/** Unlike elsewhere, the answer says so: the caller is known, and waits for a mail. */
function tooSoon(): DomainError {
  const message = 'A mail for a change of address was sent a moment ago. Try again in a minute.';
  return new DomainError('AUTH_EMAIL_CHANGE_TOO_SOON', 'rate_limited', message, {
    body: { retryAfter: RETRY_AFTER_SECONDS },
  });
}
