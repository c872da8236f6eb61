/** Where the people of the trusted issuer are kept: users of the system account, and a session for each of their tokens. */
import type { Session } from './session-store';
import type { Transaction } from './transactions';

export interface IssuerUser {
  readonly id: string;
  readonly isActive: boolean;
}

export interface NewIssuerUser {
  readonly id: string;
  readonly subject: string;
  readonly email: string;
  readonly emailKey: string;
  readonly passwordHash: string;
  readonly createdAt: string;
}

export abstract class IssuerStore {
  /** The user made for the subject, else the one of the system account with this address, however it signs in. */
  abstract findUser(subject: string, emailKey: string, tx?: Transaction): Promise<IssuerUser | null>;

  /** A verified admin. Does nothing when the subject or the address has a user already. */
  abstract insertUserIfFree(tx: Transaction, user: NewIssuerUser): Promise<void>;

  /** Does nothing when the session is there, ended or not. Also forgets the user's ended ones. */
  abstract insertSessionIfFree(tx: Transaction, session: Session): Promise<void>;
}
