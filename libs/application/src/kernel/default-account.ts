/** The account that is meant by callers who name none: in single-tenant mode the one account, otherwise none. */
export class DefaultAccount {
  /** The slug of that account; null: people have to name theirs. */
  constructor(readonly slug: string | null) {}

  /** What the caller wrote, or else the default; undefined: nothing names an account. */
  referenceOr(given: string | undefined): string | undefined {
    return given?.trim() ? given : (this.slug ?? undefined);
  }
}
