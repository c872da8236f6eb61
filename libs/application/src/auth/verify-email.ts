/** Uses the secret of a verification mail. It proves the address that it was sent to, and no other. */
import type { User } from '#domain/auth/user';
import { inAccount, type RequestContext } from '#domain/kernel/request-context';
import type { Users } from '../ports/users';
import type { Units } from '../kernel/units';
import { tokenUnusable } from '../kernel/users/token-unusable';
import type { UserTokens } from '../kernel/users/user-tokens';

export class VerifyEmail {
  constructor(
    private readonly tokens: UserTokens,
    private readonly users: Users,
    private readonly units: Units,
  ) {}

  async execute(ctx: RequestContext, secret: string): Promise<User> {
    const found = await this.tokens.find(secret, 'verify_email');
    if (!found) throw tokenUnusable('verify_email');
    const { user, token } = found;
    const changes = [{ op: 'update', model: 'users', id: user.id, data: { email_verified: true } }] as const;
    const act = { name: 'auth.verify_email', target: user.id } as const;
    await this.units.change(inAccount(ctx, user.accountId), act, changes, async (tx) => {
      const used = await this.tokens.use(tx, found);
      if (!used || !(await this.users.verifyAddress(tx, token, tx.now))) throw tokenUnusable('verify_email');
    });
    return { ...user, emailVerified: true };
  }
}
