/** What signing needs of the configuration; also a class so that it is its own token. */
export class IdentityOptions {
  readonly secretKey: string;
  readonly accessTokenMinutes: number;
  readonly refreshTokenDays: number;
}
