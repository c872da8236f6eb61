import type { AccountDetail, AccountSummary } from '#application/ports/accounts';
import type { JobState } from '#application/ports/job-queue';
import type { AccountPageDto } from './accounts.dto';

export function presentAccount(account: AccountSummary): object {
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

/** `deletion`: the job that deletes the account, when it is being deleted. */
export function presentAccountDetail(account: AccountDetail, deletion: JobState | null = null): object {
  return {
    ...presentAccount(account),
    collections_used: account.collectionsUsed,
    ...(deletion && { deletion: { status: deletion.status, progress: deletion.progress } }),
  };
}

export function presentPage<T>(
  { items, total }: { items: readonly T[]; total: number },
  { page, page_size }: AccountPageDto,
  present: (item: T) => object,
): object {
  const total_pages = Math.max(1, Math.ceil(total / page_size));
  return { items: items.map(present), total, page, page_size, total_pages };
}
