/** The invitations of an account, for its admins, who list them, send them again and cancel them. */
import { requireAdmin } from '#domain/auth/permissions';
import {
  type Invitation,
  invitationStatus,
  type InvitationStatus,
  type ShownInvitation,
} from '#domain/invitations/invitation';
import {
  invitationIs,
  invitationNotFound,
  invitationPending,
  invitedUserExists,
} from '#domain/invitations/invitation-errors';
import { type Clock, isoTime } from '#domain/kernel/clock';
import { DomainError } from '#domain/kernel/errors';
import { isId } from '#domain/kernel/ids';
import { inAccount, type RequestContext } from '#domain/kernel/request-context';
import { listedAccount } from '../kernel/accounts/listed-account';
import type { Accounts } from '../ports/accounts';
import type { InvitationStore } from '../ports/invitation-store';
import type { Units } from '../kernel/units';
import type { Transaction } from '../ports/transactions';
import type { InvitationSecret, InvitationSender } from './invitation-sender';

/** Nobody's mailbox is filled by repeating a request. */
const MIN_RESEND_SECONDS = 60;

export interface InvitationList {
  readonly status: InvitationStatus | null;
  /** For superadmins, who otherwise see the invitations of every account. */
  readonly accountId: string | undefined;
  readonly skip: number;
  readonly limit: number;
}

export class Invitations {
  constructor(
    private readonly invitations: InvitationStore,
    private readonly accounts: Accounts,
    private readonly sender: InvitationSender,
    private readonly units: Units,
    private readonly clock: Clock,
  ) {}

  async list(ctx: RequestContext, request: InvitationList): Promise<{ items: ShownInvitation[]; total: number }> {
    requireAdmin(ctx);
    const { status, accountId, skip, limit } = request;
    const listed = listedAccount(ctx, accountId);
    const now = this.clock.iso();
    const { items, total } = await this.invitations.list(listed, { status, now, skip, limit });
    return { items: items.map((item) => ({ ...item, status: invitationStatus(item, now) })), total };
  }

  /** Makes a new secret with the whole lifetime; the old one ends. Works for an expired invitation, too. */
  async resend(ctx: RequestContext, id: string): Promise<string> {
    const { userId, email: invitedBy } = requireAdmin(ctx);
    const accountId = await this.accountOf(ctx, id);
    const changes = [{ op: 'update', model: 'invitations', id, data: { invited_by: userId } }] as const;
    const act = { name: 'invitations.resend', target: id } as const;
    return this.units.change(inAccount(ctx, accountId), act, changes, async (tx) => {
      const invitation = await this.invitations.find(accountId, id, tx);
      const account = invitation && (await this.accounts.find({ by: 'id', value: invitation.accountId }, tx));
      if (!account) throw invitationNotFound();
      refuseEnded(invitation, tx.now);
      await this.checkFree(tx, invitation);
      const secret = this.sender.newSecret(Date.parse(tx.now));
      await this.renew(tx, id, userId, secret);
      await this.sender.send(tx, { account, email: invitation.email, invitedBy }, secret);
      return secret.token;
    });
  }

  /** Ends its secret. Cancelling twice is the same as once. */
  async cancel(ctx: RequestContext, id: string): Promise<void> {
    requireAdmin(ctx);
    const accountId = await this.accountOf(ctx, id);
    const change = {
      op: 'update',
      model: 'invitations',
      id,
      data: { status: 'cancelled' },
      changed: (isCancelled: boolean) => (isCancelled ? id : null),
    } as const;
    const act = { name: 'invitations.cancel', target: id } as const;
    await this.units.change(inAccount(ctx, accountId), act, [change], async (tx) => {
      if (await this.invitations.cancel(tx, accountId, id, tx.now)) return true;
      const invitation = await this.invitations.find(accountId, id, tx);
      if (!invitation) throw invitationNotFound();
      if (invitation.acceptedAt !== null) throw invitationIs('accepted', 'cancel');
      return false;
    });
  }

  private async accountOf(ctx: RequestContext, id: string): Promise<string> {
    const invitation = isId(id) ? await this.invitations.find(ctx.accountId, id) : null;
    if (!invitation) throw invitationNotFound();
    return invitation.accountId;
  }

  /** Since it was sent, the address may have joined or been invited again in another way. */
  private async checkFree(tx: Transaction, { id, accountId, emailKey }: Invitation): Promise<void> {
    await this.invitations.lockAccount(tx, accountId);
    if (await this.invitations.hasUser(tx, accountId, emailKey)) throw invitedUserExists();
    if (await this.invitations.hasPending(tx, accountId, emailKey, tx.now, id)) throw invitationPending();
  }

  private async renew(
    tx: Transaction,
    id: string,
    invitedBy: string,
    { tokenHash, expiresAt }: InvitationSecret,
  ): Promise<void> {
    const notResentSince = isoTime(Date.parse(tx.now) - MIN_RESEND_SECONDS * 1000);
    const renewal = { tokenHash, invitedBy, expiresAt, now: tx.now, notResentSince };
    if (await this.invitations.renew(tx, id, renewal)) return;
    const invitation = await this.invitations.find(null, id, tx);
    if (!invitation) throw invitationNotFound();
    refuseEnded(invitation, tx.now);
    const message = 'The invitation was sent again a moment ago';
    const body = { retryAfter: MIN_RESEND_SECONDS };
    throw new DomainError('INVITATION_SENT_RECENTLY', 'rate_limited', message, { body });
  }
}

function refuseEnded(invitation: Invitation, now: string): void {
  const status = invitationStatus(invitation, now);
  if (status === 'accepted' || status === 'cancelled') throw invitationIs(status, 'resend');
}
