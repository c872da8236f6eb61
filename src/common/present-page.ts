import type { Page } from './page.dto';
import type { PageQuery } from './page-query.dto';

/** The envelope of a list. */
export function presentPage<T, S>(
  { items, total }: { readonly items: readonly T[]; readonly total: number },
  { page, page_size }: PageQuery,
  present: (item: T) => S,
): Page<S> {
  return { items: items.map((item) => present(item)), total, page, page_size };
}
