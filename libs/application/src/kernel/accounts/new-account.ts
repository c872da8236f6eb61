/** Makes an account with its group for personal data, for a registration, a superadmin, or the start of a single-tenant server. */
import type { Account } from '#domain/accounts/account';
import { newAccountCode } from '#domain/accounts/account-code';
import { PII_GROUP, PII_GROUP_DESCRIPTION } from '#domain/accounts/pii-group';
import { DomainError } from '#domain/kernel/errors';
import { newId } from '#domain/kernel/ids';
import { DEFAULT_LOCALE } from '#domain/mail/locale';
import type { Accounts } from '../../ports/accounts';
import type { GroupStore } from '../../ports/group-store';
import type { Transaction } from '../../ports/transactions';

/** 6.7 million codes: as many misses in a row mean that they are used up. */
const MAX_CODE_DRAWS = 100;

export interface NewAccount {
  readonly id: string;
  /** Normalised and without problems. */
  readonly slug: string;
  readonly name: string;
  /** In its canonical form. */
  readonly locale?: string;
  readonly createdAt: string;
  /** Nobody but its first user asked for it; false by default. */
  readonly isSelfRegistered?: boolean;
  /** For whoever puts somebody into the group. */
  readonly piiGroupId?: string;
}

/** Where it is written. */
export interface AccountStores {
  readonly accounts: Accounts;
  readonly groups: GroupStore;
}

/** null: the slug is taken, nothing was written and the unit can go on. Draws codes until one is free. */
export async function insertAccount(
  { accounts, groups }: AccountStores,
  tx: Transaction,
  { id, slug, name, locale = DEFAULT_LOCALE, createdAt, isSelfRegistered = false, piiGroupId = newId() }: NewAccount,
): Promise<Account | null> {
  for (let draw = 0; draw < MAX_CODE_DRAWS; draw += 1) {
    const accountCode = newAccountCode();
    const fields = { id, accountCode, slug, name, locale, createdAt };
    const account: Account = { ...fields, status: 'active', updatedAt: createdAt };
    if (await accounts.insertIfFree(tx, account, isSelfRegistered)) {
      const times = { createdAt, updatedAt: createdAt };
      const group = { name: PII_GROUP, description: PII_GROUP_DESCRIPTION, accountId: id, ...times };
      if (!(await groups.insertIfFree(tx, { id: piiGroupId, ...group })))
        throw new Error('A new account has no groups');
      return account;
    }
    if (await accounts.findAny({ by: 'slug', value: slug }, tx)) return null;
  }
  throw new DomainError('ACCOUNT_CODES_EXHAUSTED', 'conflict', 'No free account code was found');
}

/** `field` is what the input calls the slug. */
export function slugTaken(field: string): DomainError {
  return new DomainError('ACCOUNT_SLUG_TAKEN', 'conflict', 'An account with this slug already exists', { field });
}
