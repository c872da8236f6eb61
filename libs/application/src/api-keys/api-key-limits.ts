/** Limits of API keys that an operator can set. */
export class ApiKeyLimits {
  constructor(
    /** Keys of one user that work at the same time. */
    readonly perUser: number,
    /** Days that a key without a given end lives; undefined: it does not expire. */
    readonly defaultDays: number | undefined,
  ) {}
}
