/**
 * The users of all accounts. Every change says what must still hold for it (the password that was confirmed, the address
 * that was proven, an active user) and is refused by the write itself, not by a check before it. Whatever decides what
 * a user may do moves the authorisation version with it.
 */
import type { Account } from '#domain/accounts/account';
import type { AccountReference } from '#domain/accounts/account-reference';
import type { EmailAddress } from '#domain/auth/email-address';
import type { User } from '#domain/auth/user';
import type { Device } from '#domain/kernel/request-context';
import type { AttemptCount } from './login-attempt-store';
import type { Transaction } from './transactions';

export interface Profile {
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly avatarUrl: string | null;
}

/** password, or platform for the users of a trusted issuer. */
export const AUTH_PROVIDERS = ['password', 'platform'] as const;
export type AuthProvider = (typeof AUTH_PROVIDERS)[number];

/** A user with account, role and groups, as it is shown. */
export interface UserDetails extends User, Profile {
  readonly accountCode: string;
  readonly accountName: string;
  readonly roleId: number;
  readonly emailVerifiedAt: string | null;
  readonly updatedAt: string;
  readonly authProvider: AuthProvider;
  /** Who the user is at the trusted issuer. */
  readonly externalId: string | null;
}

export interface UserWithPassword {
  readonly user: UserDetails;
  /** null: the user signs in elsewhere and has no password here. */
  readonly passwordHash: string | null;
}

export interface NewUser {
  readonly id: string;
  readonly accountId: string;
  readonly email: string;
  readonly emailKey: string;
  readonly passwordHash: string;
  /** The name of an existing role. */
  readonly role: string;
  readonly emailVerified: boolean;
  readonly createdAt: string;
  /** Absent: the user has never logged in. */
  readonly lastLogin?: string | null;
  /** Absent: the user has a password here. */
  readonly externalId?: string;
}

export interface UserReference {
  readonly id: string;
  readonly accountId: string;
}

/** A user, by an address that must still be the user's. */
export interface AddressedUser {
  readonly userId: string;
  readonly emailKey: string;
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
  /** Set for a new address, which has to be proven anew. */
  readonly emailVerified?: false;
  readonly roleId?: number;
  readonly isActive?: boolean;
}

/** What a login asks for, whether it exists or not; `emailKey` null: nobody has such an address. */
export interface LoginQuestion {
  readonly account: AccountReference;
  readonly emailKey: string | null;
  /** A key of login attempts. */
  readonly attempts: string;
  readonly now: string;
}

/** What is not there is null. */
export interface LoginAnswer {
  /** The account, if it is open. */
  readonly account: Account | null;
  /** The user, active or not, if there is a password here. */
  readonly found: { readonly user: UserDetails; readonly passwordHash: string } | null;
  readonly attempts: AttemptCount | null;
}

/** The sessions that a user had before a login. */
export interface EarlierSessions {
  /** `known`: one was from the same device. */
  readonly from: 'none' | 'others' | 'known';
  readonly haveEnded: boolean;
}

export abstract class Users {
  abstract find(id: string, tx?: Transaction): Promise<UserDetails | null>;

  /** Password hashes leave the port only for the password check, here and in the two below. */
  abstract findWithPassword(id: string): Promise<UserWithPassword | null>;

  abstract findByAddress(accountId: string, emailKey: string): Promise<UserWithPassword | null>;

  /** The same work, whoever is asked for. */
  abstract findForLogin(question: LoginQuestion): Promise<LoginAnswer>;

  /** The system account's user made for a subject of the trusted issuer, else the one with the address, however it signs in. */
  abstract findForIssuer(externalId: string, emailKey: string, tx?: Transaction): Promise<UserDetails | null>;

  /** Active users whose address is not proven; null: of all accounts. */
  abstract findUnverified(accountId: string | null, emailKey: string, limit: number): Promise<UserReference[]>;

  abstract list(
    filter: UserFilter,
    order: UserOrder,
    skip: number,
    limit: number,
  ): Promise<{ items: UserDetails[]; total: number }>;

  /** Deactivated users do not count: the question is whether anybody can act for the account. */
  abstract hasActive(accountId: string, tx?: Transaction): Promise<boolean>;

  /** false: the address, or the subject of the issuer, is another user's; nothing was written and the unit can go on. */
  abstract insertIfFree(tx: Transaction, user: NewUser): Promise<boolean>;

  /** Holds the user's row until the unit ends, so that counts of the user's belongings stay true. */
  abstract lock(tx: Transaction, id: string): Promise<void>;

  /** Notes a login from the device. null: the user is no longer what the password was checked against. */
  abstract noteLogin(tx: Transaction, user: User, device: Device, now: string): Promise<EarlierSessions | null>;

  /** false: another user of the account has the address, and nothing was written. */
  abstract update(tx: Transaction, id: string, changes: UserChanges, now: string): Promise<boolean>;

  abstract markVerified(tx: Transaction, id: string, now: string): Promise<void>;

  abstract verifyAddress(tx: Transaction, user: AddressedUser, now: string): Promise<boolean>;

  /** Changes it to an address that was proven. false: it is taken in the account, or the user is gone. */
  abstract changeAddress(tx: Transaction, userId: string, address: EmailAddress, now: string): Promise<boolean>;

  abstract setPassword(tx: Transaction, id: string, passwordHash: string, now: string): Promise<void>;

  /** false: `from` is no longer the password's hash. */
  abstract changePassword(tx: Transaction, userId: string, from: string, to: string, now: string): Promise<boolean>;

  /** Also marks the address proven. */
  abstract resetPassword(tx: Transaction, user: AddressedUser, passwordHash: string, now: string): Promise<boolean>;

  /** Increments the authorisation version of these users, after their groups changed. */
  abstract touchAuthorisation(tx: Transaction, ids: readonly string[], now: string): Promise<void>;
}
