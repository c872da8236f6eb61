/** People name an account by its id, its code or its slug; the three never look alike. */
import { isId } from '../kernel/ids';
import { isCleanText } from '../schema/clean-text';
import { isAccountCode } from './account-code';
import { normaliseSlug } from './account-slug';

export interface AccountReference {
  readonly by: 'id' | 'accountCode' | 'slug';
  readonly value: string;
}

/** A text that cannot be stored is read as the empty slug, which no account has: the database would refuse to look for it. */
export function parseAccountReference(text: string): AccountReference {
  if (!isCleanText(text)) return { by: 'slug', value: '' };
  const trimmed = text.trim();
  const lower = trimmed.toLowerCase();
  if (isId(lower)) return { by: 'id', value: lower };
  const upper = trimmed.toUpperCase();
  if (isAccountCode(upper)) return { by: 'accountCode', value: upper };
  return { by: 'slug', value: normaliseSlug(trimmed) };
}
