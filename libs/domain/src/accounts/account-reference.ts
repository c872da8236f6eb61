/** People name an account by its id, its code or its slug; the three never look alike. */
import { isId } from '../kernel/ids';
import { isAccountCode } from './account-code';
import { normaliseSlug } from './account-slug';

export interface AccountReference {
  readonly by: 'id' | 'accountCode' | 'slug';
  readonly value: string;
}

export function parseAccountReference(text: string): AccountReference {
  const trimmed = text.trim();
  const lower = trimmed.toLowerCase();
  if (isId(lower)) return { by: 'id', value: lower };
  const upper = trimmed.toUpperCase();
  if (isAccountCode(upper)) return { by: 'accountCode', value: upper };
  return { by: 'slug', value: normaliseSlug(trimmed) };
}
