/** Checks the tokens of the trusted issuer, with its published keys. Never touches the database. */
export interface IssuerIdentity {
  /** The person's id at the issuer. */
  readonly subject: string;
  /** As the issuer wrote it. */
  readonly email: string;
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
  /** Milliseconds since the epoch: the token's own end, or when it counts as too old. */
  readonly expiresAt: number;
}

export abstract class IssuerTokens {
  /**
   * Whether the text claims to be the trusted issuer's, which proves nothing. Always false where no issuer is trusted.
   */
  abstract claims(token: string): boolean;

  /** Throws a DomainError of kind unauthenticated unless the token proves who holds it and that it is an admin. */
  abstract verify(token: string): Promise<IssuerIdentity>;
}
