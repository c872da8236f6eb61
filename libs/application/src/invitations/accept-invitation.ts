/**
 * The holder of the secret becomes a user of the account, logged in. A user of the same address in another account is a
 * different user, whose password is shared only when that user asks for it, signed in; the address alone joins nothing.
 */
import { credentialsMissing } from '#domain/auth/auth-errors';
import { passwordProblems } from '#domain/auth/password-policy';
import type { User } from '#domain/auth/user';
import type { Invitation } from '#domain/invitations/invitation';
import { DomainError, invalidFields } from '#domain/kernel/errors';
import { newId } from '#domain/kernel/ids';
import { inAccount, type RequestContext } from '#domain/kernel/request-context';
import type { Authenticator } from '../kernel/sign-in/authenticator';
import { type AuthHooks, authEventOf } from '../kernel/hooks/auth-hooks';
import type { ModelChange } from '../kernel/hooks/model-hooks';
import { passwordWork } from '../kernel/sign-in/password-work';
import { requireSession } from '../kernel/sign-in/require-session';
import type { SessionGrant, SessionIssuer } from '../kernel/sign-in/session-issuer';
import type { PasswordHasher } from '../ports/password-hasher';
import type { Transaction } from '../ports/transactions';
import type { Units } from '../kernel/units';
import type { Users } from '../ports/users';
import type { AdmitInvited } from './admit-invited';
import type { FindOpenInvitation, OpenInvitation } from './find-open-invitation';

interface Joiner {
  readonly user: User;
  readonly passwordHash: string;
}

export class AcceptInvitation {
  constructor(
    private readonly invitations: FindOpenInvitation,
    private readonly admit: AdmitInvited,
    private readonly users: Users,
    private readonly hasher: PasswordHasher,
    private readonly units: Units,
    private readonly issuer: SessionIssuer,
    private readonly authenticator: Authenticator,
    private readonly hooks: AuthHooks,
  ) {}

  async withPassword(ctx: RequestContext, token: string, password: string): Promise<SessionGrant> {
    const open = await this.invitations.get(token);
    const { invitation, account } = open;
    const owner = { email: invitation.email, names: [account.name, account.slug] };
    const problems = passwordProblems(password, 'password', owner);
    if (problems.length > 0) throw invalidFields('INVITATION_INVALID', problems);
    const passwordHash = await this.hasher.hash(password, passwordWork(ctx));
    return this.accept(inAccount(ctx, account.id), open, passwordHash, async () => {});
  }

  /** `accessToken`: from a session of a user with the invited address, in any account. */
  async asSignedIn(asked: RequestContext, token: string, accessToken: string | undefined): Promise<SessionGrant> {
    const open = await this.invitations.get(token);
    if (accessToken === undefined) throw credentialsMissing();
    const actor = await this.authenticator.authenticate(accessToken);
    const ctx = { ...asked, actor, accountId: open.account.id };
    const joiner = await this.joiner(ctx, open.invitation.emailKey);
    return this.accept(ctx, open, joiner.passwordHash, async (tx) => {
      const current = await this.users.find(joiner.user.id, tx);
      if (current?.authVersion !== joiner.user.authVersion) throw changedMeanwhile();
    });
  }

  /** `confirm` runs first in the unit and may refuse by throwing. */
  private accept(
    ctx: RequestContext,
    open: OpenInvitation,
    passwordHash: string,
    confirm: (tx: Transaction) => Promise<void>,
  ): Promise<SessionGrant> {
    const { invitation, account } = open;
    const { email, accountId } = invitation;
    const userId = newId();
    const act = { name: 'invitations.accept', target: invitation.id } as const;
    const enter = async (): Promise<SessionGrant> => {
      const { user, opened } = await this.units.change(ctx, act, changesOf(invitation, userId), async (tx) => {
        await confirm(tx);
        return this.admit.execute(tx, open, userId, passwordHash, ctx.client);
      });
      return this.issuer.sign(opened, user, account);
    };
    const asked = { email, userId: null, accountId, data: null };
    return this.hooks.around(ctx, 'login', asked, enter, ({ user }) => authEventOf(user));
  }

  private async joiner(ctx: RequestContext, emailKey: string): Promise<Joiner> {
    const { userId, accountId } = requireSession(ctx);
    const found = await this.users.findByAddress(accountId, emailKey);
    const { user, passwordHash = null } = found ?? {};
    if (user?.id !== userId || !user.emailVerified || passwordHash === null) {
      throw new DomainError('INVITATION_NOT_YOURS', 'forbidden', 'This invitation is for another address');
    }
    return { user, passwordHash };
  }
}

function changesOf({ id, email, role, groupIds }: Invitation, userId: string): readonly ModelChange[] {
  return [
    { op: 'update', model: 'invitations', id, data: { status: 'accepted' } },
    { op: 'create', model: 'users', id: userId, data: { email, role, groups: groupIds } },
  ];
}

function changedMeanwhile(): DomainError {
  return new DomainError('USER_CHANGED', 'conflict', 'Your user was changed at the same moment. Try again.');
}
