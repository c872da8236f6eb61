/** Uses the secret of a verification mail. It proves the address that it was sent to, and no other. */
import type { User } from '#domain/auth/user';
import { DomainError } from '#domain/kernel/errors';
import { inAccount, type RequestContext } from '#domain/kernel/request-context';
import type { OwnUserStore } from '../ports/own-user-store';
import type { Units } from '../kernel/units';
import type { UserTokens } from './user-tokens';

export class VerifyEmail {
  constructor(
    private readonly tokens: UserTokens,
    private readonly own: OwnUserStore,
    private readonly units: Units,
  ) {}

  async execute(ctx: RequestContext, secret: string): Promise<User> {
    const found = await this.tokens.find(secret, 'verify_email');
    if (!found) throw tokenUnusable();
    const { user, token } = found;
    await this.units.run(inAccount(ctx, user.accountId), { name: 'auth.verify_email', target: user.id }, async (tx) => {
      const used = await this.tokens.use(tx, found);
      if (!used || !(await this.own.verifyAddress(tx, token, tx.now))) throw tokenUnusable();
    });
    return { ...user, emailVerified: true };
  }
}

function tokenUnusable(): DomainError {
  const message = 'The verification token is invalid, expired or already used';
  return new DomainError('AUTH_VERIFICATION_TOKEN_INVALID', 'invalid', message);
}
