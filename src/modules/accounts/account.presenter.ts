import type { AccountDetail, AccountSummary } from '#application/ports/accounts';
import type { Quotas } from '#domain/accounts/quotas';
import type { JobState } from '#application/ports/job-queue';
import { presentPage } from '#server/common/present-page';
import type { Page } from '#server/common/page.dto';
import type { PageQuery } from '#server/common/page-query.dto';
import type { AccountDetailDto, AccountDto, PageCountDto } from './account.dto';

export function presentAccount(account: AccountSummary): AccountDto {
  return {
    id: account.id,
    account_code: account.accountCode,
    slug: account.slug,
    name: account.name,
    status: account.status,
    is_active: account.status === 'active',
    locale: account.locale,
    created_at: account.createdAt,
    updated_at: account.updatedAt,
    user_count: account.userCount,
  };
}

/**
 * `limits`: the quotas that apply, its own or those of every account; as null where there are none. `deletion`: the job that deletes
 * the account, when it is being deleted.
 */
export function presentAccountDetail(
  account: AccountDetail,
  limits: Quotas,
  deletion: JobState | null = null,
): AccountDetailDto {
  const { quotas, used } = account;
  return {
    ...presentAccount(account),
    collections_used: account.collectionsUsed,
    quotas: { storage: quotas.storage, records: quotas.records, requests_per_minute: quotas.requests },
    usage: {
      storage: { used: used.storage, limit: limits.storage || null },
      records: { used: used.records, limit: limits.records || null },
      requests_per_minute: { limit: limits.requests || null },
    },
    ...(deletion && { deletion: { status: deletion.status, progress: deletion.progress } }),
  };
}

export function presentAccountPage<T, S>(
  page: { items: readonly T[]; total: number },
  query: PageQuery,
  present: (item: T) => S,
): Page<S> & PageCountDto {
  return { ...presentPage(page, query, present), total_pages: Math.max(1, Math.ceil(page.total / query.page_size)) };
}
