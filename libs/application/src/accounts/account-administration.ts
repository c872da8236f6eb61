/**
 * The administration of accounts: superadmins change all of them, admins the name and language of their own account.
 */
import { accountNameProblems, type Account } from '#domain/accounts/account';
import { NO_OWN_QUOTAS, type OwnQuotas, QUOTAS } from '#domain/accounts/quotas';
import { normaliseSlug, slugCandidates, slugProblems } from '#domain/accounts/account-slug';
import { administers } from '#domain/auth/permissions';
import { type DomainError, type FieldProblem, invalidFields } from '#domain/kernel/errors';
import { isId, newId, timestampOfId } from '#domain/kernel/ids';
import { inAccount, type RequestContext, SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import { DEFAULT_LOCALE, LOCALE_PROBLEM, parseLocale } from '#domain/mail/locale';
import { isCleanText } from '#domain/schema/clean-text';
import type { AccountChange, AccountDetail, AccountQuery, AccountSummary, Accounts } from '../ports/accounts';
import type { GroupStore } from '../ports/group-store';
import { requireSuperadmin } from '../kernel/require-superadmin';
import type { Units } from '../kernel/units';
import type { Transaction } from '../ports/transactions';
import { NEWEST_USERS_FIRST, type UserDetails, type Users } from '../ports/users';
import { accountIsDeleting, accountNotFound, systemAccountStays } from '../kernel/accounts/account-errors';
import { insertAccount, slugTaken } from '../kernel/accounts/new-account';

export interface AccountInput {
  readonly name: string;
  /** undefined: made from the name, with an addition where that is taken. */
  readonly slug: string | undefined;
  /** BCP 47; undefined: the default one. */
  readonly locale: string | undefined;
}

/** An undefined member stays as it is. */
export interface AccountUpdate {
  readonly name: string | undefined;
  readonly locale: string | undefined;
  readonly isActive: boolean | undefined;
  readonly quotas: Partial<OwnQuotas> | undefined;
}

export class AccountAdministration {
  constructor(
    private readonly accounts: Accounts,
    private readonly groups: GroupStore,
    private readonly users: Users,
    private readonly units: Units,
  ) {}

  async list(ctx: RequestContext, query: AccountQuery): Promise<{ items: AccountSummary[]; total: number }> {
    requireSuperadmin(ctx);
    if (!isCleanText(query.search)) {
      throw invalid([{ field: 'search', code: 'invalid_text', message: 'Contains characters that cannot be used' }]);
    }
    return this.accounts.list(query);
  }

  async get(ctx: RequestContext, id: string): Promise<AccountDetail> {
    assertAdministers(ctx, id);
    const account = await this.accounts.findDetail(id);
    if (!account) throw accountNotFound();
    return account;
  }

  /** Newest first. */
  async listUsers(
    ctx: RequestContext,
    id: string,
    skip: number,
    limit: number,
  ): Promise<{ items: UserDetails[]; total: number }> {
    await this.get(ctx, id);
    return this.users.list({ accountId: id }, NEWEST_USERS_FIRST, skip, limit);
  }

  /** @throws ACCOUNT_SLUG_TAKEN (409), ACCOUNT_INVALID (422). */
  async create(ctx: RequestContext, input: AccountInput): Promise<AccountDetail> {
    requireSuperadmin(ctx);
    const { name, slug, locale } = check(input);
    const id = newId();
    const fields = { id, name, locale, createdAt: timestampOfId(id) };
    const changes = [{ op: 'create', model: 'accounts', id, data: { name, slug, locale } }] as const;
    const act = { name: 'accounts.create', target: id } as const;
    const account = await this.units.change(inAccount(ctx, id), act, changes, (tx) => this.insert(tx, fields, slug));
    return { ...account, userCount: 0, collectionsUsed: [], quotas: NO_OWN_QUOTAS, used: { storage: 0, records: 0 } };
  }

  /** @throws ACCOUNT_DELETING (409), ACCOUNT_SYSTEM, ACCOUNT_INVALID (422). */
  async update(ctx: RequestContext, id: string, update: AccountUpdate): Promise<AccountDetail> {
    assertAdministers(ctx, id);
    const quotas = await this.newQuotas(ctx, id, update.quotas);
    const described = checkUpdate({ ...update, quotas });
    const data = {
      name: described.name,
      locale: described.locale,
      is_active: update.isActive,
      quotas: quotas === undefined ? undefined : inWordsOfApi(quotas),
    };
    const changes = [{ op: 'update', model: 'accounts', id, data }] as const;
    const act = { name: 'accounts.update', target: id } as const;
    await this.units.change(inAccount(ctx, id), act, changes, async (tx, current) => {
      assertAdministers(current, id);
      const account = await this.accounts.findAny({ by: 'id', value: id }, tx);
      if (!account) throw accountNotFound();
      const status = newStatus(current, account, update.isActive);
      const change = status === null ? described : { ...described, status };
      if (!(await this.accounts.update(tx, id, change, tx.now))) throw accountIsDeleting();
    });
    return this.get(ctx, id);
  }

  /** undefined: no change. Admins may send their account back as they got it, but may not set its quotas. */
  private async newQuotas(
    ctx: RequestContext,
    id: string,
    quotas: Partial<OwnQuotas> | undefined,
  ): Promise<Partial<OwnQuotas> | undefined> {
    if (quotas === undefined) return undefined;
    const { quotas: present } = await this.get(ctx, id);
    if (QUOTAS.every((name) => quotas[name] === undefined || quotas[name] === present[name])) return undefined;
    requireSuperadmin(ctx);
    if (id === SYSTEM_ACCOUNT_ID) throw systemAccountStays('limit');
    return quotas;
  }

  private async insert(
    tx: Transaction,
    fields: Pick<Account, 'id' | 'name' | 'locale' | 'createdAt'>,
    slug: string | undefined,
  ): Promise<Account> {
    for (const candidate of slug === undefined ? slugCandidates(fields.name) : [slug]) {
      const account = await insertAccount({ accounts: this.accounts, groups: this.groups }, tx, {
        ...fields,
        slug: candidate,
      });
      if (account) return account;
    }
    throw slugTaken('slug');
  }
}

function assertAdministers(ctx: RequestContext, id: string): void {
  if (!isId(id) || !administers(ctx, id)) throw accountNotFound();
}

function check({ name, slug, locale = DEFAULT_LOCALE }: AccountInput): AccountInput & Pick<Account, 'locale'> {
  const problems: FieldProblem[] = [];
  const checked = {
    name: checkName(name, problems),
    slug: slug?.trim() ? normaliseSlug(slug) : undefined,
    locale: checkLocale(locale, problems),
  };
  if (checked.slug !== undefined) problems.push(...slugProblems(checked.slug, 'slug'));
  if (problems.length > 0) throw invalid(problems);
  return checked;
}

/** What is to be changed, as it is stored. */
function checkUpdate({ name, locale, quotas }: AccountUpdate): Pick<AccountChange, 'name' | 'locale' | 'quotas'> {
  const problems: FieldProblem[] = [];
  const checked = {
    ...(name === undefined ? {} : { name: checkName(name, problems) }),
    ...(locale === undefined ? {} : { locale: checkLocale(locale, problems) }),
    ...(quotas === undefined ? {} : { quotas }),
  };
  if (problems.length > 0) throw invalid(problems);
  return checked;
}

function checkName(text: string, problems: FieldProblem[]): string {
  const name = text.trim();
  problems.push(...accountNameProblems(name, 'name'));
  return name;
}

function checkLocale(text: string, problems: FieldProblem[]): string {
  const locale = parseLocale(text);
  if (locale === null) problems.push(LOCALE_PROBLEM);
  return locale ?? DEFAULT_LOCALE;
}

function inWordsOfApi({ requests, ...others }: Partial<OwnQuotas>): Record<string, number | null> {
  return { ...others, ...(requests === undefined ? {} : { requests_per_minute: requests }) };
}

function invalid(problems: readonly FieldProblem[]): DomainError {
  return invalidFields('ACCOUNT_INVALID', problems);
}

/** null: no change. Admins may send their account back as they got it, but may not open or suspend it. */
function newStatus(
  ctx: RequestContext,
  { id, status }: Account,
  isActive: boolean | undefined,
): 'active' | 'suspended' | null {
  if (status === 'deleting') throw accountIsDeleting();
  if (isActive === undefined || isActive === (status === 'active')) return null;
  requireSuperadmin(ctx);
  if (id === SYSTEM_ACCOUNT_ID) throw systemAccountStays('suspend');
  return isActive ? 'active' : 'suspended';
}
