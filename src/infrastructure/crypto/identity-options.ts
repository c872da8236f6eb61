/** What signing needs of the configuration; a class so that it is its own token. */
export class IdentityOptions {
  readonly secretKey: string;
  /** Earlier secrets: what they signed is accepted, nothing new is signed with them. */
  readonly previousSecretKeys: readonly string[];
  readonly accessTokenMinutes: number;
  readonly refreshTokenDays: number;
}
