/** An offer to become a user of an account, open to the holder of its secret until it is used, cancelled or expired. */
export interface Invitation {
  readonly id: string;
  readonly accountId: string;
  readonly accountCode: string;
  readonly email: string;
  readonly emailKey: string;
  readonly roleId: number;
  readonly role: string;
  readonly groupIds: readonly string[];
  readonly invitedBy: string | null;
  /** Also null when the inviting user is gone. */
  readonly invitedByEmail: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly expiresAt: string;
  readonly acceptedAt: string | null;
  readonly cancelledAt: string | null;
  /** Of the last mail that was sent for it, as far as mails are still known. */
  readonly emailSentAt: string | null;
}

export const INVITATION_STATUSES = ['pending', 'accepted', 'expired', 'cancelled'] as const;
export type InvitationStatus = (typeof INVITATION_STATUSES)[number];

/** An invitation with its status at the time when it is shown. */
export interface ShownInvitation extends Invitation {
  readonly status: InvitationStatus;
}

/** Counted from when it was last sent. */
export const INVITATION_LIFETIME_MS = 48 * 3_600_000;

type Ends = Pick<Invitation, 'expiresAt' | 'acceptedAt' | 'cancelledAt'>;

export function invitationStatus({ expiresAt, acceptedAt, cancelledAt }: Ends, now: string): InvitationStatus {
  if (acceptedAt !== null) return 'accepted';
  if (cancelledAt !== null) return 'cancelled';
  return expiresAt <= now ? 'expired' : 'pending';
}
