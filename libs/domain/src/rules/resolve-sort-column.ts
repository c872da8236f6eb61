/** A sort term to the column that orders by it: one comparable value per row. */
import type { QueryPlace } from './checker';
import type { ColumnOperand } from './condition';
import { LanguageError, reportLanguageErrors } from './language-error';
import { tokenize } from './lexer';
import { resolvePath } from './resolve-path';

/** `name` without its direction. Throws DomainError QUERY_SORT_… (kind `invalid`). */
export function resolveSortColumn(name: string, place: QueryPlace): ColumnOperand {
  return resolveOrderedColumn(name, place, { stage: 'QUERY_SORT', label: 'Invalid sort' });
}

/** As resolveSortColumn(), for other lists of names of which each must have one comparable value. */
export function resolveOrderedColumn(
  name: string,
  place: QueryPlace,
  { stage, label }: { readonly stage: string; readonly label: string },
): ColumnOperand {
  return reportLanguageErrors(stage, label, name, () => {
    const [token, end] = tokenize(name);
    if (token?.kind !== 'name' || token.name !== name || end?.kind !== 'end') {
      throw new LanguageError('SYNTAX', 0, 'Expected the name of a field');
    }
    const column = resolvePath(name.split('.'), place, 0);
    if (column.many) throw new LanguageError('TYPE', 0, `'${name}' has several values, so it gives no order`);
    if (column.type === 'json') throw new LanguageError('TYPE', 0, `'${name}' has no order`);
    return column;
  });
}
