/** Marks an address as proven because an admin vouches for it, or lets the user prove it through a link in a mail. */
import { DomainError } from '#domain/kernel/errors';
import type { RequestContext } from '#domain/kernel/request-context';
import type { UserTokens } from '../kernel/users/user-tokens';
import type { UserDetails, Users } from '../ports/users';
import type { UserAdministration } from './user-administration';
import { userInactive } from './user-errors';

export class VerifyUser {
  constructor(
    private readonly administration: UserAdministration,
    private readonly users: Users,
    private readonly tokens: UserTokens,
  ) {}

  /** `changed` false: the address was verified before. */
  execute(ctx: RequestContext, id: string): Promise<{ user: UserDetails; changed: boolean }> {
    const change = {
      op: 'update',
      model: 'users',
      id,
      data: { email_verified: true },
      changed: (result: { changed: boolean }) => (result.changed ? id : null),
    } as const;
    return this.administration.change(ctx, { name: 'users.verify', target: id }, [change], async (tx, user) => {
      if (user.emailVerified) return { user, changed: false };
      await this.users.markVerified(tx, id, tx.now);
      return { user: { ...user, emailVerified: true }, changed: true };
    });
  }

  /** Resolves with where the link went. `sent` false: one went there a moment ago. */
  sendLink(ctx: RequestContext, id: string): Promise<{ email: string; sent: boolean }> {
    return this.administration.change(ctx, { name: 'users.send_link', target: id }, [], async (tx, user) => {
      if (user.emailVerified) throw new DomainError('USER_VERIFIED', 'invalid', 'User email is already verified');
      if (!user.isActive) throw userInactive();
      return { email: user.email, sent: await this.tokens.send(tx, user, 'verify_email') };
    });
  }
}
