/** Slow hashing, kept away from the threads that serve requests and the database. */
export abstract class PasswordHasher {
  /** Rejects with AUTH_BUSY when too many are waiting. */
  abstract hash(password: string): Promise<string>;

  /** With null (no such user) it does the same work and answers false, so that the time tells nothing. */
  abstract verify(password: string, hash: string | null): Promise<boolean>;
}
