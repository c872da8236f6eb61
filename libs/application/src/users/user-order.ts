/**
 * How a list of users is sorted: `sort=-created_at`, or `sort_by` with `sort_order`; only by shown members (an
 * allow-list).
 */
import { invalidFields } from '#domain/kernel/errors';
import { NEWEST_USERS_FIRST, USER_SORTS, type UserOrder } from '../ports/users';

export interface SortRequest {
  readonly sort?: string | undefined;
  readonly sortBy?: string | undefined;
  /** The direction of `sortBy`. */
  readonly descending?: boolean | undefined;
}

/** Empty texts count as absent. An unencoded `+` arrives as a space. */
export function parseUserOrder({ sort, sortBy, descending = false }: SortRequest): UserOrder {
  const term = sort?.trim();
  if (term) return orderBy('sort', term.replace(/^[+-]/, ''), term.startsWith('-'));
  return sortBy ? orderBy('sort_by', sortBy, descending) : { ...NEWEST_USERS_FIRST };
}

function orderBy(field: string, name: string, descending: boolean): UserOrder {
  const by = USER_SORTS.find((candidate) => candidate === name);
  if (by) return { by, descending };
  const message = `Users can be sorted by ${USER_SORTS.join(', ')}`;
  throw invalidFields('USER_QUERY_INVALID', [{ field, code: 'not_in_values', message }]);
}
