/** The second half: the secret from the mail proves the new address, which is the user's from now on. */
import type { User } from '#domain/auth/user';
import { inAccount, type RequestContext } from '#domain/kernel/request-context';
import type { Users } from '../ports/users';
import type { Units } from '../kernel/units';
import { tokenUnusable } from '../kernel/users/token-unusable';
import { emailTaken } from '../kernel/users/user-errors';
import type { Transaction } from '../ports/transactions';
import type { SecurityNotices } from '../kernel/users/security-notices';
import type { FoundToken, UserTokens } from '../kernel/users/user-tokens';

export class ConfirmEmailChange {
  constructor(
    private readonly tokens: UserTokens,
    private readonly users: Users,
    private readonly notices: SecurityNotices,
    private readonly units: Units,
  ) {}

  async execute(ctx: RequestContext, secret: string): Promise<User> {
    const found = await this.tokens.find(secret, 'change_email');
    if (!found) throw tokenUnusable('change_email');
    const { user, token } = found;
    const data = { email: token.email, email_verified: true };
    const changes = [{ op: 'update', model: 'users', id: user.id, data }] as const;
    const act = { name: 'auth.confirm_email', target: user.id } as const;
    await this.units.change(inAccount(ctx, user.accountId), act, changes, (tx) => this.use(tx, found));
    return { ...user, email: token.email, emailVerified: true };
  }

  private async use(tx: Transaction, found: FoundToken): Promise<void> {
    const { user, token } = found;
    const address = { email: token.email, key: token.emailKey };
    if (!(await this.tokens.use(tx, found))) throw tokenUnusable('change_email');
    if (!(await this.users.changeAddress(tx, user.id, address, tx.now))) throw emailTaken();
    // What was sent to the old address would still prove that one.
    await this.tokens.endAll(tx, user.id);
    await this.notices.addressChange(tx, user);
  }
}
