/** A person of one account. The same address in two accounts is two users. */
export interface User {
  readonly id: string;
  readonly accountId: string;
  readonly email: string;
  readonly role: string;
  readonly groups: readonly string[];
  readonly isActive: boolean;
  readonly emailVerified: boolean;
  readonly createdAt: string;
  readonly lastLogin: string | null;
  /** Moves with role, groups, password and activation; every credential is checked against it. */
  readonly authVersion: number;
}

/** The authorisation version of a new user. */
export const FIRST_AUTH_VERSION = 1;

export const ADMIN_ROLE = 'admin';
