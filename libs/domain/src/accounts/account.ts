/** A tenant: everything that is stored belongs to exactly one account. */
export interface Account {
  readonly id: string;
  /** Two letters and four digits, for people to read out. */
  readonly accountCode: string;
  readonly slug: string;
  readonly name: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export const MAX_ACCOUNT_NAME = 255;
