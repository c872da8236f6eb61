/** A request to change or delete whatever a filter selects: how many records that are has to be said beforehand. */
import { type FilterTemplate, filterTemplate } from '#domain/rules/filter-template';
import type { Selection, TemplateOf } from './parse-selection';
import { onlyWith, type ReadRequest } from './parse-show-request';
import { parameterError } from './query-parameters';

const EXPECT = 'expect';

export interface ChangeRequest extends ReadRequest, Selection {
  /** How many records the caller knows of; null: they only ask how many there are, and nothing is written. */
  readonly expect: number | null;
}

/** Throws DomainError QUERY_PARAMETER, QUERY_FILTER_SYNTAX or QUERY_FILTER_LIMIT, all `invalid`. */
export function parseChangeRequest(
  query: Readonly<Record<string, unknown>>,
  templateOf: TemplateOf = filterTemplate,
): ChangeRequest {
  const parameters = onlyWith(query, ['filter', EXPECT, 'dry_run']);
  const filter = parameters.text('filter');
  if (filter === null) throw parameterError('filter', `'filter' must say which records are meant`);
  const template: FilterTemplate = templateOf(filter);
  const isDry = parameters.boolean('dry_run', false);
  const expect = parameters.integer(EXPECT, 0, Number.MAX_SAFE_INTEGER, -1);
  if (expect < 0 && !isDry) {
    throw parameterError(
      EXPECT,
      `'${EXPECT}' must say how many records the filter selects; 'dry_run=true' tells the number`,
    );
  }
  const selected = JSON.stringify([template.text, []]);
  return {
    filter,
    equalities: [],
    given: template.given,
    selected,
    shape: selected,
    expect: isDry ? null : expect,
  };
}
