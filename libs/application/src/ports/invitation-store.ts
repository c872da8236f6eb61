/** Where invitations are kept: never the secret, only its hash. */
import type { Account } from '#domain/accounts/account';
import type { User } from '#domain/auth/user';
import type { Invitation, InvitationStatus } from '#domain/invitations/invitation';
import type { Transaction } from './transactions';

export type NewInvitation = Omit<
  Invitation,
  'accountCode' | 'role' | 'invitedByEmail' | 'acceptedAt' | 'emailSentAt' | 'cancelledAt'
> & { readonly tokenHash: string };

export interface InvitationQuery {
  /** null: any status. */
  readonly status: InvitationStatus | null;
  /** The time that decides the status. */
  readonly now: string;
  readonly skip: number;
  readonly limit: number;
}

export interface Renewal {
  readonly tokenHash: string;
  /** The user who sends it now, and vouches for it from now on. */
  readonly invitedBy: string;
  readonly now: string;
  readonly expiresAt: string;
  /**
   * It is refused when it was sent again after this. The first mail does not count: people mistype and try again at
   * once.
   */
  readonly notResentSince: string;
}

export interface FoundInvitation {
  readonly invitation: Invitation;
  readonly account: Account;
  /** The last sender, as that user is now; null: not known, or gone. */
  readonly inviter: Pick<User, 'accountId' | 'role' | 'isActive'> | null;
}

/** `accountId` in all of these: the only account that is looked at; null: every account, for superadmins. */
export abstract class InvitationStore {
  /** Newest first. */
  abstract list(accountId: string | null, query: InvitationQuery): Promise<{ items: Invitation[]; total: number }>;

  abstract find(accountId: string | null, id: string, tx?: Transaction): Promise<Invitation | null>;

  /** Finds it whatever its status. */
  abstract findByToken(tokenHash: string, tx?: Transaction): Promise<FoundInvitation | null>;

  /** Holds the account's row until the unit ends, so that what is counted and looked up next stays true. */
  abstract lockAccount(tx: Transaction, accountId: string): Promise<void>;

  /** Those that were sent (to the address, if given), not accepted, and whose time is not over, even if cancelled. */
  abstract countRecent(tx: Transaction, accountId: string, now: string, emailKey?: string): Promise<number>;

  /** Whether an invitation other than `except` can still be accepted. */
  abstract hasPending(
    tx: Transaction,
    accountId: string,
    emailKey: string,
    now: string,
    except?: string,
  ): Promise<boolean>;

  /** Whether the address has a user in the account, switched off or not. */
  abstract hasUser(tx: Transaction, accountId: string, emailKey: string): Promise<boolean>;

  abstract insert(tx: Transaction, invitation: NewInvitation): Promise<void>;

  /** Replaces the secret and starts its time anew. false: accepted, cancelled, or sent again a moment ago. */
  abstract renew(tx: Transaction, id: string, renewal: Renewal): Promise<boolean>;

  /** false: no such invitation, or accepted or cancelled before. */
  abstract cancel(tx: Transaction, accountId: string | null, id: string, now: string): Promise<boolean>;

  /** Uses the secret up. false: it was used, replaced, or ended. */
  abstract accept(tx: Transaction, id: string, tokenHash: string, now: string): Promise<boolean>;
}
