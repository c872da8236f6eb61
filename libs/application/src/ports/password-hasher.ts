/** Slow hashing, away from the threads that serve requests and the database. */
export abstract class PasswordHasher {
  /**
   * Throws AUTH_BUSY when too many are waiting, or too many of one client (a network where the caller is not known yet,
   * or an account): one client must not take all places. For callers that would otherwise read and write before they
   * ask.
   */
  abstract refuseWhenFull(client?: string): void;

  /** Rejects as refuseWhenFull throws. */
  abstract hash(password: string, client?: string): Promise<string>;

  /**
   * Rejects likewise. With null (no such user) it does the same work and resolves with false, so that time tells
   * nothing.
   */
  abstract verify(password: string, hash: string | null, client?: string): Promise<boolean>;

  /** Whether a password should be hashed again when it is known: a hash made now would cost more to guess. */
  abstract isOutdated(hash: string): boolean;
}
