/** Uses the secret of a verification mail. It proves the address that it was sent to, and no other. */
import type { User } from '#domain/auth/user';
import { DomainError } from '#domain/kernel/errors';
import type { OwnUserStore } from '../ports/own-user-store';
import type { UnitOfWork } from '../ports/unit-of-work';
import { internalContext } from './internal-context';
import type { UserTokens } from './user-tokens';

export class VerifyEmail {
  constructor(
    private readonly tokens: UserTokens,
    private readonly own: OwnUserStore,
    private readonly units: UnitOfWork,
  ) {}

  async execute(requestId: string, secret: string): Promise<User> {
    const found = await this.tokens.find(secret, 'verify_email');
    if (!found) throw tokenUnusable();
    const { user, token } = found;
    const now = new Date().toISOString();
    await this.units.run(internalContext(requestId, user.accountId), async (tx) => {
      const used = await this.tokens.use(tx, found, now);
      if (!used || !(await this.own.verifyAddress(tx, token, now))) throw tokenUnusable();
    });
    return { ...user, emailVerified: true };
  }
}

function tokenUnusable(): DomainError {
  const message = 'The verification token is invalid, expired or already used';
  return new DomainError('AUTH_VERIFICATION_TOKEN_INVALID', 'invalid', message);
}
