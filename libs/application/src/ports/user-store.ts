/** Where users are kept. Password hashes leave it only for the password check. */
import type { User } from '#domain/auth/user';
import type { Transaction } from './transactions';

export interface NewUser {
  readonly id: string;
  readonly accountId: string;
  readonly email: string;
  readonly emailKey: string;
  readonly passwordHash: string;
  readonly role: string;
  readonly emailVerified: boolean;
  readonly createdAt: string;
}

export interface UserWithHash {
  readonly user: User;
  readonly passwordHash: string;
}

export abstract class UserStore {
  abstract findById(id: string, tx?: Transaction): Promise<User | null>;
  abstract findForLogin(accountId: string, emailKey: string): Promise<UserWithHash | null>;

  /** Deactivated users do not count: the question is whether anybody can act for the account. */
  abstract hasActiveUsers(accountId: string, tx?: Transaction): Promise<boolean>;

  /** false: the address is taken in the account, nothing was written and the unit can go on. */
  abstract insertIfFree(tx: Transaction, user: NewUser): Promise<boolean>;

  /** Notes the login if the user is still what the password was checked against; false if not. */
  abstract touchLogin(tx: Transaction, user: User, now: string): Promise<boolean>;

  abstract markVerified(tx: Transaction, id: string, now: string): Promise<void>;

  /** Moves the authorisation version: every credential is checked anew, sessions stay. */
  abstract setPassword(tx: Transaction, id: string, passwordHash: string, now: string): Promise<void>;

  /** Moves the authorisation version of these users, after their role or groups changed. */
  abstract touchAuthorisation(tx: Transaction, ids: readonly string[], now: string): Promise<void>;

  /** Holds the user's row until the unit ends, so that counts of what belongs to the user stay true. */
  abstract lock(tx: Transaction, id: string): Promise<void>;
}
