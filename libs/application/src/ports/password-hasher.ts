/** What a hash is made for, and whose turn it takes. */
export interface PasswordWork {
  /** Log-ins have a share of the work that nothing else takes away. */
  readonly kind: 'login' | 'other';
  /** A network, where nobody vouches for the caller yet, or an account; null: the server itself, which is never refused. */
  readonly owner: string | null;
  /** Aborted when nobody waits for the answer any longer: work that has not begun by then is not done. */
  readonly gone: AbortSignal | null;
}

/** Slow hashing, kept away from the threads that serve requests and the database. */
export abstract class PasswordHasher {
  /**
   * Throws AUTH_BUSY when too much of the kind is waiting, or too much of the owner's: nobody takes all places. For those
   * who would otherwise read and write before they ask.
   */
  abstract refuseWhenFull(work: PasswordWork): void;

  /** Rejects as refuseWhenFull throws, and with CLIENT_GONE. */
  abstract hash(password: string, work: PasswordWork): Promise<string>;

  /** Rejects so too. With null (no such user) it does the same work and answers false, so that the time tells nothing. */
  abstract verify(password: string, hash: string | null, work: PasswordWork): Promise<boolean>;

  /** Whether a password should be hashed again when it is known: a hash made now would cost more to guess. */
  abstract isOutdated(hash: string): boolean;
}
