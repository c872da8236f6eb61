/** Accounts, as they look to everybody who wants to come in, and to those who administer them. */
import type { Account, AccountStatus } from '#domain/accounts/account';
import type { OwnQuotas, Quotas } from '#domain/accounts/quotas';
import type { AccountReference } from '#domain/accounts/account-reference';
import type { Transaction } from './transactions';

export interface AccountChange {
  readonly name?: string;
  readonly locale?: string;
  readonly status?: 'active' | 'suspended';
  readonly quotas?: Partial<OwnQuotas>;
}

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
  readonly quotas: OwnQuotas;
  /** What it has. */
  readonly used: Pick<Quotas, 'storage' | 'records'>;
}

export abstract class Accounts {
  /**
   * For everybody who wants to come in: a suspended account, or one that is being deleted, is as good as none. With a
   * transaction: as its unit sees it.
   */
  abstract find(reference: AccountReference, tx?: Transaction): Promise<Account | null>;

  /** Finds it whatever its status: for its administration, and where its id, code and slug must not be given twice. */
  abstract findAny(reference: AccountReference, tx?: Transaction): Promise<Account | null>;

  abstract findDetail(id: string): Promise<AccountDetail | null>;

  abstract list(query: AccountQuery): Promise<{ items: AccountSummary[]; total: number }>;

  /** What its deletion still has to delete. */
  abstract countRecords(accountId: string): Promise<{ readonly records: number; readonly collections: number }>;

  /** false: its code or its slug is taken, nothing was written and the unit can go on. */
  abstract insertIfFree(tx: Transaction, account: Account, isSelfRegistered: boolean): Promise<boolean>;

  /** A change of status ends the trust in the account's credentials. false: no such account, or it is being deleted. */
  abstract update(tx: Transaction, id: string, change: AccountChange, now: string): Promise<boolean>;

  /** Ids in order, from the one after `after`, of accounts that somebody registered before `end` and nobody uses: see markUnused. */
  abstract listUnused(end: string, after: string, limit: number): Promise<readonly string[]>;

  /**
   * As markDeleting, if the account is still active and was registered before `end`, not made by a superadmin, and has no
   * record, no user who is verified and none who has logged in. Resolves with it; null: it stays.
   */
  abstract markUnused(tx: Transaction, id: string, end: string, now: string): Promise<Account | null>;

  /** From here on the account can only be deleted; none of its users comes in again. false: already marked, or gone. */
  abstract markDeleting(tx: Transaction, id: string, now: string): Promise<boolean>;
}
