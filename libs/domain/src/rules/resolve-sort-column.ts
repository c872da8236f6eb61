/** A sort term to what orders by it: one comparable value per row, of a column or of what leads back to the row. */
import { checkAggregate, checkPath } from './check-aggregate';
import type { QueryPlace } from './checker';
import type { ColumnOperand, NamedOperand } from './condition';
import { ORDERED_IN_JSON } from './json-step';
import { LanguageError, reportLanguageErrors } from './language-error';
import { tokenize } from './lexer';
import { parseExpression } from './parser';

const TYPE_BEHIND_PATH = /:([A-Za-z]*)$/;

/** What is ordered by, without the type that stands behind a path into json. */
export function withoutType(name: string): string {
  return name.replace(TYPE_BEHIND_PATH, '');
}

/** `name` without its direction. Throws DomainError QUERY_SORT_… (kind `invalid`). */
export function resolveSortColumn(name: string, place: QueryPlace): NamedOperand {
  return resolveOrderedColumn(name, place, { stage: 'QUERY_SORT', label: 'Invalid sort' });
}

/** As resolveSortColumn(), for other lists of names of which each must have one comparable value. */
export function resolveOrderedColumn(
  name: string,
  place: QueryPlace,
  { stage, label }: { readonly stage: string; readonly label: string },
): NamedOperand {
  return reportLanguageErrors(stage, label, name, () => {
    const [path = '', type = null] = name.split(TYPE_BEHIND_PATH);
    const operand = resolveNamed(path, place);
    if (operand.kind === 'column') {
      if (operand.many) throw new LanguageError('TYPE', 0, `'${path}' has several values, so it gives no order`);
      if (type !== null || operand.inside !== undefined) return typed(operand, path, type);
    } else if (type !== null) throw typeBehindValue(operand, path);
    if (operand.type === 'json') throw new LanguageError('TYPE', 0, `'${path}' has no order`);
    return operand;
  });
}

function resolveNamed(text: string, place: QueryPlace): NamedOperand {
  const [token, next] = tokenize(text);
  if (token?.kind === 'name' && token.name === text && next?.kind === 'end') return checkPath(token, place);
  const isCall = token?.kind === 'name' && next?.kind === 'symbol' && next.symbol === '(';
  const expression = isCall ? parseExpression(text) : null;
  const value = expression?.kind === 'call' ? checkAggregate(expression, place) : null;
  if (value !== null) return value;
  const wanted = isCall ? ', or one value of a back-relation, such as sum(orders_via_customer.total)' : '';
  throw new LanguageError('SYNTAX', 0, `Expected the name of a field${wanted}`);
}

/** Values in json have no order but by one type, which stands behind the path: `meta.price:number`. */
function typed(column: ColumnOperand, path: string, written: string | null): ColumnOperand {
  const type = ORDERED_IN_JSON.find((known) => known === written);
  if (column.leadsNowhere) return { ...column, type: type ?? 'text' };
  if (column.inside === undefined) throw typeBehindValue(column, path);
  if (type !== undefined) return { ...column, type };
  const wanted = ORDERED_IN_JSON.map((known) => `${path}:${known}`).join(', ');
  throw new LanguageError('TYPE', path.length, `Values in json are ordered by one type: ${wanted}`);
}

function typeBehindValue({ type }: NamedOperand, path: string): LanguageError {
  return new LanguageError('TYPE', path.length, `A type stands behind a path into json only, and '${path}' is ${type}`);
}
