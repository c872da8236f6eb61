/**
 * What users change of themselves. Every change says what must still hold for it (the password that was confirmed, the
 * address that was proven, an active user) and is refused by the write itself, not by a look before it.
 */
import type { EmailAddress } from '#domain/auth/email-address';
import type { Transaction } from './transactions';

export interface Profile {
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly avatarUrl: string | null;
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

export abstract class OwnUserStore {
  abstract findProfile(userId: string): Promise<Profile | null>;

  /** null: there is no such active user, or the user signs in elsewhere and has no password here. */
  abstract findPasswordHash(userId: string): Promise<string | null>;

  /** The active user with a password of its own here. */
  abstract findForReset(accountId: string, emailKey: string): Promise<UserReference | null>;

  /** Active users whose address is not proven; null: of all accounts. */
  abstract findUnverified(accountId: string | null, emailKey: string, limit: number): Promise<UserReference[]>;

  /** Absent members stay as they are. */
  abstract updateProfile(tx: Transaction, userId: string, changes: Partial<Profile>, now: string): Promise<void>;

  /** Moves the authorisation version. false: `from` is no longer the password's hash. */
  abstract changePassword(tx: Transaction, userId: string, from: string, to: string, now: string): Promise<boolean>;

  /** Sets the password and marks the address proven; moves the authorisation version. */
  abstract resetPassword(tx: Transaction, user: AddressedUser, passwordHash: string, now: string): Promise<boolean>;

  abstract verifyAddress(tx: Transaction, user: AddressedUser, now: string): Promise<boolean>;

  /** To an address that was proven; moves the authorisation version. false: taken in the account, or the user is gone. */
  abstract changeAddress(tx: Transaction, userId: string, address: EmailAddress, now: string): Promise<boolean>;
}
