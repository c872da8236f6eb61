/** The invitations of an account, for its admins: who was invited, once more, and not any more. */
import { requireAdmin } from '#domain/auth/permissions';
import { type Invitation, invitationStatus, type InvitationStatus } from '#domain/invitations/invitation';
import {
  invitationIs,
  invitationNotFound,
  invitationPending,
  invitedUserExists,
} from '#domain/invitations/invitation-errors';
import { DomainError } from '#domain/kernel/errors';
import { isId } from '#domain/kernel/ids';
import type { RequestContext } from '#domain/kernel/request-context';
import { accountNotFound } from '../accounts/account-errors';
import type { Authenticator } from '../auth/authenticator';
import { runFresh } from '../auth/run-fresh';
import type { AccountStore } from '../ports/account-store';
import type { InvitationStore } from '../ports/invitation-store';
import type { Transaction, UnitOfWork } from '../ports/unit-of-work';
import type { InvitationSecret, InvitationSender } from './invitation-sender';

/** Nobody's mailbox is filled by repeating a request. */
const MIN_RESEND_SECONDS = 60;

export interface InvitationList {
  readonly status: InvitationStatus | null;
  /** For superadmins, who see every account's otherwise. */
  readonly accountId: string | undefined;
  readonly skip: number;
  readonly limit: number;
}

export class Invitations {
  constructor(
    private readonly invitations: InvitationStore,
    private readonly accounts: AccountStore,
    private readonly sender: InvitationSender,
    private readonly units: UnitOfWork,
    private readonly authenticator: Authenticator,
  ) {}

  async list(ctx: RequestContext, request: InvitationList): Promise<{ items: Invitation[]; total: number }> {
    requireAdmin(ctx);
    const { status, accountId, skip, limit } = request;
    if (accountId !== undefined && ctx.accountId !== null && accountId !== ctx.accountId) throw accountNotFound();
    const now = new Date().toISOString();
    return this.invitations.list(accountId ?? ctx.accountId, { status, now, skip, limit });
  }

  /** A new secret, and the whole time for it; the old one is dead. Also for an invitation that expired. */
  async resend(ctx: RequestContext, id: string): Promise<string> {
    const { userId, email: invitedBy } = requireAdmin(ctx);
    if (!isId(id)) throw invitationNotFound();
    return runFresh(this.units, this.authenticator, ctx, async (tx, { accountId }) => {
      const invitation = await this.invitations.find(accountId, id, tx);
      const account = invitation && (await this.accounts.find({ by: 'id', value: invitation.accountId }, tx));
      if (!account) throw invitationNotFound();
      const now = new Date();
      refuseEnded(invitation, now);
      await this.checkFree(tx, invitation, now.toISOString());
      const secret = this.sender.newSecret(now.getTime());
      await this.renew(tx, id, userId, secret, now);
      await this.sender.send(tx, { account, email: invitation.email, invitedBy }, secret);
      return secret.token;
    });
  }

  /** Its secret is dead. Cancelling twice is the same as once. */
  async cancel(ctx: RequestContext, id: string): Promise<void> {
    requireAdmin(ctx);
    if (!isId(id)) throw invitationNotFound();
    await runFresh(this.units, this.authenticator, ctx, async (tx, { accountId }) => {
      if (await this.invitations.cancel(tx, accountId, id, new Date().toISOString())) return;
      const invitation = await this.invitations.find(accountId, id, tx);
      if (!invitation) throw invitationNotFound();
      if (invitation.acceptedAt !== null) throw invitationIs('accepted', 'cancel');
    });
  }

  /** Since it was sent, the address may have come in, or may have been invited again, in another way. */
  private async checkFree(tx: Transaction, { id, accountId, emailKey }: Invitation, now: string): Promise<void> {
    await this.invitations.lockAccount(tx, accountId);
    if (await this.invitations.hasUser(tx, accountId, emailKey)) throw invitedUserExists();
    if (await this.invitations.hasPending(tx, accountId, emailKey, now, id)) throw invitationPending();
  }

  private async renew(
    tx: Transaction,
    id: string,
    invitedBy: string,
    { tokenHash, expiresAt }: InvitationSecret,
    now: Date,
  ): Promise<void> {
    const notResentSince = new Date(now.getTime() - MIN_RESEND_SECONDS * 1000).toISOString();
    const renewal = { tokenHash, invitedBy, expiresAt, now: now.toISOString(), notResentSince };
    if (await this.invitations.renew(tx, id, renewal)) return;
    const invitation = await this.invitations.find(null, id, tx);
    if (!invitation) throw invitationNotFound();
    refuseEnded(invitation, now);
    const message = 'The invitation was sent again a moment ago';
    const body = { retryAfter: MIN_RESEND_SECONDS };
    throw new DomainError('INVITATION_SENT_RECENTLY', 'rate_limited', message, { body });
  }
}

function refuseEnded(invitation: Invitation, now: Date): void {
  const status = invitationStatus(invitation, now.toISOString());
  if (status === 'accepted' || status === 'cancelled') throw invitationIs(status, 'resend');
}
