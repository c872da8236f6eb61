/** The query string of an aggregate as a typed request. Names are resolved by the planner. */
import { DomainError } from '#domain/kernel/errors';
import type { ColumnResolver } from '#domain/rules/column-resolver';
import type { FilterTemplate } from '#domain/rules/filter-template';
import { withoutType } from '#domain/rules/resolve-sort-column';
import type { Collection } from '#domain/schema/collection';
import { memberName } from './aggregate-terms';
import { parseHaving } from './having';
import { parseSort, type SortTerm } from './parse-list-request';
import { parseSelection, type Selection, type TemplateOf } from './parse-selection';
import type { ReadRequest } from './parse-show-request';
import { QueryParameters } from './query-parameters';

/** Groups that one answer has. */
export const MAX_GROUPS = 10_000;

const PARAMETERS = ['functions', 'group_by', 'filter', 'having', 'sort', 'limit'];

export interface AggregateRequest extends ReadRequest, Selection {
  /** As they were written. */
  readonly functions: readonly string[];
  readonly groupBy: readonly string[];
  /** Names of members of the answer. */
  readonly sort: readonly SortTerm[];
  readonly limit: number;
  /** With the names of members where functions were written; its literals are the last of `given`. */
  readonly having: FilterTemplate & { readonly expression: string };
}

/**
 * `columns` and `templateOf` as for parseSelection(). Throws DomainError QUERY_FUNCTIONS_MISSING (`unprocessable`), QUERY_PARAMETER
 * or QUERY_SORT (`invalid`).
 */
export function parseAggregateRequest(
  query: Readonly<Record<string, unknown>>,
  collection: Collection,
  columns: ColumnResolver,
  templateOf?: TemplateOf,
): AggregateRequest {
  const parameters = new QueryParameters(query);
  const selection = parseSelection(parameters, PARAMETERS, { collection, columns, templateOf });
  const functions = parameters.list('functions');
  if (functions.length === 0) throw functionsMissing();
  const groupBy = parameters.list('group_by');
  // A function, a part of the calendar or what is in json may be written as where it was asked for.
  const sort = parseSort(parameters).map(({ name, descending }) => ({
    name: memberName(withoutType(name)),
    descending,
  }));
  const having = parseHaving(parameters.text('having'), templateOf);
  const shape = [selection.selected, functions, groupBy, sort, having.text];
  return {
    ...selection,
    functions,
    groupBy,
    sort,
    limit: parameters.integer('limit', 1, MAX_GROUPS, MAX_GROUPS),
    having,
    given: [...selection.given, ...having.given],
    shape: `aggregate ${JSON.stringify(shape)}`,
  };
}

function functionsMissing(): DomainError {
  return new DomainError('QUERY_FUNCTIONS_MISSING', 'unprocessable', "The parameter 'functions' is missing", {
    field: 'functions',
    hint: 'Name what is wanted of each group, as in functions=count(),sum(price).',
  });
}
