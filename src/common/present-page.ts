import type { PageQuery } from './page-query.dto';

/** The envelope of a list. */
export function presentPage<T>(
  { items, total }: { readonly items: readonly T[]; readonly total: number },
  { page, page_size }: PageQuery,
  present: (item: T) => object,
): { items: object[]; total: number; page: number; page_size: number } {
  return { items: items.map((item) => present(item)), total, page, page_size };
}
