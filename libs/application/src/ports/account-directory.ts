/** Accounts as those who administer them see them: searched, paged, and with what is counted about them. */
import type { Account, AccountStatus } from '#domain/accounts/account';

export const ACCOUNT_SORT_KEYS = ['id', 'slug', 'name', 'created_at'] as const;
export type AccountSortKey = (typeof ACCOUNT_SORT_KEYS)[number];

export interface AccountQuery {
  readonly skip: number;
  readonly limit: number;
  /** Part of a name, slug or code; letters A to Z match either case, every other character only itself. Empty: all. */
  readonly search: string;
  readonly statuses: readonly AccountStatus[];
  readonly sortBy: AccountSortKey;
  readonly descending: boolean;
}

export interface AccountSummary extends Account {
  /** Users that were switched off included: they are still listed. */
  readonly userCount: number;
}

export interface AccountDetail extends AccountSummary {
  /** Names of the collections that it has records in, in order. */
  readonly collectionsUsed: readonly string[];
}

export abstract class AccountDirectory {
  abstract list(query: AccountQuery): Promise<{ items: AccountSummary[]; total: number }>;

  abstract find(id: string): Promise<AccountDetail | null>;

  /** What its deletion has before it. */
  abstract countRecords(accountId: string): Promise<{ readonly records: number; readonly collections: number }>;
}
