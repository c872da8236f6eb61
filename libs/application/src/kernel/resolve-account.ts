/**
 * Finds the account that the caller means. Logins and the like ask the database. Anonymous record requests may use what
 * was found a moment ago: ids, codes and slugs of an account never change, and their statements ask whether it is still open.
 */
import type { Account } from '#domain/accounts/account';
import { parseAccountReference } from '#domain/accounts/account-reference';
import type { Clock } from '#domain/kernel/clock';
import { WeighedCache } from '#domain/kernel/weighed-cache';
import type { Accounts } from '../ports/accounts';

const MAX_BYTES = 8 * 1024 * 1024;
/** Of an account. */
const ACCOUNT_BYTES = 500;
const REMEMBERED_MS = 30_000;
/** Longer texts than any id, code or slug are not worth a query. */
const MAX_REFERENCE_LENGTH = 64;

interface Remembered {
  readonly account: Account;
  readonly until: number;
}

export class ResolveAccount {
  private readonly remembered = new WeighedCache<Remembered>(MAX_BYTES);

  constructor(
    private readonly accounts: Accounts,
    private readonly clock: Clock,
  ) {}

  /** By id, code or slug, as the database has it now; null: no such account, or none that is open. */
  async find(text: string): Promise<Account | null> {
    if (text.length > MAX_REFERENCE_LENGTH) return null;
    const account = await this.accounts.find(parseAccountReference(text));
    // Unknown names are not remembered: the account may be registered the next moment.
    if (account) this.remember(text, account);
    else this.forget(text);
    return account;
  }

  /** By id, code or slug, whatever its status is; null: no such account. */
  async findAny(text: string): Promise<Account | null> {
    return text.length > MAX_REFERENCE_LENGTH ? null : this.accounts.findAny(parseAccountReference(text));
  }

  /** The account if it was asked for a moment ago; never touches the database. */
  recall(text: string): Account | null {
    const known = this.remembered.get(text);
    return known && known.until > this.clock.now() ? known.account : null;
  }

  /** With its id, an account that is gone takes all its names along: another may have its slug now. */
  private forget(text: string): void {
    this.remembered.delete(text);
    this.remembered.deleteOf(text);
  }

  private remember(text: string, account: Account): void {
    const until = this.clock.now() + REMEMBERED_MS;
    this.remembered.set(text, { account, until }, ACCOUNT_BYTES, account.id);
  }
}
