/** The second half: who has the secret from the new address proves it, and the user has that address from now on. */
import type { User } from '#domain/auth/user';
import { DomainError } from '#domain/kernel/errors';
import { inAccount, type RequestContext } from '#domain/kernel/request-context';
import type { OwnUserStore } from '../ports/own-user-store';
import type { Units } from '../kernel/units';
import type { Transaction } from '../ports/transactions';
import type { SecurityNotices } from './security-notices';
import type { FoundToken, UserTokens } from './user-tokens';

export class ConfirmEmailChange {
  constructor(
    private readonly tokens: UserTokens,
    private readonly own: OwnUserStore,
    private readonly notices: SecurityNotices,
    private readonly units: Units,
  ) {}

  async execute(ctx: RequestContext, secret: string): Promise<User> {
    const found = await this.tokens.find(secret, 'change_email');
    if (!found) throw tokenUnusable();
    const { user, token } = found;
    await this.units.run(inAccount(ctx, user.accountId), { name: 'auth.confirm_email', target: user.id }, (tx) =>
      this.use(tx, found),
    );
    return { ...user, email: token.email, emailVerified: true };
  }

  private async use(tx: Transaction, found: FoundToken): Promise<void> {
    const { user, token } = found;
    const address = { email: token.email, key: token.emailKey };
    if (!(await this.tokens.use(tx, found))) throw tokenUnusable();
    if (!(await this.own.changeAddress(tx, user.id, address, tx.now))) throw addressTaken();
    // What was sent to the old address would still prove that one.
    await this.tokens.endAll(tx, user.id);
    await this.notices.addressChange(tx, user);
  }
}

function tokenUnusable(): DomainError {
  const message = 'The token is invalid, expired or already used';
  return new DomainError('AUTH_EMAIL_CHANGE_TOKEN_INVALID', 'invalid', message);
}

function addressTaken(): DomainError {
  const message = 'A user with this email already exists in the account';
  return new DomainError('USER_EMAIL_TAKEN', 'conflict', message, { field: 'email' });
}
