/** A caller's filter to its condition. It sees fields and relations only; the request and macros belong to rules. */
import { checkExpression } from './check-condition';
import type { QueryPlace } from './checker';
import type { Condition } from './condition';
import { LanguageError, reportLanguageErrors } from './language-error';
import { parseExpression } from './parser';

/**
 * A blank text is the constant true. It names the columns of the place only. Throws DomainError
 * QUERY_FILTER_SYNTAX, QUERY_FILTER_UNKNOWN_NAME, QUERY_FILTER_TYPE or QUERY_FILTER_LIMIT (kind `invalid`), or those of another stage.
 */
export function compileFilter(
  text: string,
  place: QueryPlace,
  { stage, label } = { stage: 'QUERY_FILTER', label: 'Invalid filter' },
): Condition {
  return reportLanguageErrors(stage, label, text, () =>
    text.trim() === '' ? { kind: 'constant', value: true } : checkExpression(parseExpression(text), place, refuse),
  );
}

function refuse(_collection: unknown, _operation: unknown, offset: number): never {
  throw new LanguageError('UNKNOWN_NAME', offset, '@has_permission can be used only in rules');
}
