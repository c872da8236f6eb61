/** Slow hashing, kept away from the threads that serve requests and the database. */
export abstract class PasswordHasher {
  /**
   * Throws AUTH_BUSY when too many are waiting, or too many of one client (a network, for whom nobody vouches yet, or an
   * account): one must not take all places. For those who would otherwise read and write before they ask.
   */
  abstract refuseWhenFull(client?: string): void;

  /** Rejects as refuseWhenFull throws. */
  abstract hash(password: string, client?: string): Promise<string>;

  /** Rejects so too. With null (no such user) it does the same work and answers false, so that the time tells nothing. */
  abstract verify(password: string, hash: string | null, client?: string): Promise<boolean>;

  /** Whether a password should be hashed again when it is known: a hash made now would cost more to guess. */
  abstract isOutdated(hash: string): boolean;
}
