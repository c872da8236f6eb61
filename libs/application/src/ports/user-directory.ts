/** Users as those see and change them who administer them: with account, role and groups, found and paged. */
import type { EmailAddress } from '#domain/auth/email-address';
import type { User } from '#domain/auth/user';
import type { Profile } from './own-user-store';
import type { Transaction } from './transactions';

export interface UserDetails extends User, Profile {
  readonly accountCode: string;
  readonly accountName: string;
  readonly roleId: number;
  readonly emailVerifiedAt: string | null;
  readonly updatedAt: string;
  /** password, or platform for the users of a trusted issuer. */
  readonly authProvider: string;
  /** Who the user is at that issuer. */
  readonly externalId: string | null;
}

/** Only users that match all that is given. */
export interface UserFilter {
  readonly accountId?: string | undefined;
  readonly roleId?: number | undefined;
  readonly isActive?: boolean | undefined;
  /** Part of the address or the name, in either case (of names: of the letters A to Z). */
  readonly search?: string | undefined;
}

export const USER_SORTS = ['created_at', 'updated_at', 'email', 'first_name', 'last_name', 'last_login', 'id'] as const;
export type UserSort = (typeof USER_SORTS)[number];

export interface UserOrder {
  readonly by: UserSort;
  readonly descending: boolean;
}

export const NEWEST_USERS_FIRST: UserOrder = { by: 'created_at', descending: true };

/** Absent members stay as they are. */
export interface UserChanges extends Partial<Profile> {
  readonly address?: EmailAddress;
  /** Of an address that has to be proven anew. */
  readonly emailVerified?: false;
  readonly roleId?: number;
  readonly isActive?: boolean;
}

export abstract class UserDirectory {
  abstract list(
    filter: UserFilter,
    order: UserOrder,
    skip: number,
    limit: number,
  ): Promise<{ items: UserDetails[]; total: number }>;

  abstract find(id: string, tx?: Transaction): Promise<UserDetails | null>;

  /**
   * Moves the authorisation version with whatever decides what the user may do. false: the address is another user's of
   * the account, and nothing was written.
   */
  abstract update(tx: Transaction, id: string, changes: UserChanges, now: string): Promise<boolean>;
}
