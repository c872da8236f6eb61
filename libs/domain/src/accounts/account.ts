/** A tenant: everything that is stored belongs to exactly one account. */
import type { FieldProblem } from '../kernel/errors';

/** suspended: none of its users comes in, and nothing is lost. deleting: it is being removed; there is no way back. */
export const ACCOUNT_STATUSES = ['active', 'suspended', 'deleting'] as const;
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number];

export interface Account {
  readonly id: string;
  /** Two letters and four digits, for people to read out. */
  readonly accountCode: string;
  readonly slug: string;
  readonly name: string;
  readonly status: AccountStatus;
  /** BCP 47: the language of mails to its users. */
  readonly locale: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** What everybody of an account is told of it. */
export type ShownAccount = Pick<Account, 'id' | 'accountCode' | 'slug' | 'name' | 'createdAt'>;

const MAX_NAME = 255;

/** What is wrong with a trimmed name; `field` is what the input calls it. */
export function accountNameProblems(name: string, field: string): FieldProblem[] {
  if (name === '') return [{ field, code: 'required', message: 'Account name is required' }];
  if (name.length > MAX_NAME) {
    return [{ field, code: 'too_long', message: `Account name must be at most ${MAX_NAME} characters` }];
  }
  // The name goes into mails and pages: one line of real text.
  if (/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(name)) {
    return [{ field, code: 'invalid_text', message: 'Account name contains characters that cannot be used' }];
  }
  return [];
}
