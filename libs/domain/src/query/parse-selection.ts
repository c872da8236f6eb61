/**
 * Which records a query string is about: its `filter`, and the plain equality filters (`?status=draft`) that older clients send
 * instead. Lists, counts and aggregates select records in the same way.
 */
import type { ColumnResolver } from '#domain/rules/column-resolver';
import type { GivenValue } from '#domain/rules/condition';
import { type FilterTemplate, filterTemplate } from '#domain/rules/filter-template';
import type { Collection } from '#domain/schema/collection';
import { type Equality, equalityValue } from './equality-condition';
import { type QueryParameters, parameterError } from './query-parameters';

const MAX_EQUALITIES = 20;
const NO_FILTER: FilterTemplate = { text: '', given: [] };

export type TemplateOf = (filter: string) => FilterTemplate;

export interface Selection {
  readonly filter: string | null;
  readonly equalities: readonly Equality[];
  /** The literals of the filter, and after them the values of the equalities; they are no part of the shape. */
  readonly given: readonly GivenValue[];
  /** Equal for selections that differ in given values alone. */
  readonly selected: string;
}

export interface SelectedFrom {
  readonly collection: Collection;
  /** Those that the caller may filter by. */
  readonly columns: ColumnResolver;
  /** As filterTemplate(), from memory where that has it. */
  readonly templateOf: TemplateOf | undefined;
}

/** `known`: the other parameters of the route. Throws DomainError QUERY_PARAMETER (`invalid`) for any that is neither. */
export function parseSelection(parameters: QueryParameters, known: readonly string[], from: SelectedFrom): Selection {
  const { templateOf = filterTemplate } = from;
  const filter = parameters.text('filter');
  const template = filter === null ? NO_FILTER : templateOf(filter);
  const equalities = parseEqualities(parameters, known, from);
  return {
    filter,
    equalities,
    given:
      equalities.length === 0 ? template.given : [...template.given, ...equalities.map(({ value }) => value ?? '')],
    selected: JSON.stringify([template.text, equalities.map(equalityShape)]),
  };
}

function equalityShape({ name, value }: Equality): string {
  return value === null ? `${name}!` : name;
}

function parseEqualities(
  parameters: QueryParameters,
  known: readonly string[],
  { collection, columns }: SelectedFrom,
): Equality[] {
  const equalities: Equality[] = [];
  for (const name of parameters.names()) {
    if (known.includes(name)) continue;
    const column = columns.find(collection, name);
    if (column === undefined) {
      const unknown = `Unknown parameter '${name}' (known: ${known.join(', ')}, or a field of the collection)`;
      throw parameterError(name, columns.refusalOf(collection, name) ?? unknown);
    }
    const text = parameters.given(name);
    if (text !== null) equalities.push({ name, value: equalityValue(column, text) });
  }
  if (equalities.length > MAX_EQUALITIES) {
    throw parameterError('filter', `At most ${MAX_EQUALITIES} fields can be given as parameters; use filter`);
  }
  return equalities;
}
