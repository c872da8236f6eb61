/** A sort term to the column that orders by it: one comparable value per row. */
import type { QueryPlace } from './checker';
import type { ColumnOperand } from './condition';
import { ORDERED_IN_JSON } from './json-step';
import { LanguageError, reportLanguageErrors } from './language-error';
import { tokenize } from './lexer';
import { resolvePath } from './resolve-path';

const TYPE_BEHIND_PATH = /:([A-Za-z]*)$/;

/** What is ordered by, without the type that stands behind a path into json. */
export function withoutType(name: string): string {
  return name.replace(TYPE_BEHIND_PATH, '');
}

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
    const [path = '', type = null] = name.split(TYPE_BEHIND_PATH);
    const [token, end] = tokenize(path);
    if (token?.kind !== 'name' || token.name !== path || end?.kind !== 'end') {
      throw new LanguageError('SYNTAX', 0, 'Expected the name of a field');
    }
    const column = resolvePath(token, place);
    if (column.many) throw new LanguageError('TYPE', 0, `'${path}' has several values, so it gives no order`);
    return type === null && column.inside === undefined ? withOrder(column, path) : typed(column, path, type);
  });
}

function withOrder(column: ColumnOperand, name: string): ColumnOperand {
  if (column.type === 'json') throw new LanguageError('TYPE', 0, `'${name}' has no order`);
  return column;
}

/** Values in json have no order but by one type, which stands behind the path: `meta.price:number`. */
function typed(column: ColumnOperand, path: string, written: string | null): ColumnOperand {
  const type = ORDERED_IN_JSON.find((known) => known === written);
  if (column.leadsNowhere) return { ...column, type: type ?? 'text' };
  if (column.inside === undefined) {
    throw new LanguageError(
      'TYPE',
      path.length,
      `A type stands behind a path into json only, and '${path}' is ${column.type}`,
    );
  }
  if (type !== undefined) return { ...column, type };
  const wanted = ORDERED_IN_JSON.map((known) => `${path}:${known}`).join(', ');
  throw new LanguageError('TYPE', path.length, `Values in json are ordered by one type: ${wanted}`);
}
